import { startBroker } from '../../reference/punch/peers/broker/broker.js';
import { structures } from '../../reference/structures.js';
import type { Target } from '../../suites/model.js';
import { punchTarget } from '../http/target.js';
import { embeddedOpenhost } from '../openhost/embedded.js';
import { tunnelTarget } from '../process/target.js';
import { embeddedCodecs } from './codecs.js';
import { compose } from './compose.js';

/** Peers of the reference that a suite can talk to, started for the run. A protocol adds a line. */
const peers: Readonly<Record<string, () => Promise<Target>>> = {
  async punch() {
    const broker = await startBroker();
    return punchTarget({
      url: broker.url,
      name: 'broker',
      secret: broker.secret,
      profile: 'full',
      onClose: broker.close,
    });
  },
  openhost: () => embeddedOpenhost(),
  tunnel: () => tunnelTarget({ name: 'tunnel' }),
};

export const referenceProtocols = ['punch', 'openhost', 'tunnel'] as const;

/** The embedded references of those protocols: codecs and peers. */
export async function openReference(name: string, protocols: readonly string[]): Promise<Target> {
  const codecs = new Map([...structures].filter(([id]) => protocols.includes(id.split('/')[0] ?? '')));
  const started = protocols.flatMap((protocol) => peers[protocol]?.() ?? []);
  const parts = [embeddedCodecs('codecs', codecs), ...(await Promise.all(started))];
  return { ...compose(name, parts), protocols };
}
