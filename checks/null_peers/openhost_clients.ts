/** Programs that are called like a client, and fetch nothing. */
import { fileURLToPath } from 'node:url';
import { quoteWord } from '../../runners/exec/words.js';
import { commandClient } from '../../runners/openhost/command_client.js';
import type { NullPeer } from './peer.js';

/** Against silent programs, each wait lasts to its end without using CPU. */
const HASTE = { patience: 1500 };
const AT_ONCE = 8;

/** Declared as browsers, so that the cases for browsers are not skipped. */
const client = (name: string, command: string, dialect: 'spec' | 'deployed' = 'deployed'): NullPeer => ({
  kind: 'openhost-client',
  name: `openhost client: ${name}`,
  async open() {
    const target = commandClient(command, { dialect, browser: true, ...HASTE });
    return { target: { ...target, concurrency: AT_ONCE }, close: () => target.close() };
  },
});

const shell = (name: string, script: string, dialect?: 'spec' | 'deployed'): NullPeer =>
  client(name, `sh -c ${quoteWord(script)} client {url} {relay} {relay2}`, dialect);

const looker = [process.execPath, fileURLToPath(new URL('./openhost_looker.js', import.meta.url))];

export const openhostClientNullPeers: readonly NullPeer[] = [
  shell('refuses everything', 'echo no >&2; exit 1'),
  shell('refuses everything as the text reads', 'echo no >&2; exit 1', 'spec'),
  shell('exits at once', 'exit 0'),
  shell('says nothing', 'exec sleep 600'),
  shell('dies at once', 'kill -9 $$'),
  shell('makes up a body', 'printf "HTTP/1.1 200 OK\\r\\n\\r\\nhello from the service: /hello\\n"'),
  shell('claims a 200', 'echo "HTTP/1.1 200 OK"'),
  shell('claims a 502', 'echo "HTTP/1.1 502 Bad Gateway"; exit 1'),
  shell('echoes its words', 'echo "$@"; echo "$@" >&2'),
  client('echoes its words to a relay with TLS', 'echo {url} {relay} {relay2} {ca}'),
  shell('talks garbage, and dies', 'head -c 4096 /dev/urandom | tee /dev/stderr; kill -SEGV $$'),
  client('reads the packet of the host, and gives up', `${looker.map(quoteWord).join(' ')} {relay} {url}`),
];
