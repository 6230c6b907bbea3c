/** A running daemon that we do not start, reached over relays. */
import { networkInterfaces } from 'node:os';
import type { Dialect } from '../../reference/openhost/dialect.js';
import { parseUrl } from '../../reference/openhost/peers/client/dial.js';
import { createIdentity } from '../../reference/openhost/peers/identity.js';
import { relaySubstrate, type Substrate } from '../../reference/openhost/peers/substrate.js';
import { Lost, Unclaimed, Unreachable } from '../../suites/case.js';
import type { Target } from '../../suites/model.js';
import type { Patience } from '../patience.js';
import { patient } from '../patience.js';
import { clientPlaces } from './client_places.js';
import { clientsOf, countOfClients } from './clients.js';
import { type Deployment, deploymentOf, type Reached } from './deployment.js';
import { estimate, inMinutes, type LivePace, livePace, measureRound } from './live_pace.js';
import { THROTTLED } from './pace.js';
import { openhostPort } from './port.js';
import { readPublished } from './published.js';
import { startService } from './service.js';

/** Milliseconds for an answer. */
const PATIENCE = 12_000;

export interface LiveOpenhostOptions {
  readonly url: string;
  readonly relays: readonly string[];
  readonly ca?: string | undefined;
  /** The keys of our clients derive from this secret. The operator pairs them before the run. */
  readonly secret?: Uint8Array | undefined;
  /** The number of our clients. */
  readonly clients?: number | undefined;
  /** The loopback port to which the daemon forwards. Our own service listens there. */
  readonly upstream?: number | undefined;
  readonly profile?: 'full' | 'production' | undefined;
  /** Milliseconds to wait for an answer, or for its absence. Measured when absent. */
  readonly patience?: number;
  readonly silence?: number;
  /** The factor by which deadlines for answers are longer than usual. */
  readonly patient?: Patience | undefined;
  /** Milliseconds between two polls of the packet. */
  readonly tick?: number;
  /** Pairs a client with the daemon, if that is possible. */
  readonly pair?: (client: string) => Promise<void>;
  /** Whether to measure the pace of the daemon before the first case. */
  readonly measures?: true;
  /** Aborts the opening of the target. */
  readonly signal?: AbortSignal | undefined;
  /** Tells the user why the opening takes long. */
  readonly tell?: ((text: string) => void) | undefined;
}

export async function liveOpenhost(options: LiveOpenhostOptions): Promise<Target> {
  const { name, key } = parseUrl(options.url);
  const substrates = options.relays.map((relay) => relaySubstrate(relay, options.ca));
  const service = options.upstream === undefined ? undefined : await startService(options.upstream);
  const dialect = await probeDialect(key, substrates, options.signal);
  const count = countOfClients(options.clients);
  const places = clientPlaces(count, { rest: options.silence ?? THROTTLED });
  const playing = new Map<string, number>();
  const pace = livePace(options);
  const reached: Reached = {
    key,
    dialect,
    substrates,
    addresses: localAddresses(),
    patience: options.patience ?? patient(PATIENCE, options.patient),
    pace,
    reuses: true,
    tick: options.tick ?? 250,
    suspects: {
      unpublished:
        'no relay has a packet of the daemon: check the key, and that the daemon publishes to the relays of --relay',
      unanswered:
        'the daemon answers none of our clients: check that it runs, and that it is paired with the keys of --secret (conform keys)',
    },
    async client(unpaired, signal) {
      if (unpaired) return createIdentity();
      const identities = clientsOf(options.secret, count);
      const place = await places.take(signal);
      const identity = identities[place] ?? createIdentity();
      playing.set(identity.name, place);
      try {
        await options.pair?.(identity.name);
      } catch (error) {
        places.leave(place);
        throw error;
      }
      return identity;
    },
    async pair(identity) {
      if (!options.pair) throw new Unclaimed('pairing a client during the run is not possible here');
      await options.pair(identity.name);
    },
    release({ name: client }, over) {
      const place = playing.get(client);
      if (place !== undefined) places.leave(place, over);
    },
    ...(service ? { service } : {}),
  };
  const deployment = deploymentOf(reached, async () => service?.close());
  const remarks = options.measures ? await measured(deployment, pace, options) : () => [];
  return {
    name: `oh://${name}`,
    kind: 'openhost',
    capabilities: { dialect, relays: options.relays.length, service: service !== undefined },
    ports: { openhost: (context) => openhostPort(deployment, context) },
    dialects: { 'openhost/packet': dialect, 'openhost/fragment': dialect },
    protocols: ['openhost'],
    concurrency: 4,
    production: options.profile === 'production',
    remarks,
    close: deployment.close,
  };
}

/** The remarks on its pace: before the run, and when the daemon has become slower. */
async function measured(
  deployment: Deployment,
  pace: LivePace,
  { signal = new AbortController().signal, tell }: LiveOpenhostOptions,
): Promise<() => readonly string[]> {
  tell?.('measuring how fast the daemon answers; with a slow one this takes a minute or two');
  const context = { signal, attempt: 1, inQueue: <T>(turn: Promise<T>) => turn };
  const seen = await measureRound(deployment, pace, context).catch(async (error: unknown) => {
    await deployment.close();
    throw error;
  });
  if (seen === 'unanswered') return () => [];
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  const { latency, round } = seen;
  tell?.(
    `the daemon answered offers after ${seconds(latency)}, and polls each client at least every ${seconds(round)}: all cases take about ${inMinutes(estimate(seen))}`,
  );
  return () => {
    const now = pace.round() ?? 0;
    return now > 1.5 * round
      ? [`the daemon became slower: an answer took ${seconds(now)}, but ${seconds(round)} at the start`]
      : [];
  };
}

/** Deployed daemons count seq in microseconds (OPENHOST-G01). The size of the number tells which unit it is. */
export async function probeDialect(
  key: Uint8Array,
  substrates: readonly Substrate[],
  signal: AbortSignal = new AbortController().signal,
): Promise<Dialect> {
  try {
    const { seq } = await readPublished({ key, substrates }, signal);
    return seq > 100_000_000_000n ? 'deployed' : 'spec';
  } catch (error) {
    if (!(error instanceof Lost || error instanceof Unreachable)) throw error;
    return 'spec';
  }
}

export function localAddresses(): string[] {
  const own = Object.values(networkInterfaces()).flatMap((some) => some ?? []);
  return [
    '127.0.0.1',
    ...own.filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => address),
  ];
}
