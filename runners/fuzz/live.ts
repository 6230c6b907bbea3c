/** Runs histories of commands against a live peer, several at once, through the ports of its suite. */
import { CheckFailed, Lost, Unclaimed, Unreachable } from '../../suites/case.js';
import type { Check, Context, Ports, Target } from '../../suites/model.js';
import { openContext } from '../context.js';
import { startDeadline } from '../deadline.js';
import { portOf } from '../port_of.js';
import type { FastCheck } from './grammar.js';
import type { Command, LiveModel } from './live_model.js';

export interface LiveOptions {
  readonly fc: FastCheck;
  readonly target: Target;
  readonly models: readonly LiveModel[];
  readonly seed: number;
  /** The most histories, without those of the shrinking. */
  readonly runs: number;
  /** Milliseconds. */
  readonly time: number;
  /** Stops after this many different disagreements. */
  readonly most: number;
  readonly signal: AbortSignal;
  readonly found: (found: LiveFound) => void;
  readonly counts: LiveCounts;
}

export interface LiveCounts {
  /** Histories that ran to their end or to a disagreement. */
  compared: number;
  /** Histories that the target or this machine stopped early. */
  notCompared: number;
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

export interface LiveFound extends LivePath {
  readonly failed: Check;
  readonly commands: readonly string[];
  readonly shrunk: number;
}

/** The number of histories from one seed. */
const ROUND = 8;
/** Rounds that run at once: a history mostly waits for its peer. */
const AT_ONCE = 6;
/** Milliseconds for one history, for shrinking one, and for those that still run when the time is over. */
const LONGEST = 30_000;
const SHRINKING = 10_000;
const ENDING = 1_000;

export async function fuzzLive(options: LiveOptions): Promise<void> {
  const { time, runs, most, models } = options;
  const end = performance.now() + time;
  const within = (ms: number): AbortSignal =>
    AbortSignal.any([options.signal, AbortSignal.timeout(time + ms)]);
  const ends = { search: within(ENDING), shrinking: within(SHRINKING) };
  const { signal } = options;
  const known = new Set<string>();
  let round = 0;
  let begun = 0;
  const isOver = (): boolean =>
    signal.aborted || performance.now() >= end || begun >= runs || known.size >= most;
  // Each worker runs one model, so a model that waits for its peer does not delay the others.
  async function worker(which: number): Promise<void> {
    const model = models[which % models.length] as LiveModel;
    while (!isOver()) {
      const number = round++;
      const begins = (): boolean => !isOver() && begun++ < runs;
      const found = await searchOne(options, ends, model, (options.seed + number) | 0, begins, known);
      if (found === undefined || known.size >= most) continue;
      known.add(classOf(found));
      options.found(found);
    }
  }
  await Promise.all(Array.from({ length: Math.max(AT_ONCE, models.length) }, (_, which) => worker(which)));
}

const classOf = ({ model, failed }: Pick<LiveFound, 'model' | 'failed'>): string =>
  `${model}: ${failed.what}`;

/** Runs a few histories of one seed, until one fails in a new way. */
async function searchOne(
  options: LiveOptions,
  ends: Ends,
  model: LiveModel,
  seed: number,
  begins: () => boolean,
  known: ReadonlySet<string>,
): Promise<LiveFound | undefined> {
  return check(options, { model: model.name, seed, path: '', replayPath: '' }, model, {
    numRuns: ROUND,
    ends,
    begins,
    // While fast-check shrinks one, only failures of the same check count.
    counts: (failed, first) =>
      first === undefined ? !known.has(classOf({ model: model.name, failed })) : first.what === failed.what,
  });
}

/** Runs a reported history again. Undefined if it passes. */
export async function replayLive(options: LiveOptions, at: LivePath): Promise<LiveFound | undefined> {
  const model = options.models.find(({ name }) => name === at.model) as LiveModel;
  return check(options, at, model, {
    numRuns: 1,
    ends: { search: options.signal, shrinking: options.signal },
    begins: () => true,
    counts: () => true,
  });
}

/** The times at which histories are given up. */
interface Ends {
  readonly search: AbortSignal;
  readonly shrinking: AbortSignal;
}

interface Checking {
  readonly ends: Ends;
  readonly numRuns: number;
  begins(): boolean;
  counts(failed: Check, first: Check | undefined): boolean;
}

async function check(
  { fc, target, signal, counts }: LiveOptions,
  at: LivePath,
  model: LiveModel,
  { numRuns, ends, begins, counts: isCounted }: Checking,
): Promise<LiveFound | undefined> {
  let failed: Check | undefined;
  let fault: { readonly error: unknown } | undefined;
  const histories = fc.commands([...model.commands(fc)], {
    maxCommands: model.most,
    size: 'max',
    ...(at.replayPath === '' ? {} : { replayPath: at.replayPath }),
  });
  const property = fc.asyncProperty(histories, async (commands) => {
    const until = failed === undefined ? ends.search : ends.shrinking;
    if (fault || until.aborted || (failed === undefined && !begins())) return true;
    const seen = await played(fc, target, model, commands, until).catch((error: unknown) => {
      fault = { error };
      return 'over' as const;
    });
    if (typeof seen === 'string' || 'why' in seen) {
      if (seen === 'agrees') counts.compared++;
      if (typeof seen === 'string') return true;
      counts.notCompared++;
      counts.why = seen.why;
      return true;
    }
    counts.compared++;
    if (!isCounted(seen.failed, failed)) return true;
    failed = seen.failed;
    return false;
  });
  const details = await fc.check(property, {
    seed: at.seed,
    numRuns,
    interruptAfterTimeLimit: LONGEST + SHRINKING,
    ...(at.path === '' ? {} : { path: at.path, endOnFailure: true }),
  });
  if (fault && !signal.aborted) throw fault.error;
  if (failed === undefined || details.counterexample === null) return undefined;
  const [history] = details.counterexample;
  return {
    ...toldBy(String(history)),
    model: model.name,
    seed: at.seed,
    path: details.counterexamplePath ?? '',
    failed,
    shrunk: details.numShrinks,
  };
}

/** `create 0,join 0 /*replayPath="AC:D"*\/`, as fast-check writes a history. */
function toldBy(history: string): Pick<LiveFound, 'commands' | 'replayPath'> {
  const [, commands = history, replayPath = ''] = /^(.*?)\s*\/\*replayPath="(.*)"\*\/$/s.exec(history) ?? [];
  return { commands: commands.split(','), replayPath };
}

type Played = 'agrees' | 'over' | { readonly why: string } | { readonly failed: Check };

async function played(
  fc: FastCheck,
  target: Target,
  model: LiveModel,
  commands: Iterable<Command<object, unknown>>,
  signal: AbortSignal,
): Promise<Played> {
  const late = new AbortController();
  const deadline = startDeadline(LONGEST, () => late.abort(new Error(`no end within ${LONGEST} ms`)));
  const open = openContext({
    seed: `${performance.now()}`,
    signal: AbortSignal.any([signal, late.signal]),
    draw: async () => {},
    inQueue: deadline.hold,
    attempt: 1,
    progress: deadline.progress,
    speed: 1,
  });
  try {
    const port = await portOf(target, model.port, open.context);
    const context = { ...open.context, [model.port]: port } as Context & Ports;
    await fc.asyncModelRun(() => model.begin(context), commands);
    return 'agrees';
  } catch (error) {
    // A history that was given up at the end of the time did not run to its end.
    const failed = open.checks.findLast(({ ok }) => !ok);
    if (error instanceof CheckFailed && failed) return { failed };
    if (error instanceof Lost)
      return { failed: { what: 'the target answers', ok: false, observed: error.message } };
    if (error instanceof Unreachable || error instanceof Unclaimed) return { why: error.message };
    if (open.context.signal.aborted) return { why: `no end within ${LONGEST} ms` };
    throw error;
  } finally {
    deadline.clear();
    await open.close();
  }
}
