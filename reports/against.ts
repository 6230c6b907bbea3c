import type { Result, Verdict } from '../suites/model.js';
import { outcomesOf } from './compare.js';

/** An earlier run, by which a report shows only what changed. */
export interface Before {
  /** The path on the command line. */
  readonly name: string;
  verdictOf(result: Pick<Result, 'target' | 'id'>): Verdict | undefined;
}

/** Reads a recording by target and id. With only one target it is read by id, because the target may have another name. */
export function readBefore(path: string): Before {
  const { end, outcomes } = outcomesOf(path);
  const alone = end.header?.targets.length === 1;
  const keyOf = ({ target, id }: Pick<Result, 'target' | 'id'>): string => (alone ? id : `${target}\n${id}`);
  const verdicts = new Map(outcomes.map((one) => [keyOf(one), one.verdict]));
  return { name: path, verdictOf: (result) => verdicts.get(keyOf(result)) };
}
