import { defined, ifGiven } from '../../../defined.js';
import { type Daemon, startDaemon } from '../../../reference/openhost/peers/daemon/daemon.js';
import { ConfigRefused, type DaemonOptions } from '../../../reference/openhost/peers/daemon/options.js';
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
  const started = await startedBy({
    identity: createIdentity(),
    certificate: createDtlsCertificate(),
    substrates: places,
    dialect: given.dialect === 'deployed' ? 'deployed' : 'spec',
    allow: [...readKeys(given.allow), ...derived],
    // Its clients are tools that send many offers.
    throttleMs: 0,
    burst: 1000,
    ...(forward === undefined
      ? {}
      : {
          forward: {
            target: forward,
            ...defined({ websockets: ifGiven(websocket, readPaths) }),
          },
        }),
    log,
  });
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
  async start({ ca, config = '' }, { words, log }) {
    try {
      return await startConfigured({ ca, config, words, log });
    } catch (error) {
      throw miscalled(error, config);
    }
  },
});

async function startedBy(given: DaemonOptions): Promise<Daemon> {
  try {
    return await startDaemon(given);
  } catch (error) {
    throw miscalled(error);
  }
}

/** Reports an error in the configuration of the operator as wrong usage. */
function miscalled(error: unknown, file?: string): unknown {
  const theirs =
    error instanceof ConfigRefused ||
    error instanceof TomlRefused ||
    (error instanceof Error && 'code' in error && 'path' in error);
  if (!theirs) return error;
  return new Miscalled(file === undefined ? error.message : `--config ${file}: ${error.message}`);
}
