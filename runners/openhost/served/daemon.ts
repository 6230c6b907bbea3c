import { defined, ifGiven } from '../../../defined.js';
import { startDaemon } from '../../../reference/openhost/peers/daemon/daemon.js';
import { ConfigRefused } from '../../../reference/openhost/peers/daemon/options.js';
import { TomlRefused } from '../../../reference/openhost/peers/daemon/toml.js';
import { createIdentity } from '../../../reference/openhost/peers/identity.js';
import { createDtlsCertificate } from '../../../reference/openhost/peers/rtc/certificate.js';
import { type Given, Miscalled } from '../../options.js';
import { type ServeAround, type Served, servedPeer } from '../../served_peer.js';
import { clientIdentity, clientsOf, countOfClients, SERVED_CLIENT } from '../clients.js';
import { startConfigured } from './configured_daemon.js';
import { ca, endOptions } from './end_options.js';
import { closing, placesOf } from './places.js';
import { readKeys, readPaths } from './values.js';

const options = {
  ...endOptions,
  forward: { form: 'text', describe: 'openhost daemon: http://HOST:PORT of the service' },
  websocket: { form: 'list', describe: 'openhost daemon: path at which WebSockets are allowed' },
  allow: { form: 'list', describe: 'openhost daemon: key of a client to allow' },
  clients: { form: 'count', describe: 'openhost daemon: how many clients of --secret it allows; default 8' },
} as const;

export const daemon = servedPeer({
  name: 'openhost daemon',
  listens: [],
  options,
  examples: [
    [
      'openhost daemon --relay http://127.0.0.1:8080 --forward http://127.0.0.1:3000 --secret x',
      'a daemon that knows the clients of that secret',
    ],
  ],
  start: startEmbedded,
});

async function startEmbedded(given: Given<typeof options>, { log }: ServeAround): Promise<Served> {
  const { secret, forward, websocket } = given;
  if (websocket !== undefined && forward === undefined) {
    throw new Miscalled('--websocket has no effect without --forward: add --forward http://HOST:PORT');
  }
  const count = countOfClients(given.clients);
  const derived = secret
    ? [...clientsOf(secret, count), clientIdentity(secret, SERVED_CLIENT)].map(({ name }) => name)
    : [];
  const places = await placesOf(given);
  const started = await startDaemon({
    identity: createIdentity(),
    certificate: createDtlsCertificate(),
    substrates: places,
    dialect: given.dialect === 'deployed' ? 'deployed' : 'spec',
    allow: [...readKeys(given.allow), ...derived],
    // Its clients are tools that send many offers.
    throttleMs: 0,
    burst: 1000,
    ...defined({
      forward: ifGiven(forward, (target) => ({
        target,
        ...defined({ websockets: ifGiven(websocket, readPaths) }),
      })),
    }),
    log,
  }).catch(miscalledBy());
  return { lines: [started.url], close: closing(started, places) };
}

/** The daemon with the interface of the public implementation. */
export const configuredDaemon = servedPeer({
  name: 'openhost daemon',
  when: 'config',
  words: {
    most: 3,
    describe: 'openhost daemon with --config: run, identity show, pair add KEY or pair remove KEY',
  },
  listens: [],
  options: { ca, config: { form: 'file', describe: 'openhost daemon: its configuration file' } },
  examples: [],
  start: ({ ca, config = '' }, { words, log }) =>
    startConfigured({ ca, config, words, log }).catch(miscalledBy(config)),
});

/** Reports an error in the configuration of the operator as wrong usage. */
function miscalledBy(file?: string) {
  return (error: unknown): never => {
    const theirs =
      error instanceof ConfigRefused ||
      error instanceof TomlRefused ||
      (error instanceof Error && 'code' in error && 'path' in error);
    if (!theirs) throw error;
    throw new Miscalled(file === undefined ? error.message : `--config ${file}: ${error.message}`);
  };
}
