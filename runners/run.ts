import { setMaxListeners } from 'node:events';
import { defined } from '../defined.js';
import { add, emptySums, exitOf } from '../exit.js';
import type {
  Case,
  Footer,
  Header,
  Inputs,
  Level,
  Result,
  SelectedBy,
  SpecVersion,
  Target,
  TargetHeader,
} from '../suites/model.js';
import type { Patience } from './patience.js';
import { askableOf, describePlan, planFor, type Selection, type TargetPlan } from './plan.js';
import { type Earlier, mustFit } from './resume.js';
import { runRounds } from './rounds.js';
import type { Trace } from './trace.js';
import { type Waiver, waive } from './waivers.js';

export interface RunOptions extends Selection {
  readonly cases: readonly Case[];
  readonly targets: readonly { readonly target: Target; readonly rerun: string }[];
  readonly level: Level;
  readonly jobs: number;
  readonly repeat?: number | undefined;
  readonly profile?: 'full' | 'production' | undefined;
  /** Skips cases that declare a wait over this many milliseconds. */
  readonly longestWait?: number | undefined;
  /** Stops after this many gating failures. */
  readonly bail?: number | undefined;
  readonly waivers?: readonly Waiver[] | undefined;
  readonly specs: readonly SpecVersion[];
  readonly tool: Header['tool'];
  /** Aborted when the run is interrupted or reaches its time limit. The message of its reason says which. */
  readonly signal: AbortSignal;
  readonly interrupted?: () => boolean;
  /** The factor by which the deadline of a case is longer than usual. */
  readonly patience?: Patience | undefined;
  /** Called for each step of each case as it happens. */
  readonly trace?: Trace | undefined;
  readonly resume?: Earlier | undefined;
  readonly asked?: SelectedBy | undefined;
  readonly inputs?: Inputs | undefined;
  /** The frozen requirement sets that decide which cases gate. */
  readonly requirements?: Header['requirements'] | undefined;
  readonly line: (line: Header | Result | Footer) => void;
}

/** Plans, runs and judges the cases, and passes on each line as it happens. Resolves to the footer, which is the last line. */
export async function run(options: RunOptions): Promise<Footer> {
  const { cases, targets, level, seed, repeat = 1, signal, line } = options;
  const started = performance.now();
  const plans = targets.map(({ target }) => planFor(target, cases, options));
  const header = headerOf(options, plans);
  if (options.resume) mustFit(options.resume.header, header);
  line(options.resume?.header ?? header);
  const waived = waive(options.waivers ?? [], new Date(), askableIds(options));
  const sums = emptySums();
  let done = 0;
  const stop = new AbortController();
  const ended = AbortSignal.any([signal, stop.signal]);
  // Every running case adds a listener.
  setMaxListeners(0, ended);
  const isEnough = (unconfirmed: number): boolean =>
    sums.gating + unconfirmed >= (options.bail ?? Number.POSITIVE_INFINITY);
  const take = (result: Result): void => {
    const told = waived.apply(result);
    add(sums, told);
    done++;
    if (isEnough(0)) stop.abort();
    line(told);
  };
  const elapsed = (): number => Math.round(performance.now() - started);
  options.resume?.results((result) => take({ ...result, at: result.at ?? elapsed() }));
  const rounds = {
    all: cases,
    level,
    seed,
    jobs: options.jobs,
    repeat,
    isDone: (target: string, id: string, round: number | undefined) =>
      options.resume?.finished.has(target, id, round) ?? false,
    isWaived: waived.covers,
    isEnough,
    signal: ended,
    patience: options.patience,
    trace: options.trace,
    elapsed,
    take,
  };
  await Promise.all(
    plans.map((one) => runRounds(one, { ...rounds, limits: limitsFor(one.target, options) })),
  );
  const planned = plans.reduce((sum, one) => sum + one.cases.length, 0) * repeat;
  const notRun = planned - done;
  const { exit, reasons } = exitOf({
    sums,
    targets: header.targets,
    planned,
    notRun,
    failed: waived.faults(),
    bailed: stop.signal.aborted,
    interrupted: options.interrupted?.() ?? false,
    incomplete: signal.aborted && signal.reason instanceof Error ? [signal.reason.message] : [],
    remarks: remarksOf(targets),
  });
  const used = waived.used();
  const footer: Footer = {
    kind: 'footer',
    planHash: header.plan.hash,
    counts: sums.counts,
    gating: sums.gating,
    planned,
    notRun,
    exit,
    reasons,
    ...defined({ waivers: used }),
    ms: elapsed(),
  };
  line(footer);
  return footer;
}

const headerOf = (options: RunOptions, plans: readonly TargetPlan[]): Header => ({
  kind: 'header',
  format: 1,
  tool: options.tool,
  specs: options.specs,
  seed: options.seed,
  level: options.level,
  profile: options.profile ?? profileOf(options.targets),
  targets: options.targets.map(targetHeaderOf),
  plan: describePlan(plans),
  ...(options.shard ? { shard: `${options.shard.index}/${options.shard.of}` } : {}),
  repeat: options.repeat ?? 1,
  ...(options.requirements?.length ? { requirements: options.requirements } : {}),
  ...defined({ asked: options.asked, inputs: options.inputs }),
  started: new Date().toISOString(),
});

/** The ids that a waiver may match, by target. */
const askableIds = ({ targets, cases }: RunOptions) =>
  targets.map(({ target }) => ({
    target: target.name,
    ids: askableOf(target, cases).map(({ id }) => id),
  }));

const limitsFor = (target: Target, { profile, longestWait }: RunOptions) => ({
  production: target.production || profile === 'production',
  longestWait,
});

const remarksOf = (targets: RunOptions['targets']): readonly string[] =>
  targets.flatMap(({ target }) => {
    const said = target.remarks?.() ?? [];
    return targets.length === 1 ? said : said.map((remark) => `${target.name}: ${remark}`);
  });

const targetHeaderOf = ({ target, rerun }: RunOptions['targets'][number]): TargetHeader => ({
  name: target.name,
  kind: target.kind,
  capabilities: target.capabilities,
  dialects: target.dialects ?? {},
  rerun,
  ...(target.remarks?.().length ? { remarks: target.remarks() } : {}),
});

/** The profile of the run: production if it is that of every target. */
const profileOf = (targets: RunOptions['targets']): Header['profile'] =>
  targets.length > 0 && targets.every(({ target }) => target.production) ? 'production' : 'full';
