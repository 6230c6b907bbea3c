import { setMaxListeners } from 'node:events';
import type {
  Case,
  Footer,
  Header,
  Level,
  Result,
  SpecVersion,
  Target,
  TargetHeader,
  Verdict,
} from '../suites/model.js';
import { ask } from './ask.js';
import { budgetsOf } from './budget.js';
import { drain } from './drain.js';
import { type Judgement, judge, judgeBesideTwin } from './judge.js';
import { askableOf, describePlan, gatesFor, planFor, type Selection, type TargetPlan } from './plan.js';
import { type Earlier, mustFit } from './resume.js';
import { exitOf } from './tally.js';
import { type Waiver, waive } from './waivers.js';

export interface RunOptions extends Selection {
  readonly cases: readonly Case[];
  readonly targets: readonly { readonly target: Target; readonly rerun: string }[];
  readonly level: Level;
  readonly jobs: number;
  readonly repeat?: number;
  readonly profile?: 'full' | 'production';
  /** Leaves out, as skips, cases that declare a wait over this many milliseconds. */
  readonly longestWait?: number;
  /** Stops after that many fails that gate. */
  readonly bail?: number;
  readonly waivers?: readonly Waiver[];
  readonly specs: readonly SpecVersion[];
  readonly tool: Header['tool'];
  /** Aborted when the run is interrupted or out of time; the reason is an Error whose message says which. */
  readonly signal: AbortSignal;
  readonly interrupted?: () => boolean;
  readonly resume?: Earlier;
  readonly line: (line: Header | Result | Footer) => void;
}

/** Plans, asks, judges, and tells each line as it happens. Resolves to the footer, which is also the last line. */
export async function run(options: RunOptions): Promise<Footer> {
  const { cases, targets, level, seed, repeat = 1, signal, line } = options;
  const started = performance.now();
  const plans = targets.map(({ target }) => planFor(target, cases, options));
  const plan = describePlan(plans);
  const header: Header = {
    kind: 'header',
    format: 1,
    tool: options.tool,
    specs: options.specs,
    seed,
    level,
    profile: options.profile ?? profileOf(targets),
    targets: targets.map(headerOf),
    plan,
    ...(options.shard ? { shard: `${options.shard.index}/${options.shard.of}` } : {}),
    repeat,
    started: new Date().toISOString(),
  };
  if (options.resume) mustFit(options.resume.header, header);
  line(options.resume?.header ?? header);
  const counts: Record<Verdict, number> = { pass: 0, fail: 0, skip: 0, blocked: 0, error: 0 };
  const askable = targets.map(({ target }) => ({
    target: target.name,
    ids: askableOf(target, cases).map(({ id }) => id),
  }));
  const waived = waive(options.waivers ?? [], new Date(), askable);
  let gating = 0;
  let gatingBlocked = 0;
  let done = 0;
  const stop = new AbortController();
  const ended = AbortSignal.any([signal, stop.signal]);
  // Every case that runs listens to it.
  setMaxListeners(0, ended);
  const take = (result: Result): void => {
    const told = waived.apply(result);
    counts[told.verdict]++;
    done++;
    if (told.verdict === 'fail' && told.gates && ++gating >= (options.bail ?? Number.POSITIVE_INFINITY))
      stop.abort();
    if (told.verdict === 'blocked' && told.gates) gatingBlocked++;
    line(told);
  };
  options.resume?.results(take);
  await Promise.all(plans.map((one) => runTarget(one, cases, options, ended, take)));
  const planned = plans.reduce((sum, one) => sum + one.cases.length, 0) * repeat;
  const tally = {
    counts,
    gating,
    gatingBlocked,
    planned,
    notRun: planned - done,
    waiverFaults: waived.faults(),
  };
  const { exit, reasons } = exitOf({
    ...tally,
    bailed: stop.signal.aborted,
    interrupted: options.interrupted?.() ?? false,
    ...(signal.aborted && signal.reason instanceof Error ? { ended: signal.reason.message } : {}),
    remarks: targets.flatMap(({ target }) => {
      const said = target.remarks?.() ?? [];
      return targets.length === 1 ? said : said.map((remark) => `${target.name}: ${remark}`);
    }),
  });
  const footer: Footer = {
    kind: 'footer',
    planHash: plan.hash,
    counts,
    gating,
    planned,
    notRun: tally.notRun,
    exit,
    reasons,
    ms: Math.round(performance.now() - started),
  };
  line(footer);
  return footer;
}

