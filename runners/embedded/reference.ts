import { structures } from '../../reference/structures.js';
import { Unclaimed } from '../../suites/case.js';
import type { PortName, Target } from '../../suites/model.js';
import { embeddedCodecs } from './codecs.js';
import { compose } from './compose.js';

export interface ReferenceOptions {
  /** Whether the broker's peers move media. */
  readonly srt: boolean;
}

/** Peers of the reference that a suite can talk to, loaded and started when they are wanted. */
interface Peers {
  readonly provides: readonly PortName[];
  start(options: ReferenceOptions): Promise<Target>;
}

/** A protocol adds an entry. */
const peers: Readonly<Record<string, Peers>> = {
  punch: {
    provides: ['punch'],
    async start({ srt }) {
      const { startBroker } = await import('../../reference/punch/peers/broker/broker.js');
      const { punchTarget } = await import('../http/target.js');
      const broker = await startBroker();
      return punchTarget({
        url: broker.url,
        name: 'broker',
        secret: broker.secret,
        profile: 'full',
        srt,
        onClose: broker.close,
      });
    },
  },
  openhost: {
    provides: ['openhost', 'openhostClient'],
    start: async () => (await import('../openhost/embedded.js')).embeddedOpenhost(),
  },
  tunnel: {
    provides: ['tunnel'],
    start: async () => (await import('../process/target.js')).tunnelTarget({ name: 'tunnel' }),
  },
};

export const referenceProtocols = ['punch', 'openhost', 'tunnel'] as const;

/** The embedded references of those protocols: codecs and peers. */
export async function openReference(
  name: string,
  protocols: readonly string[],
  options: ReferenceOptions,
): Promise<Target> {
  const started = protocols.flatMap((protocol) => peers[protocol]?.start(options) ?? []);
  return { ...compose(name, [codecsOf(protocols), ...(await Promise.all(started))]), protocols };
}

/** The codecs of all protocols alone. What would be asked of peers is planned all the same, and skipped. */
export const openCodecs = (name: string): Target =>
  compose(name, [codecsOf(referenceProtocols), absent(Object.values(peers))]);

const codecsOf = (protocols: readonly string[]): Target =>
  embeddedCodecs(
    'codecs',
    new Map([...structures].filter(([id]) => protocols.includes(id.split('/')[0] ?? ''))),
  );

const LEFT_OUT = 'peers are left out, as they take minutes: --target reference asks them too';

const absent = (left: readonly Peers[]): Target => ({
  name: 'peers',
  kind: 'embedded',
  capabilities: 'left out',
  provides: left.flatMap(({ provides }) => provides),
  concurrency: 64,
  production: false,
  port() {
    throw new Unclaimed(LEFT_OUT);
  },
  close: async () => {},
});
