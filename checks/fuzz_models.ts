/**
 * The models of `conform fuzz` find planted wrong brokers and daemons, each within 30 s, and the history that is told fails
 * again; they find nothing in the references and in peers that are right in a way of their own.
 */
import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { daemonEquivalents } from '../reference/mutants/openhost/equivalents.js';
import { daemonMutants } from '../reference/mutants/openhost/mutants.js';
import { equivalents } from '../reference/mutants/punch/equivalents.js';
import { punchMutants } from '../reference/mutants/punch/mutants.js';
import { fuzzLive, type LiveFound, type LiveOptions, replayLive } from '../runners/fuzz/live.js';
import { embeddedOpenhost } from '../runners/openhost/embedded.js';
import { models as channels } from '../runners/openhost/fuzz_model.js';
import { models as rooms } from '../runners/punch/fuzz_model.js';
import { mutantTarget } from '../runners/punch/mutants.js';
import type { Target } from '../suites/model.js';

const WITHIN = 30_000;
/** Milliseconds for each right peer: `fuzz_models.js SEED MS`. */
const RIGHT = Number(process.argv[3] ?? 4_000);
const seed = Number(process.argv[2] ?? randomInt(2 ** 31));

const wrongBrokers = [
  'duplicate-is-400',
  'deletes-twice',
  'leaves-sockets-open-after-delete',
  'tells-the-first-only',
];
const wrongDaemons = ['changes-tunnel-bytes', 'forgives-a-client-that-leaves', 'tunnel-as-body', 'no-pong'];

function named<T extends { readonly id: string }>(list: readonly T[], id: string): T {
  const one = list.find((each) => each.id === id);
  if (!one) throw new Error(`nothing has the id ${id}`);
  return one;
}

const broker = (id: string, of: readonly Parameters<typeof mutantTarget>[0][]): Promise<Target> =>
  mutantTarget(named(of, id));
const daemon = (change: Parameters<typeof embeddedOpenhost>[0]): Promise<Target> =>
  embeddedOpenhost({ patience: 3_000, ...change });

const optionsFor = (target: Target, models: LiveOptions['models'], time: number): LiveOptions => ({
  ...{ fc, target, models, seed, time, runs: Number.POSITIVE_INFINITY, most: 1 },
  signal: new AbortController().signal,
  counts: { compared: 0, notCompared: 0 },
  found: () => {},
});

let [passed, failed] = [0, 0];
function tell(what: string, fault: string | undefined, since: number): void {
  if (fault === undefined) passed++;
  else failed++;
  const seconds = ((performance.now() - since) / 1000).toFixed(1);
  process.stdout.write(
    `${fault === undefined ? 'ok' : 'FAILED'} ${what} (${seconds} s)${fault ? `: ${fault}` : ''}\n`,
  );
}

async function mustFind(id: string, target: Target, models: LiveOptions['models']): Promise<void> {
  const since = performance.now();
  let found: LiveFound | undefined;
  const options = optionsFor(target, models, WITHIN);
  try {
    await fuzzLive({ ...options, found: (one) => (found ??= one) });
    if (!found) return tell(id, `not found in ${options.counts.compared} histories`, since);
    const what = `${id}: ${found.commands.join('; ')}: ${found.failed.what}`;
    const again = await replayLive(options, found);
    tell(what, again?.failed.what === found.failed.what ? undefined : 'its rerun passed', since);
  } finally {
    await target.close();
  }
}

async function mustPass(id: string, target: Target, models: LiveOptions['models']): Promise<void> {
  const since = performance.now();
  const alarms: string[] = [];
  const options = optionsFor(target, models, RIGHT);
  try {
    await fuzzLive({ ...options, found: (one) => alarms.push(JSON.stringify(one)) });
    const { compared } = options.counts;
    const fault = compared === 0 ? 'nothing was compared' : alarms.length > 0 ? alarms.join() : undefined;
    tell(`${id} agrees in ${compared} histories`, fault, since);
  } finally {
    await target.close();
  }
}

for (const id of wrongBrokers) await mustFind(id, await broker(id, punchMutants), rooms);
for (const id of wrongDaemons)
  await mustFind(id, await daemon({ change: named(daemonMutants, id).change }), channels);

/** Another one of them each time. */
const right = <T>(list: readonly T[]): T => list[seed % list.length] as T;
const same: Parameters<typeof mutantTarget>[0] = {
  id: 'the reference broker',
  clause: [],
  what: 'It is right.',
  change: (rules) => rules,
};
await mustPass(same.id, await mutantTarget(same), rooms);
await mustPass('the reference daemon', await daemon({}), channels);
const other = { clause: [], ...right(equivalents) };
await mustPass(`the broker ${other.id}`, await mutantTarget(other), rooms);
const own = right(daemonEquivalents);
await mustPass(`the daemon ${own.id}`, await daemon({ change: own.change }), channels);

process.stdout.write(`${passed} passed, ${failed} failed (seed ${seed})\n`);
process.exit(failed === 0 ? 0 : 1);
