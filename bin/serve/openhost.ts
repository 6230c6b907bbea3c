import { writeFileSync } from 'node:fs';
import { relayMutants } from '../../reference/mutants/openhost/relays.js';
import { DialFailed, parseUrl } from '../../reference/openhost/peers/client/dial.js';
import { startGateway } from '../../reference/openhost/peers/client/gateway.js';
import { readConfiguration } from '../../reference/openhost/peers/daemon/configured.js';
import { type Daemon, startDaemon } from '../../reference/openhost/peers/daemon/daemon.js';
import { ConfigRefused, type DaemonOptions } from '../../reference/openhost/peers/daemon/options.js';
import { startDhtNode } from '../../reference/openhost/peers/dht/dht.js';
import { createIdentity } from '../../reference/openhost/peers/identity.js';
import { type RelayFaults, startRelay } from '../../reference/openhost/peers/relay/server.js';
import { createDtlsCertificate } from '../../reference/openhost/peers/rtc/certificate.js';
import { relaySubstrate, type Substrate, SubstrateError } from '../../reference/openhost/peers/substrate.js';
import { clientIdentity, PAIRED_CLIENTS } from '../../runners/openhost/live.js';
import { lieAbout } from '../../runners/openhost/lying_relay.js';
import { UsageError } from '../command.js';
import { tell } from '../output.js';
import { readSecret, readText } from '../secret.js';
import { unknown } from '../suggest.js';
import type { Served, ServeOptions } from './served.js';

/** A relay, a daemon behind it, or a client as a local HTTP server: one each in three terminals. */
export async function serve(options: ServeOptions): Promise<Served> {
  if (options.role === 'relay') return relay(options);
  if (options.role === 'dht') return dhtNode(options);
  if (options.role === 'daemon') return daemon(options);
  if (options.role === 'client') return client(options);
  throw new UsageError('say which: conform serve openhost relay, dht, daemon or client');
}

async function relay({
  host,
  port,
  tls,
  'ca-file': file,
  'put-delay': putDelay,
  'get-delay': getDelay,
  fault,
}: ServeOptions): Promise<Served> {
  const faults = {
    ...(putDelay === undefined ? {} : { putDelay }),
    ...(getDelay === undefined ? {} : { getDelay }),
    ...(fault === undefined ? {} : faultOf(fault)),
  };
  const started = await startRelay({ host, port, tls, faults });
  if (file !== undefined && started.ca !== undefined) writeFileSync(file, started.ca);
  return { lines: [started.url], close: started.close };
}

const HANGS_UP = 'hangs-up';

function faultOf(name: string): RelayFaults {
  if (name === HANGS_UP) return { silent: true };
  const wrong = relayMutants.find((one) => one.name === name);
  if (wrong) return { lie: lieAbout(wrong.give) };
  throw new UsageError(unknown('fault', name, [HANGS_UP, ...relayMutants.map((one) => one.name)]));
}

/** The first of a network, or one more of it. */
async function dhtNode({ port, dht = [] }: ServeOptions): Promise<Served> {
  const node = await startDhtNode({ port, bootstrap: dht.flatMap((nodes) => nodes.split(',')) });
  return { lines: [node.address], close: node.close };
}

async function substrates({
  relay: urls = [],
  dht = [],
  ca,
}: Pick<ServeOptions, 'relay' | 'dht' | 'ca'>): Promise<Substrate[]> {
  const bootstrap = dht.flatMap((nodes) => nodes.split(','));
  if (urls.length + bootstrap.length === 0)
    throw new UsageError('say by --relay or --dht where to publish and to look');
  const authority = ca === undefined ? undefined : readText('ca', ca);
  const relays = urls.map((url) => relayAt(url, authority));
  return bootstrap.length > 0 ? [...relays, await startDhtNode({ bootstrap })] : relays;
}

function relayAt(url: string, authority: string | undefined): Substrate {
  try {
    return relaySubstrate(url, authority);
  } catch (error) {
    if (error instanceof SubstrateError) throw new UsageError(`--relay: ${error.message}`);
    throw error;
  }
}

const closing = (started: { close(): Promise<void> }, places: readonly Substrate[]) => async () => {
  await started.close();
  await Promise.all(places.map((place) => place.close?.()));
};

async function daemon(options: ServeOptions): Promise<Served> {
  if (options.config !== undefined) return configured(options, options.config);
  const secret = options.secret === undefined ? undefined : Buffer.from(readSecret('secret', options.secret));
  const derived = secret
    ? Array.from({ length: PAIRED_CLIENTS + 1 }, (_, i) => clientIdentity(secret, i).name)
    : [];
  const places = await substrates(options);
  const started = await startedBy({
    identity: createIdentity(),
    certificate: createDtlsCertificate(),
    substrates: places,
    dialect: options.dialect ?? 'spec',
    allow: [...(options.allow ?? []), ...derived],
    // Its clients are tools that ask again and again.
    throttleMs: 0,
    burst: 1000,
    ...(options.forward === undefined
      ? {}
      : {
          forward: {
            target: options.forward,
            ...(options.websocket === undefined ? {} : { websockets: options.websocket }),
          },
        }),
    log: tell,
  });
  return { lines: [started.url], close: closing(started, places) };
}

async function startedBy(options: DaemonOptions): Promise<Daemon> {
  try {
    return await startDaemon(options);
  } catch (error) {
    if (error instanceof ConfigRefused) throw new UsageError(error.message);
    throw error;
  }
}

async function configured({ ca, action = [] }: ServeOptions, file: string): Promise<Served> {
  const configuration = readConfiguration(file);
  const { identity, relays } = configuration;
  const lines = [`oh://${identity.name}/`];
  const done = { lines, close: async () => {}, over: true };
  const [verb, what, client] = action;
  if (verb === 'identity' && what === 'show') return done;
  if (verb === 'pair' && what === 'add' && client !== undefined) {
    configuration.pair(client);
    return done;
  }
  if (verb !== undefined && verb !== 'run') throw new UsageError('say run, identity show or pair add KEY');
  const places = await substrates({ relay: [...relays], ca });
  const started = await startedBy({
    ...configuration.options,
    substrates: places,
    log: tell,
  });
  return { lines, close: closing(started, places) };
}

async function client(options: ServeOptions): Promise<Served> {
  const url = options.url ?? options.action?.[0];
  if (url === undefined) throw new UsageError('name the host: conform serve openhost client oh://KEY/');
  parsed(url);
  const secret = options.secret === undefined ? undefined : Buffer.from(readSecret('secret', options.secret));
  const identity = secret ? clientIdentity(secret, PAIRED_CLIENTS) : createIdentity();
  const places = await substrates(options);
  const started = await startGateway(
    url,
    {
      identity,
      certificate: createDtlsCertificate(),
      substrates: places,
      dialect: options.dialect ?? 'spec',
    },
    options.port,
  );
  return { lines: [started.url, `client key: ${identity.name}`], close: closing(started, places) };
}

/** A gateway dials at the first request only: what is no URL at all is said before. */
function parsed(url: string): void {
  try {
    parseUrl(url);
  } catch (error) {
    if (error instanceof DialFailed) throw new UsageError(error.message);
    throw error;
  }
}
