import { needPackages } from '../../optional_package.js';
import { structures } from '../../reference/structures.js';
import { Unclaimed } from '../../suites/case.js';
import type { Target } from '../../suites/model.js';
import type { Given } from '../options.js';
import type { RunnerPlugin } from '../target_kind.js';
import { portsThat } from '../unopened.js';
import { embeddedCodecs } from './codecs.js';
import { compose } from './compose.js';

/** The embedded references of these protocols: codecs and peers. */
export async function openReference(
  name: string,
  plugins: readonly RunnerPlugin[],
  given: Given,
): Promise<Target> {
  const started = plugins.map(async ({ packages, reference }) => {
    needPackages(...packages);
    return reference.start(given);
  });
  const peers = await Promise.all(started);
  return {
    ...compose(name, [codecsOf(plugins), ...peers]),
    protocols: plugins.map(({ protocol }) => protocol),
  };
}

/** The codecs of all protocols without peers. The cases of peers are still planned, and skipped. */
export const openCodecs = (name: string, plugins: readonly RunnerPlugin[]): Target =>
  compose(name, [codecsOf(plugins), absent(plugins)]);

const codecsOf = (plugins: readonly RunnerPlugin[]): Target =>
  embeddedCodecs(
    'codecs',
    new Map([...structures].filter(([id]) => plugins.some(({ protocol }) => id.startsWith(`${protocol}/`)))),
  );

/** One error for all cases: nobody reads its stack, and creating it for hundreds of cases takes time. */
const leftOut = new Unclaimed(
  'peers are skipped because they take minutes: --target reference tests them, too',
);

const absent = (plugins: readonly RunnerPlugin[]): Target => ({
  name: 'peers',
  kind: 'embedded',
  capabilities: 'left out',
  ports: portsThat(
    plugins.flatMap(({ reference }) => reference.provides),
    () => leftOut,
  ),
  concurrency: 64,
  production: false,
  close: async () => {},
});
