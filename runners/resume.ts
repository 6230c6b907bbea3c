import type { Header, Result } from '../suites/model.js';

/** An interrupted run of the same plan. Its results count, and their cases do not run again. */
export interface Earlier {
  readonly header: Header;
  readonly finished: { has(target: string, id: string, repeat?: number): boolean };
  /** Passes each of its results, in order. */
  results(take: (result: Result) => void): void;
}

/** The recording belongs to another plan, so its results do not count. */
export class CannotResume extends Error {
  override readonly name = 'CannotResume';
}

const setsOf = ({ requirements = [] }: Header): string => JSON.stringify(requirements);

export function mustFit(earlier: Header, now: Header): void {
  const differs = [
    ...(earlier.tool.version === now.tool.version ? [] : ['version of conform']),
    ...(earlier.level === now.level ? [] : ['--level']),
    ...(earlier.profile === now.profile ? [] : ['--profile']),
    ...(earlier.repeat === now.repeat ? [] : ['--repeat']),
    ...(earlier.shard === now.shard ? [] : ['--shard']),
    ...(setsOf(earlier) === setsOf(now) ? [] : ['--requirements']),
    ...(earlier.seed === now.seed ? [] : ['--seed']),
    ...(earlier.inputs?.vectors === now.inputs?.vectors ? [] : ['text of the vectors']),
    ...(earlier.inputs?.waivers === now.inputs?.waivers ? [] : ['text of its waivers']),
  ];
  if (differs.length > 0)
    throw new CannotResume(
      `the recorded run had another ${differs.join(', ')}: give the same, or begin a new run without --resume`,
    );
  if (earlier.plan.hash !== now.plan.hash) {
    throw new CannotResume('the recorded run had another plan: give the same --target, --only and --skip');
  }
}
