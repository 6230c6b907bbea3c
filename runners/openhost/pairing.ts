/** Every daemon with every client. The client fetches twice, through the daemon, a secret of the service. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dialect } from '../../reference/openhost/dialect.js';
import { parseUrl } from '../../reference/openhost/peers/client/dial.js';
import { type Daemon, startDaemon } from '../../reference/openhost/peers/daemon/daemon.js';
import { createIdentity } from '../../reference/openhost/peers/identity.js';
import { type Relay, startRelay } from '../../reference/openhost/peers/relay/server.js';
import { createDtlsCertificate } from '../../reference/openhost/peers/rtc/certificate.js';
import { relaySubstrate } from '../../reference/openhost/peers/substrate.js';
import { Lost, Unreachable } from '../../suites/case.js';
import { removeFolder, temporaryFolder } from '../cleanup/temporary.js';
import { commandOf } from '../command_of.js';
import { inheritedEnvironment } from '../environment.js';
import {
  type Meetings,
  type Pairing,
  type PairingAround,
  type Peer,
  type Question,
  REFERENCE,
} from '../interop/model.js';
import type { Fetch } from './client_fetch.js';
import { commandFetch } from './command_client.js';
import { configuration } from './configuration.js';
import { daemonProgram } from './daemon_program.js';
import { embeddedClient } from './embedded_client.js';
import { probeDialect } from './live.js';
import { LONGEST_START } from './openhostd.js';
import { startSecretService } from './secret_service.js';
import { witnessClient } from './witness.js';

const QUESTIONS = [
  { id: 'openhost/interop/fetch', title: 'the client fetches the response of the service behind the daemon' },
  { id: 'openhost/interop/fetch-again', title: 'the client fetches it again over a new connection' },
] as const;

/** Deployed publishers need a relay that is slower than the DHT, which they cannot reach here. */
const PUT_DELAY = 400;
const LONGEST_CALL = 30_000;
const LONGEST_STOP = 5_000;
/** The dialect of deployed daemons and clients. The reference client accepts both. */
const DIALECT: Dialect = 'deployed';

export const openOpenhostMeetings: Pairing['open'] = async (_peers, around): Promise<Meetings> => ({
  async meet(row, column) {
    const wanted = QUESTIONS.filter(({ id }) => around.wanted(id));
    const closers: (() => Promise<unknown>)[] = [];
    try {
      return await asked(wanted, await openPair(row, column, around, closers), around.signal);
    } catch (error) {
      if (!(error instanceof Unreachable || error instanceof Lost)) throw error;
      return wanted.map((one): Question => ({ ...one, verdict: 'blocked', reason: error.message }));
    } finally {
      for (const close of closers.reverse()) await close();
    }
  },
  close: async () => {},
});

interface Pair {
  readonly url: string;
  readonly relay: Relay;
  readonly fetch: Fetch;
  readonly secret: string;
  /** How far the client has come, as the relay saw it. */
  readonly furthest: () => string;
}

async function asked(
  wanted: readonly (typeof QUESTIONS)[number][],
  { url, relay, fetch, secret, furthest }: Pair,
  signal: AbortSignal,
): Promise<readonly Question[]> {
  const questions: Question[] = [];
  for (const one of wanted) {
    const { shown, ended } = await fetch(`${url}hello`, [relay.url, relay.url], { ca: relay.ca, signal });
    const held = shown.includes(secret);
    const seen = `expected the answer of the service, received ${JSON.stringify(shown.slice(-300))}`;
    questions.push(
      held && ended === 0
        ? { ...one, verdict: 'pass' }
        : { ...one, verdict: 'fail', reason: `${seen}; it exited with ${ended} after it had ${furthest()}` },
    );
  }
  return questions;
}

