import { structures } from '../../reference/structures.js';
import { Unclaimed } from '../../suites/case.js';
import type { Target } from '../../suites/model.js';
import type { Given, ReferencePeers } from '../target_kind.js';
import { portsThat } from '../unopened.js';
import { embeddedCodecs } from './codecs.js';
import { compose } from './compose.js';

type Peers = Readonly<Record<string, ReferencePeers>>;

/** The embedded references of these protocols: codecs and peers. */
export async function openReference(
  name: string,
  protocols: readonly string[],
  peers: Peers,
  given: Given = {},
): Promise<Target> {
  const started = protocols.flatMap((protocol) => peers[protocol]?.start(given) ?? []);
  return { ...compose(name, [codecsOf(protocols), ...(await Promise.all(started))]), protocols };
}

/** The codecs of all protocols without peers. The cases of peers are still planned, and skipped. */
export const openCodecs = (name: string, peers: Peers): Target =>
  compose(name, [codecsOf(Object.keys(peers)), absent(Object.values(peers))]);

const codecsOf = (protocols: readonly string[]): Target =>
  embeddedCodecs(
    'codecs',
    new Map([...structures].filter(([id]) => protocols.includes(id.split('/')[0] ?? ''))),
  );

/** One error for all cases: nobody reads its stack, and creating it for hundreds of cases takes time. */
const leftOut = new Unclaimed(
  'peers are skipped because they take minutes: --target reference tests them, too',
);

const absent = (left: readonly ReferencePeers[]): Target => ({
  name: 'peers',
  kind: 'embedded',
  capabilities: 'left out',
  ports: portsThat(
    left.flatMap(({ provides }) => provides),
    () => leftOut,
  ),
  concurrency: 64,
  production: false,
  close: async () => {},
});
