/** The kill matrix: runs the cases of its clauses against each selected mutant. */
import { defined } from '../../defined.js';
import type { Case } from '../../suites/model.js';
import { concerns } from '../kill.js';
import { type Split, splitStrays } from './carried.js';
import type { Attempt, EquivalentTrial, Trial } from './trial.js';

/**
 * `killed`: by a case of its own clauses. `elsewhere`: only by cases of other clauses. `survived`: by no case.
 * `faulty`: it is killed, but a promise about it does not hold.
 */
export type Fate = 'killed' | 'elsewhere' | 'survived' | 'faulty';

export interface MutantRow
  extends Pick<Trial, 'path' | 'protocol' | 'kind' | 'clause' | 'what' | 'carries'>,
    Attempt,
    Split {
  readonly fate: Fate;
}

export interface Ways {
  /** The number of mutants that are tried at once. */
  readonly atOnce: number;
  /** Also runs the cases of other clauses against killed mutants. */
  readonly strays: boolean;
  readonly signal: AbortSignal;
  readonly tell: (row: MutantRow) => void;
}

const isFound = ({ killers, faults }: Attempt): boolean => killers.length > 0 && faults.length === 0;

/** Tries each mutant. A survivor is tried once more, alone, because a case may fail to kill it on a busy machine. */
export async function tryAll(
  trials: readonly Trial[],
  { atOnce, strays, signal, tell }: Ways,
): Promise<void> {
  const left = trials.toSorted((a, b) => b.waits - a.waits);
  const again: Trial[] = [];
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next && !signal.aborted; next = left.shift()) {
      const attempt = await attempted(next, strays ? 'all' : 'related');
      if (isFound(attempt)) tell(rowOf(next, attempt));
      else again.push(next);
      // Codecs never wait, so an interrupt needs this turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, atOnce) }, work));
  for (const trial of again) {
    if (signal.aborted) return;
    const attempt = await attempted(trial, strays ? 'all' : 'related');
    const isDone = strays || attempt.killers.length > 0;
    tell(rowOf(trial, isDone ? attempt : await attempted(trial, 'all')));
  }
}

/** An error of a trial is our fault, and must not end the others. */
async function attempted(trial: Trial, scope: 'related' | 'all'): Promise<Attempt> {
  try {
    return await trial.attempt(scope);
  } catch (error) {
    return { killers: [], strays: [], faults: [error instanceof Error ? error.message : String(error)] };
  }
}

function rowOf({ path, protocol, kind, clause, what, carries }: Trial, attempt: Attempt): MutantRow {
  const about = { path, protocol, kind, clause, what, ...defined({ carries }) };
  return { ...about, ...attempt, ...splitStrays(attempt.strays, carries), fate: fateOf(attempt) };
}

function fateOf({ killers, strays, faults }: Attempt): Fate {
  if (killers.length > 0) return faults.length > 0 ? 'faulty' : 'killed';
  return strays.length > 0 ? 'elsewhere' : 'survived';
}

/**
 * For cases that killed nothing while others ran: tries the mutants of their clauses once more, alone, then with all
 * cases of their peer, until each case has killed one. Returns the updated rows.
 */
export async function retryIdle(
  idle: readonly Pick<Case, 'id' | 'requires'>[],
  trials: readonly Trial[],
  rows: readonly MutantRow[],
): Promise<readonly MutantRow[]> {
  const left = new Map(idle.map((one) => [one.id, one]));
  const found = new Map<string, readonly string[]>();
  for (const trial of trials) {
    for (const scope of ['related', 'all'] as const) {
      if (![...left.values()].some((one) => concerns(one, trial))) break;
      const { killers } = await attempted(trial, scope);
      found.set(trial.path, [...(found.get(trial.path) ?? []), ...killers]);
      for (const id of killers) left.delete(id);
    }
  }
  return rows.map((row) => ({
    ...row,
    killers: [...new Set([...row.killers, ...(found.get(row.path) ?? [])])],
  }));
}

export interface EquivalentRow extends Pick<EquivalentTrial, 'path' | 'what'> {
  readonly alarms: readonly string[];
}

interface EquivalentWays extends Pick<Ways, 'atOnce' | 'signal'> {
  readonly tell: (row: EquivalentRow) => void;
}

/** Tries right peers and codecs. One that raised an alarm is tried once more, alone. */
export async function tryEquivalents(
  trials: readonly EquivalentTrial[],
  { atOnce, signal, tell }: EquivalentWays,
): Promise<void> {
  const left = [...trials];
  const again: EquivalentTrial[] = [];
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next && !signal.aborted; next = left.shift()) {
      const { path, what } = next;
      const alarms = await next.attempt();
      if (alarms.length > 0) again.push(next);
      else tell({ path, what, alarms });
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, atOnce) }, work));
  for (const { path, what, attempt } of again) {
    if (signal.aborted) return;
    tell({ path, what, alarms: await attempt() });
  }
}
