/** The two commands, from words and environment to an exit code. Streams and signals are handed in. */
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { DecodeError } from '../../bytes/error.js';
import { readAllowList } from '../allow_list.js';
import { type Mapping, readMappings } from '../mapping.js';
import { type PortSpec, readPortSpecs } from '../port_spec.js';
import { publicKey } from '../public_key.js';
import { readRelayMode } from '../relay_mode.js';
import { type Faults, NO_FAULTS } from './faults.js';
import { serveIn } from './in.js';
import { bindPeer, type Peer } from './iroh.js';
import { serveOut } from './out.js';
import { loadSecretKey } from './secret_key.js';
import * as wrong from './wrong.js';

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Aborted by SIGINT and SIGTERM: the clean way out. */
  readonly signal: AbortSignal;
}

export const USAGE = `usage: out PORT[/PROTO]...
       in KEY LOCAL:REMOTE[/PROTO]...   LOCAL is a port, or - for stdio
`;

const FAILED = 1;
const WRONG_USAGE = 2;

export async function runTunnel(
  [command, ...words]: readonly string[],
  around: Surroundings,
  faults: Faults = NO_FAULTS,
): Promise<number> {
  if (faults.has('no-environment')) return runTunnel([command ?? '', ...words], { ...around, env: {} });
  const tell = (text: string) => void around.stderr.write(`${text}\n`);
  try {
    if (command === 'out') {
      const specs = wrong.portSpecs(words, faults) ?? readPortSpecs(words);
      return await out(specs, around, tell, faults);
    }
    if (command === 'in') {
      const [key = '', ...texts] = words;
      if (faults.has('base32-unknown') && key.length === 52) throw new DecodeError('public-key/length');
      const remote = publicKey.decode(key);
      const mappings = wrong.mappings(texts, faults) ?? readMappings(texts);
      return await into(remote, mappings, around, tell, faults);
    }
    around.stderr.write(USAGE);
    return command === '--help' || command === 'help' ? 0 : WRONG_USAGE;
  } catch (error) {
    if (around.signal.aborted) return 0;
    tell(`Error: ${error instanceof Error ? error.message : String(error)}`);
    return error instanceof DecodeError && !error.code.startsWith('key-file/') ? WRONG_USAGE : FAILED;
  }
}

/** Everything that the environment says, checked before anything happens. */
async function bind(
  { env, home }: Surroundings,
  tell: (text: string) => void,
  faults: Faults,
): Promise<Peer> {
  const relay = faults.has('relay-word-ignored')
    ? ({ kind: 'default' } as const)
    : readRelayMode(env['PUNCH_RELAY_MODE']);
  const own = faults.has('key-path-ignored') ? undefined : env['PUNCH_SECRET_KEY'];
  const path = own || join(home, '.local', 'share', 'punch', 'secret.key');
  const secret = await loadSecretKey(path, () => tell(`secret key created at ${path}`), faults);
  return bindPeer({ secret, relay });
}

async function out(
  specs: readonly PortSpec[],
  around: Surroundings,
  tell: (text: string) => void,
  faults: Faults,
): Promise<number> {
  const text = around.env['PUNCH_ALLOW'];
  const allow = wrong.allowList(text, faults) ?? (text === undefined ? undefined : readAllowList(text));
  const peer = await bind(around, tell, faults);
  if (faults.has('key-on-stdout')) around.stdout.write(`public key: ${peer.publicKey}\n`);
  else if (!faults.has('key-not-printed')) tell(`public key: ${peer.publicKey}`);
  if (faults.has('key-not-printed')) tell('ready');
  const close = () => void peer.close();
  around.signal.addEventListener('abort', close, { once: true });
  if (around.signal.aborted) close();
  await serveOut({ peer, specs, allow: allow === 'everybody' ? undefined : allow, tell, faults });
  await peer.close();
  return 0;
}

async function into(
  remote: Uint8Array,
  mappings: readonly Mapping[],
  around: Surroundings,
  tell: (text: string) => void,
  faults: Faults,
): Promise<number> {
  const { stdin, stdout, signal } = around;
  const peer = await bind(around, tell, faults);
  const stopped = new Promise<number>((resolve) => {
    if (signal.aborted) resolve(0);
    signal.addEventListener('abort', () => resolve(0), { once: true });
  });
  try {
    const connected = await Promise.race([stopped, peer.connect(remote)]);
    if (typeof connected === 'number') return connected;
    if (faults.has('banner-on-stdout')) stdout.write('connected\n');
    const each = faults.has('connection-each') ? { connectionFor: () => peer.connect(remote) } : {};
    const served = await serveIn({ connection: connected, mappings, stdin, stdout, tell, faults, ...each });
    const lost = connected.closed.then((why) => {
      if (faults.has('loss-not-told')) return 0;
      tell(`Error: connection lost: ${why}`);
      return FAILED;
    });
    const only = mappings.length === 1;
    const bridged = served.stdio.then(async (well) => {
      if (only || !well) return well ? 0 : FAILED;
      return new Promise<number>(() => {});
    });
    const exit = await Promise.race([stopped, bridged, lost]);
    served.close();
    connected.close('bye');
    return exit;
  } finally {
    await peer.close();
  }
}
