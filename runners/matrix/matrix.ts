/** The kill matrix: every mutant that is chosen before the cases that have to find it. */
import type { Case } from '../../suites/model.js';
import { concerns } from '../kill.js';
import type { Attempt, EquivalentTrial, Trial } from './trial.js';

/**
 * `killed` by a case of its own clauses, `elsewhere` by cases of other clauses alone, `survived` them all. `faulty`: it is
 * killed, and something that was promised about it does not hold.
 */
export type Fate = 'killed' | 'elsewhere' | 'survived' | 'faulty';

export interface Row extends Pick<Trial, 'path' | 'protocol' | 'kind' | 'clause' | 'what'>, Attempt {
  readonly fate: Fate;
}

export interface Ways {
  /** How many mutants are tried at once. */
  readonly atOnce: number;
  /** Also asks the cases of other clauses of mutants that are killed. */
  readonly strays: boolean;
  readonly signal: AbortSignal;
  readonly tell: (row: Row) => void;
}

const isFound = ({ killers, faults }: Attempt): boolean => killers.length > 0 && faults.length === 0;

/** Tries each of them. What is not found beside the others is tried once more, alone: a busy machine hides no mutant. */
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
      // Codecs answer without any wait: whoever wants to interrupt gets a turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, atOnce) }, work));
  for (const trial of again) {
    if (signal.aborted) return;
    const attempt = await attempted(trial, 'related');
    tell(rowOf(trial, attempt.killers.length > 0 ? attempt : await attempted(trial, 'all')));
  }
}

/** What a trial throws is a fault of ours, and never ends the others. */
async function attempted(trial: Trial, scope: 'related' | 'all'): Promise<Attempt> {
  try {
    return await trial.attempt(scope);
  } catch (error) {
    return { killers: [], strays: [], faults: [error instanceof Error ? error.message : String(error)] };
  }
}

function rowOf({ path, protocol, kind, clause, what }: Trial, attempt: Attempt): Row {
  return { path, protocol, kind, clause, what, ...attempt, fate: fateOf(attempt) };
}

function fateOf({ killers, strays, faults }: Attempt): Fate {
  if (killers.length > 0) return faults.length > 0 ? 'faulty' : 'killed';
  return strays.length > 0 ? 'elsewhere' : 'survived';
}

/**
 * For cases that killed nothing beside the others: tries mutants of their clauses once more, alone, then with all cases of
 * their peer, until each case has killed one. Returns the rows with what was found.
 */
export async function retryIdle(
  idle: readonly Pick<Case, 'id' | 'requires'>[],
  trials: readonly Trial[],
  rows: readonly Row[],
): Promise<readonly Row[]> {
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

/** Tries what is right. What raised an alarm beside the others is tried once more, alone. */
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
