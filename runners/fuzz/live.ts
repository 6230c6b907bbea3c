/** Searches histories of commands after which a live peer does not do what its model says, several at once. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Check, Target } from '../../suites/model.js';
import type { FastCheck } from './grammar.js';
import { type Limit, limitOf } from './limit.js';
import { LONGEST, type Played, played } from './live_history.js';
import type { LiveModel } from './live_model.js';

export interface LiveOptions {
  readonly fc: FastCheck;
  readonly target: Target;
  readonly models: readonly LiveModel[];
  readonly seed: number;
  /** The most histories, without those of the shrinking. */
  readonly runs: number;
  /** Milliseconds of the search, without those of the shrinking. */
  readonly time: number;
  /** Stops after this many different disagreements. */
  readonly most: number;
  readonly signal: AbortSignal;
  readonly found: (found: LiveFound) => void;
  /** Called for an error of our own, which ends the search. */
  readonly fault: (fault: LiveFault) => void;
  readonly counts: LiveCounts;
}

export interface LiveCounts {
  /** Histories that ran to their end or to a disagreement. */
  compared: number;
  /** Histories that the target or this machine stopped early. */
  notCompared: number;
  /** Those of them that failed, and passed when they ran again. */
  unsteady: number;
  /** The reason of the last one. */
  why?: string;
}

/** One history: its model, and where fast-check finds it again. */
export interface LivePath {
  readonly model: string;
  readonly seed: number;
  /** The path of the history, and the commands that ran. */
  readonly path: string;
  readonly replayPath: string;
}

interface Told extends LivePath {
  readonly commands: readonly string[];
}

export interface LiveFound extends Told {
  readonly failed: Check;
  readonly shrunk: number;
  /** Milliseconds until the first history of it failed. */
  readonly after: number;
}

export interface LiveFault extends Told {
  readonly error: unknown;
}

/** The number of histories from one seed. */
const ROUND = 8;
/** Rounds that run at once: a history mostly waits for its peer. */
const AT_ONCE = 6;
/** Milliseconds for the histories that still run when the time is over. */
const ENDING = 500;
/** Milliseconds for shrinking a disagreement, and for running it again. A slow history gets more, up to `LONGEST`. */
const SHRINKING = 10_000;
const AGAIN = 5_000;

/** Milliseconds to wait after a round in which no history ran to its end. */
const PAUSE = 200;

const atLeast = (ms: number, least: number): number => Math.min(Math.max(ms, least), LONGEST);

/** How the histories of one seed begin, end early and fail. */
interface Checking {
  readonly numRuns: number;
  /** Gives up the histories of the search. */
  readonly until: AbortSignal;
  begins(): boolean;
  /** Whether this disagreement is not known yet. */
  isNew(failed: Check): boolean;
}

export async function fuzzLive(options: LiveOptions): Promise<void> {
  const { time, runs, most, models, signal } = options;
  const started = performance.now();
  const timeOver = limitOf(time + ENDING, signal);
  /** The disagreements that were found, and those that are being shrunk. */
  const known = new Set<string>();
  let enough = new AbortController();
  let isFaulty = false;
  let round = 0;
  let begun = 0;
  const isOver = (): boolean =>
    isFaulty || signal.aborted || performance.now() >= started + time || begun >= runs || known.size >= most;
  const fault = (one: LiveFault): void => {
    // The other workers are likely to meet the same.
    if (isFaulty) return;
    isFaulty = true;
    enough.abort();
    options.fault(one);
  };
  async function searchOne(model: LiveModel): Promise<void> {
    const at = { model: model.name, seed: (options.seed + round++) | 0, path: '', replayPath: '' };
    const classOf = ({ what }: Check): string => `${model.name}: ${what}`;
    const search = limitOf(Number.POSITIVE_INFINITY, timeOver.signal, enough.signal);
    const until = search.signal;
    const found = await check({ ...options, fault }, at, model, started, {
      numRuns: ROUND,
      until,
      begins: () => !isOver() && begun++ < runs,
      isNew(failed) {
        if (until.aborted || known.has(classOf(failed))) return false;
        known.add(classOf(failed));
        // The other histories could only find more than was asked for.
        if (known.size >= most) enough.abort();
        return true;
      },
    }).finally(search.clear);
    if (found === undefined) return;
    if (await isSteady({ ...options, fault }, model, found)) options.found(found);
    else known.delete(classOf(found.failed));
  }
  // Each worker runs one model, so a model that waits for its peer does not delay the others.
  async function worker(which: number): Promise<void> {
    while (!isOver() && !enough.signal.aborted) {
      const { compared } = options.counts;
      await searchOne(models[which % models.length] as LiveModel);
      if (options.counts.compared === compared && !isOver()) await sleep(PAUSE);
    }
  }
  // Where a disagreement was not steady, all workers search on.
  do {
    enough = new AbortController();
    await Promise.all(Array.from({ length: Math.max(AT_ONCE, models.length) }, (_, which) => worker(which)));
  } while (!isOver());
  timeOver.clear();
}

