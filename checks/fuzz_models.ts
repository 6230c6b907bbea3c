/**
 * The models of `conform fuzz` find planted wrong brokers and daemons, each within 30 s, and the printed history fails
 * again; they find nothing in the references and in peers that are right in a way of their own.
 *   node dist/checks/fuzz_models.js [SEED [MS]]      some of those peers, another choice for each seed
 *   node dist/checks/fuzz_models.js all [SEED [MS]]  every one of them, and nothing planted
 */
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { daemonEquivalents } from '../reference/mutants/openhost/equivalents.js';
import { daemonMutants } from '../reference/mutants/openhost/mutants.js';
import { relayEquivalents } from '../reference/mutants/openhost/relay_equivalents.js';
import { equivalents } from '../reference/mutants/punch/equivalents.js';
import { punchMutants } from '../reference/mutants/punch/mutants.js';
import { fuzzLive, type LiveFound, type LiveOptions, replayLive } from '../runners/fuzz/live.js';
import { embeddedOpenhost } from '../runners/openhost/embedded.js';
import { models as channels } from '../runners/openhost/fuzz_model.js';
import { models as rooms } from '../runners/punch/fuzz_model.js';
import { equivalentTarget, mutantTarget } from '../runners/punch/mutants.js';
import type { Target } from '../suites/model.js';
import { openTally } from './tally.js';

const words = process.argv.slice(2);
const all = words[0] === 'all' && words.shift() !== undefined;
const seed = Number(words[0] ?? randomInt(2 ** 31));
/** Milliseconds for a search in each right peer. */
const RIGHT = Number(words[1] ?? 3_000);
/** Milliseconds for the search in each wrong peer, and those that its histories may take to end, on a quiet machine. */
const WITHIN = 30_000;
const ENDS = 2_000;
/** Milliseconds that a bare Node takes there. */
const QUIET_START = 50;
const SLOWEST = 10;
/** Histories of a peer for which the time was too short on a busy machine. */
const AT_LEAST = 8;
/** A right peer that is late is no alarm, so it has more time to answer than a wrong one. */
const PATIENCE = { right: 5_000, wrong: 1_000 };
const PARTS = 8;

const wrongBrokers = [
  'duplicate-is-400',
  'deletes-twice',
  'leaves-sockets-open-after-delete',
  'tells-the-first-only',
  'never-closes-sockets-at-expiry',
];
const wrongDaemons = ['changes-tunnel-bytes', 'forgives-a-client-that-leaves', 'tunnel-as-body', 'no-pong'];

function named<T extends { readonly id: string }>(list: readonly T[], id: string): T {
  const one = list.find((each) => each.id === id);
  if (!one) throw new Error(`nothing has the id ${id}`);
  return one;
}

const daemon = (
  change: Parameters<typeof embeddedOpenhost>[0],
  patience = 3 * PATIENCE.right,
): Promise<Target> => embeddedOpenhost({ patience, ...change });

const tally = openTally();

/** How many times slower this machine is at the moment: it has other work. */
function timesSlower(): number {
  const starts = [1, 2, 3].map(() => {
    const since = performance.now();
    spawnSync(process.execPath, ['-e', '0']);
    return performance.now() - since;
  });
  return Math.min(Math.max(1, Math.min(...starts) / QUIET_START), SLOWEST);
}

const faults: string[] = [];
const optionsFor = (target: Target, models: LiveOptions['models'], time: number): LiveOptions => ({
  ...{ fc, target, models, seed, time, runs: Number.POSITIVE_INFINITY, most: 1 },
  signal: new AbortController().signal,
  counts: { compared: 0, notCompared: 0, unsteady: 0 },
  found: () => {},
  fault: ({ model, commands, error }) =>
    faults.push(`a fault of ours in ${model} after ${commands.join('; ')}: ${String(error)}`),
});

async function mustFind(id: string, target: Target, models: LiveOptions['models']): Promise<void> {
  const within = WITHIN * timesSlower();
  const since = performance.now();
  let found: LiveFound | undefined;
  const options = optionsFor(target, models, within);
  try {
    await fuzzLive({ ...options, found: (one) => (found ??= one) });
    if (!found) return tally.tell(id, `not found in ${options.counts.compared} histories`, since);
    const { after, failed, commands } = found;
    const what = `${id} after ${(after / 1000).toFixed(1)} s: ${commands.join('; ')}: ${failed.what}`;
    if (after > within) return tally.tell(what, `the search took more than ${Math.round(within)} ms`, since);
    const again = await replayLive(options, found);
    tally.tell(what, again?.failed.what === failed.what ? undefined : 'its rerun passed', since);
  } finally {
    await target.close();
  }
}

async function mustPass(id: string, target: Target, models: LiveOptions['models']): Promise<void> {
  const since = performance.now();
  const alarms: string[] = [];
  const options = optionsFor(target, models, RIGHT);
  try {
    const search = (time: number, runs = options.runs): Promise<void> =>
      fuzzLive({ ...options, time, runs, found: (one) => alarms.push(JSON.stringify(one)) });
    await search(RIGHT);
    const took = performance.now() - since;
    // On a busy machine the first channel may take longer than all of that.
    if (options.counts.compared === 0) await search(WITHIN * timesSlower(), AT_LEAST);
    const { compared, notCompared, unsteady, why } = options.counts;
    const left = notCompared === 0 ? '' : `, ${notCompared} not compared: ${why}`;
    tally.tell(
      `${id} agrees in ${compared} histories${left}`,
      faultOf({ compared, unsteady, alarms, took }),
      since,
    );
  } finally {
    await target.close();
  }
}

interface Searched {
  readonly compared: number;
  readonly unsteady: number;
  readonly alarms: readonly string[];
  /** Milliseconds. */
  readonly took: number;
}

function faultOf({ compared, unsteady, alarms, took }: Searched): string | undefined {
  if (alarms.length > 0) return alarms.join();
  if (compared === 0) return 'nothing was compared';
  // An unsteady failure is shrunk before it runs again, which may take longer.
  if (unsteady > 0) return undefined;
  if (took <= RIGHT + ENDS || took <= RIGHT + ENDS * timesSlower()) return undefined;
  return `expected its end after ${RIGHT} ms and at most ${ENDS} more`;
}

if (!all) {
  for (const id of wrongBrokers)
    await mustFind(id, await mutantTarget(named(punchMutants, id), 1, PATIENCE.wrong), rooms);
  for (const id of wrongDaemons)
    await mustFind(
      id,
      await daemon({ change: named(daemonMutants, id).change }, 3 * PATIENCE.wrong),
      channels,
    );
}

const asked = <T>(list: readonly T[]): readonly T[] =>
  all ? list : list.filter((_, at) => at % PARTS === seed % PARTS);
const same = { id: 'the reference', what: 'It is right.', change: <R>(rules: R): R => rules };
for (const one of [same, ...asked(equivalents)])
  await mustPass(`broker ${one.id}`, await equivalentTarget(one, PATIENCE.right), rooms);
for (const { id, change } of [same, ...asked(daemonEquivalents)])
  await mustPass(`daemon ${id}`, await daemon({ change }), channels);
for (const { id, send } of asked(relayEquivalents))
  await mustPass(`daemon behind the relay ${id}`, await daemon({ send: send() }), channels);

for (const fault of faults) tally.tell('no fault of ours', fault);
process.exit(tally.end(` (seed ${seed})`));