const headerOf = ({ target, rerun }: RunOptions['targets'][number]): TargetHeader => ({
  name: target.name,
  kind: target.kind,
  capabilities: target.capabilities,
  dialects: target.dialects ?? {},
  rerun,
  ...(target.remarks?.().length ? { remarks: target.remarks() } : {}),
});

/** What was chosen for them where nobody chose. */
const profileOf = (targets: RunOptions['targets']): Header['profile'] =>
  targets.length > 0 && targets.every(({ target }) => target.production) ? 'production' : 'full';

/** The cases of one target, as many at once as it takes; those of the phase `last` when the others have ended. */
async function runTarget(
  { target, cases }: TargetPlan,
  all: readonly Case[],
  options: RunOptions,
  signal: AbortSignal,
  take: (result: Result) => void,
): Promise<void> {
  const { repeat = 1, jobs, level, resume } = options;
  const draw = budgetsOf(target.budgets);
  const byId = new Map(all.map((one) => [one.id, one]));
  for (let round = 1; round <= repeat; round++) {
    const twins = new Map<string, Promise<Judged>>();
    const judged = (one: Case): Promise<Judged> => judgeOne(one, target, options, signal, draw);
    const remembered = (one: Case): Promise<Judged> => {
      const before = twins.get(one.id) ?? judged(one);
      twins.set(one.id, before);
      return before;
    };
    const isTwin = new Set(cases.flatMap(({ twin }) => twin ?? []));
    const work = async (one: Case): Promise<void> => {
      const own = await (isTwin.has(one.id) ? remembered(one) : judged(one));
      const twin = one.twin === undefined ? undefined : byId.get(one.twin);
      const judgement =
        twin && own.verdict === 'pass' ? judgeBesideTwin(own, twin.id, await remembered(twin)) : own;
      if (signal.aborted && judgement.verdict !== 'pass') return;
      take(
        resultOf(
          one,
          target,
          { ...own, ...judgement },
          gatesFor(one, target, level),
          repeat > 1 ? round : undefined,
        ),
      );
    };
    const asked = (one: Case): boolean =>
      resume === undefined || !resume.finished.has(target.name, one.id, repeat > 1 ? round : undefined);
    const width = Math.max(1, Math.min(jobs, target.concurrency));
    await drain(cases.filter(asked), width, signal, work);
  }
}

type Judged = Judgement & Pick<Result, 'checks' | 'evidence' | 'ms'>;

async function judgeOne(
  one: Case,
  target: Target,
  { seed, profile, longestWait }: RunOptions,
  signal: AbortSignal,
  draw: ReturnType<typeof budgetsOf>,
): Promise<Judged> {
  if (one.harm !== undefined && (target.production || profile === 'production')) {
    return { verdict: 'skip', reason: `left out by the profile production: ${one.harm}`, ms: 0 };
  }
  if (longestWait !== undefined && (one.waits ?? 0) > longestWait) {
    return {
      verdict: 'skip',
      reason: `waits ${(one.waits ?? 0) / 1000} s, and --fast leaves that out`,
      ms: 0,
    };
  }
  const { observation, ms } = await ask(one, target, { seed, signal, draw });
  const judgement = judge(observation);
  if (judgement.verdict === 'pass') return { ...judgement, ms };
  const { evidence = [] } = observation;
  const checks = observation.checks.filter(({ ok }) => !ok);
  return { ...judgement, ms, ...(checks.length ? { checks } : {}), ...(evidence.length ? { evidence } : {}) };
}

const resultOf = (
  one: Case,
  target: Target,
  { verdict, reason, checks, evidence, ms }: Judged,
  gates: boolean,
  repeat: number | undefined,
): Result => ({
  kind: 'result',
  target: target.name,
  id: one.id,
  title: one.title,
  section: one.section,
  requires: one.requires,
  level: one.level,
  verdict,
  gates,
  ...(reason === undefined ? {} : { reason }),
  ...(one.why === undefined ? {} : { why: one.why }),
  ...(one.dialect === undefined ? {} : { dialect: one.dialect.name }),
  ...(repeat === undefined ? {} : { repeat }),
  ...(checks === undefined ? {} : { checks }),
  ...(evidence === undefined ? {} : { evidence }),
  ms,
});
