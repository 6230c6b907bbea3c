import type { Header, Result } from '../suites/model.js';

/** What an earlier run of the same plan has left: those results count, and their cases are not asked again. */
export interface Earlier {
  readonly header: Header;
  readonly finished: { has(target: string, id: string, repeat?: number): boolean };
  /** Gives each of its results, in order. */
  results(take: (result: Result) => void): void;
}

/** The earlier run was another one: its results say nothing about this plan. */
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