/** Runs a reported history again. Undefined if it passes. */
export const replayLive = (options: LiveOptions, at: LivePath): Promise<LiveFound | undefined> =>
  replayed(options, at, options.signal);

function replayed(options: LiveOptions, at: LivePath, until: AbortSignal): Promise<LiveFound | undefined> {
  const model = options.models.find(({ name }) => name === at.model) as LiveModel;
  return check(options, at, model, performance.now(), {
    ...{ numRuns: 1, until },
    begins: () => true,
    isNew: () => true,
  });
}

/** A history may fail because the peer or this machine is slow for a moment, so it runs once more, as its rerun line says. */
async function isSteady(options: LiveOptions, model: LiveModel, found: LiveFound & Slow): Promise<boolean> {
  const counts = { compared: 0, notCompared: 0, unsteady: 0 };
  const limit = limitOf(atLeast(2 * found.took, AGAIN), options.signal);
  const again = await replayed({ ...options, models: [model], counts }, found, limit.signal).finally(
    limit.clear,
  );
  // What failed twice while it was shrunk counts without a third time, and so does everything that was found before an interrupt.
  if (again || options.signal.aborted || (limit.signal.aborted && found.shrunk > 0)) return true;
  options.counts.notCompared++;
  options.counts.unsteady++;
  options.counts.why = `unsteady: "${found.failed.what}" failed, and did not when its history was asked again`;
  return false;
}

interface Slow {
  /** Milliseconds of the history that failed. */
  readonly took: number;
}

interface Failure extends Slow {
  readonly failed: Check;
  readonly after: number;
  readonly shrinking: Limit;
}

async function check(
  { fc, target, signal, counts, fault }: LiveOptions,
  at: LivePath,
  model: LiveModel,
  started: number,
  { numRuns, until, begins, isNew }: Checking,
): Promise<(LiveFound & Slow) | undefined> {
  let first: Failure | undefined;
  let ours: { readonly error: unknown } | undefined;
  const histories = fc.commands([...model.commands(fc)], {
    maxCommands: model.most,
    size: 'max',
    ...(at.replayPath === '' ? {} : { replayPath: at.replayPath }),
  });
  const property = fc.asyncProperty(histories, async (commands) => {
    const giveUp = first?.shrinking.signal ?? until;
    if (ours || giveUp.aborted || !(first || begins())) return true;
    const begun = performance.now();
    const seen = await played({ fc, target, model, commands, signal: giveUp });
    counted(counts, seen);
    if (typeof seen === 'string' || 'why' in seen) return true;
    if ('error' in seen) {
      ours = seen;
      if (!first) return false;
      fault({ ...at, path: '', ...toldBy(String(commands)), error: seen.error });
      return true;
    }
    const took = performance.now() - begun;
    if (first) {
      // While fast-check shrinks one, only failures of the same check count.
      if (first.failed.what !== seen.failed.what) return true;
      first = { ...first, failed: seen.failed, took };
      return false;
    }
    if (!isNew(seen.failed)) return true;
    const shrinking = limitOf(atLeast(3 * took, SHRINKING), signal);
    first = { failed: seen.failed, took, after: performance.now() - started, shrinking };
    return false;
  });
  const details = await fc.check(property, {
    ...{ seed: at.seed, numRuns },
    ...(at.path === '' ? {} : { path: at.path, endOnFailure: true }),
  });
  first?.shrinking.clear();
  if (details.counterexample === null) return undefined;
  const told = {
    ...toldBy(String(details.counterexample[0])),
    ...{ model: model.name, seed: at.seed, path: details.counterexamplePath ?? '' },
  };
  if (first) {
    const { failed, took, after } = first;
    return { ...told, failed, took, after, shrunk: details.numShrinks };
  }
  fault({ ...told, error: ours ? ours.error : details.errorInstance });
  return undefined;
}

function counted(counts: LiveCounts, seen: Played): void {
  if (seen === 'agrees' || (typeof seen === 'object' && 'failed' in seen)) counts.compared++;
  if (typeof seen === 'string' || !('why' in seen)) return;
  counts.notCompared++;
  counts.why = seen.why;
}

/** `create 0,join 0 /*replayPath="AC:D"*\/`, as fast-check writes a history. */
function toldBy(history: string): Pick<LiveFound, 'commands' | 'replayPath'> {
  const [, commands = history, replayPath = ''] = /^(.*?)\s*\/\*replayPath="(.*)"\*\/$/s.exec(history) ?? [];
  return { commands: commands.split(','), replayPath };
}
