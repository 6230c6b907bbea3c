import { defined } from '../defined.js';
import type { Case, Level, Result, Target } from '../suites/model.js';
import { drain } from './drain.js';
import { holdFails } from './held.js';
import type { JudgeLimits } from './judge.js';
import { type Judged, judgeOne } from './judged.js';
import type { Patience } from './patience.js';
import { gatesFor, type TargetPlan } from './plan.js';
import type { Trace } from './trace.js';
import { type Controlled, withControls } from './with_controls.js';

export interface Rounds {
  /** All cases, because a control need not be in the plan. */
  readonly all: readonly Case[];
  readonly level: Level;
  readonly seed: number;
  readonly jobs: number;
  readonly repeat: number;
  readonly limits: JudgeLimits;
  /** The results of the resumed run. */
  readonly isDone: (target: string, id: string, round: number | undefined) => boolean;
  /** Whether a waiver accepts this failure of the case. */
  readonly isWaived: (target: string, id: string, judged: Judged) => boolean;
  /** Whether `--bail` ends the run if these failures are confirmed. */
  readonly isEnough: (unconfirmed: number) => boolean;
  readonly signal: AbortSignal;
  readonly patience?: Patience | undefined;
  readonly trace?: Trace | undefined;
  /** Milliseconds since the start of the run. */
  readonly elapsed: () => number;
  readonly take: (result: Result) => void;
}

/** Runs the cases of one target, as many at once as it allows. Cases of the phase `last` run when all others have ended. */
export async function runRounds({ target, cases }: TargetPlan, options: Rounds): Promise<void> {
  const { seed, repeat, signal, take, isEnough, patience, trace } = options;
  const attempt = (one: Case, number: number): Promise<Judged> =>
    judgeOne(one, target, options.limits, { seed, signal, attempt: number, patience, trace });
  // Without a passed control, a pass of the second attempt proves as little as one of the first.
  const answerAgain = withControls(options.all, [], (one) => attempt(one, 2));
  const held = holdFails(async (one) => judgedOf(await answerAgain(one)), signal);
  const tell = (one: Case, round: number, judged: Judged): void =>
    take(
      resultOf(one, target, judged, {
        gates: gates(one),
        repeat: repeat > 1 ? round : undefined,
        at: options.elapsed(),
      }),
    );
  const gates = (one: Case): boolean => gatesFor(one, target, options.level);
  const turnsRed = (one: Case, judged: Judged): boolean =>
    one.kind === 'live' && gates(one) && !options.isWaived(target.name, one.id, judged);
  const settle = async (): Promise<void> => {
    for await (const { one, round, judged } of held.settle()) tell(one, round, judged);
  };

  for (let round = 1; round <= repeat; round++) {
    const answerOf = withControls(options.all, cases, (one) => attempt(one, 1));
    const work = async (one: Case): Promise<void> => {
      const answered = await answerOf(one);
      const judged = judgedOf(answered);
      if (signal.aborted && judged.verdict !== 'pass') return;
      if (judged.verdict === 'fail' && turnsRed(one, judged)) {
        held.fail({ one, round, answered });
        return;
      }
      if (held.dependsOnHeld(judged.control, round)) {
        held.dependent({ one, round, answered });
        return;
      }
      if (repeat > 1 && judged.verdict === 'pass' && one.kind === 'live') held.passed(one, round);
      tell(one, round, judged);
    };
    const width = Math.max(1, Math.min(options.jobs, target.concurrency));
    let left: readonly Case[] = cases.filter(
      ({ id }) => !options.isDone(target.name, id, repeat > 1 ? round : undefined),
    );
    while (left.length > 0 && !signal.aborted) {
      left = await drain(left, width, signal, work, () => isEnough(held.count));
      if (left.length > 0) await settle();
    }
  }
  await settle();
}

/** Without a control, the judgement is the own one of the case. */
const judgedOf = ({ own, judgement }: Controlled<Judged>): Judged =>
  judgement === own ? own : { ...own, ...judgement };

const resultOf = (
  one: Case,
  target: Target,
  { verdict, reason, control, unsteady, checks, evidence, ms }: Judged,
  { gates, repeat, at }: { gates: boolean; repeat: number | undefined; at: number },
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
  ...defined({ reason, why: one.why, outside: one.outside, dialect: one.dialect?.name }),
  ...defined({ control, unsteady, repeat, checks, evidence }),
  ms,
  at,
});