async function openPair(
  row: Peer,
  column: Peer,
  around: PairingAround,
  closers: (() => Promise<unknown>)[],
): Promise<Pair> {
  const client =
    column.text === REFERENCE.text ? undefined : commandFetch(column.text.slice('openhost-client:'.length));
  if (client) closers.push(client.close);
  const tls = row.text !== REFERENCE.text || client?.tls === true;
  if (tls && client && !client.tls)
    throw new Unreachable(
      `${row.name} needs a relay with TLS, but the command of ${column.name} has no {ca}`,
    );
  const relay = await startRelay(tls ? { tls, faults: { putDelay: PUT_DELAY } } : {});
  closers.push(relay.close);
  const service = await startSecretService();
  closers.push(service.close);
  const started =
    row.text === REFERENCE.text
      ? await ownDaemon(relay, service.target, closers)
      : await startedDaemon(commandOf(row.text, 'openhostd'), {
          relay,
          service: service.target,
          around,
          closers,
        });
  const witness = witnessClient(started.name);
  witness.watch(relay.store, relay.store, started.daemon);
  return {
    url: started.url,
    relay,
    fetch: client?.fetch ?? embeddedClient(started.dialect),
    secret: service.secret,
    furthest: () => witness.seen().furthest,
  };
}

interface Started {
  readonly url: string;
  readonly name: string;
  readonly daemon: Pick<Daemon, 'watch' | 'poll'>;
  /** Its dialect, which the reference client then uses, too. */
  readonly dialect: Dialect;
}

async function ownDaemon(
  relay: Relay,
  target: string,
  closers: (() => Promise<unknown>)[],
): Promise<Started> {
  const identity = createIdentity();
  const daemon = await startDaemon({
    identity,
    certificate: createDtlsCertificate(),
    substrates: [relaySubstrate(relay.url, relay.ca)],
    dialect: DIALECT,
    pollMs: 30,
    throttleMs: 0,
    burst: 1000,
    addresses: ['127.0.0.1'],
    forward: { target },
  });
  closers.push(() => daemon.close());
  return { url: daemon.url, name: identity.name, daemon, dialect: DIALECT };
}

interface Surroundings {
  readonly relay: Relay;
  readonly service: string;
  readonly around: PairingAround;
  readonly closers: (() => Promise<unknown>)[];
}

/** A program that we configure and start. Each client is paired when it publishes an offer. */
async function startedDaemon(
  command: readonly [string, ...string[]],
  { relay, service, around, closers }: Surroundings,
): Promise<Started> {
  const dir = temporaryFolder('openhostd');
  closers.push(async () => removeFolder(dir));
  const ca = join(dir, 'ca.pem');
  writeFileSync(ca, relay.ca ?? '');
  const file = join(mkdtempSync(join(dir, 'daemon-')), 'daemon.toml');
  writeFileSync(file, configuration({ dir, relay: relay.url, service, settings: {} }));
  const program = daemonProgram(command, {
    env: {
      ...inheritedEnvironment(),
      SSL_CERT_FILE: ca,
      NODE_EXTRA_CA_CERTS: ca,
      NO_PROXY: '127.0.0.1,localhost',
    },
    signal: around.signal,
    longestCall: LONGEST_CALL,
    longestStart: LONGEST_START,
    longestStop: LONGEST_STOP,
  });
  closers.push(program.close);
  const [url, name] = /oh:\/\/([a-z0-9]{52})/.exec(await program.call(file, 'identity', 'show')) ?? [];
  if (url === undefined || name === undefined) throw new Unreachable('`identity show` printed no oh:// URL');
  await program.run(file, () => relay.store.get(name) !== undefined);
  const pairing = new Set<Promise<unknown>>();
  closers.push(() => Promise.allSettled(pairing));
  return {
    url: `${url}/`,
    name,
    dialect: await probeDialect(parseUrl(url).key, [relaySubstrate(relay.url, relay.ca)], around.signal),
    daemon: {
      watch: (client) => void pairing.add(program.call(file, 'pair', 'add', client).catch(notPaired)),
      poll: async () => {},
    },
  };
}

/** Then the client gets no answer, and the missing answer is judged. */
const notPaired = (error: unknown): void => {
  if (!(error instanceof Unreachable)) throw error;
};
