/** Programs that are called like a tunnel, but are none. */
import { builtFile } from '../../runners/tunnel/built_file.js';
import { tunnelTarget } from '../../runners/tunnel/target.js';
import type { NullPeer } from './peer.js';

/** Against silent programs, each wait lasts to its end without using CPU. */
const PATIENCE = 1500;
const AT_ONCE = 16;
/** A valid public key, as a program would print it. */
const KEY = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';

interface Program {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

const shell = (name: string, script: string): Program => ({ name, command: ['sh', '-c', script, 'punch'] });

const programs: readonly Program[] = [
  shell('refuses everything', 'echo no >&2; exit 1'),
  shell('accepts everything', `echo "public key: ${KEY}" >&2; exec sleep 600`),
  {
    name: 'accepts everything, and listens',
    command: [process.execPath, builtFile('checks/null_peers/tunnel_listener.js'), KEY],
  },
  shell('says nothing', 'exec sleep 600'),
  shell('exits at once', 'exit 0'),
  shell('dies at once', 'kill -9 $$'),
  shell('echoes its words and its input', 'echo "$@"; echo "$@" >&2; exec tee /dev/stderr'),
  shell('talks garbage, and stays', 'head -c 65536 /dev/urandom | tee /dev/stderr; exec sleep 600'),
  shell('talks garbage, and fails', 'head -c 4096 /dev/urandom | tee /dev/stderr; exit 1'),
];

export const tunnelPeers = (patience: number): readonly NullPeer[] =>
  programs.map(({ name, command }) => ({
    kind: 'tunnel',
    name: `tunnel: ${name}`,
    async open() {
      const target = await tunnelTarget({ name, command, patience, atOnce: AT_ONCE });
      return { target, close: () => target.close() };
    },
  }));

export const tunnelNullPeers = tunnelPeers(PATIENCE);
