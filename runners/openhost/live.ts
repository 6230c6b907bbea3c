/** A daemon that runs somewhere, reached over relays. */
import { hkdfSync, randomInt } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import { parseUrl } from '../../reference/openhost/peers/client/dial.js';
import { createIdentity, type Identity } from '../../reference/openhost/peers/identity.js';
import { relaySubstrate, type Substrate } from '../../reference/openhost/peers/substrate.js';
import { Lost, Unclaimed, Unreachable } from '../../suites/case.js';
import type { Target } from '../../suites/model.js';
import { deploymentOf, type Reached } from './deployment.js';
import { fixedPace } from './pace.js';
import { openhostPort } from './port.js';
import { readPublished } from './published.js';
import { startService } from './service.js';

/** Milliseconds for an answer. */
export const PATIENCE = 12_000;

export interface LiveOpenhostOptions {
  readonly url: string;
  readonly relays: readonly string[];
  readonly ca?: string | undefined;
  /** The keys of the clients that we play come from this: the operator pairs them beforehand. */
  readonly secret?: Uint8Array | undefined;
  /** The port on the loopback address that the daemon forwards to: our own service listens there. */
  readonly upstream?: number | undefined;
  readonly profile?: 'full' | 'production';
  readonly patience?: number;
  readonly silence?: number;
  /** Milliseconds between two looks at the packet. */
  readonly tick?: number;
  /** Makes a client known to the daemon, where there is a way to. */
  readonly pair?: (client: string) => Promise<void>;
}

export async function liveOpenhost(options: LiveOpenhostOptions): Promise<Target> {
  const { name, key } = parseUrl(options.url);
  const substrates = options.relays.map((relay) => relaySubstrate(relay, options.ca));
  const service = options.upstream === undefined ? undefined : await startService(options.upstream);
  const dialect = await probeDialect(key, substrates);
  // Another run may have played the first of them a moment ago, and its answers lie there still.
  let played = randomInt(PAIRED_CLIENTS);
  const reached: Reached = {
    key,
    dialect,
    substrates,
    addresses: localAddresses(),
    patience: options.patience ?? PATIENCE,
    pace: fixedPace(options.patience ?? PATIENCE, options.silence ?? 6_000),
    tick: options.tick ?? 250,
    suspects: {
      unpublished:
        'no relay has a packet of the daemon: is the key right, and does the daemon publish to what --relay names?',
      unanswered:
        'the daemon answers none of our clients: does it run, and are the keys that follow from --secret paired with it?',
    },
    async client(unpaired) {
      if (unpaired) return createIdentity();
      const identity = clientIdentity(options.secret, played++ % PAIRED_CLIENTS);
      await options.pair?.(identity.name);
      return identity;
    },
    async pair(identity) {
      if (!options.pair) throw new Unclaimed('pairing a client during the run is not possible here');
      await options.pair(identity.name);
    },
    release: () => {},
    ...(service ? { service } : {}),
  };
  const deployment = deploymentOf(reached, async () => service?.close());
  return {
    name: `oh://${name}`,
    kind: 'openhost',
    capabilities: { dialect, relays: options.relays.length, service: service !== undefined },
    ports: { openhost: (context) => openhostPort(deployment, context) },
    dialects: { 'openhost/packet': dialect, 'openhost/fragment': dialect },
    protocols: ['openhost'],
    concurrency: 4,
    production: options.profile === 'production',
    close: deployment.close,
  };
}

/** How many clients follow from a secret; those who play them come round to the first again. */
export const PAIRED_CLIENTS = 300;

/** The client of that number: fresh at every offer, known beforehand to who has the secret. */
export function clientIdentity(secret: Uint8Array | undefined, index: number): Identity {
  if (!secret) {
    throw new Unreachable(
      'the daemon has to know our clients: give --secret and pair the keys that follow from it',
    );
  }
  return createIdentity(
    new Uint8Array(hkdfSync('sha256', secret, 'conform-openhost-client', String(index), 32)),
  );
}

/** Deployed daemons count seq in microseconds (OPENHOST-G01): the number itself says which it is. */
export async function probeDialect(
  key: Uint8Array,
  substrates: readonly Substrate[],
): Promise<'spec' | 'deployed'> {
  try {
    const { seq } = await readPublished({ key, substrates });
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
