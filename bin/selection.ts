/** Selects the cases of `run` by globs, tags, levels, and the verdicts of a recording. */
import { selectorOf } from '../runners/plan.js';
import type { Waiver } from '../runners/waivers.js';
import type { Case, SelectedBy } from '../suites/model.js';
import { UsageError } from './command.js';
import { tell } from './output.js';
import type { Options } from './run_options.js';
import { idsOfTerms, type Verdicts, verdictsIn } from './terms.js';
import { unmatched } from './unmatched.js';

interface Selected {
  readonly only: readonly string[] | undefined;
  readonly skip: readonly string[] | undefined;
  /** Goes into the recording, from which --resume reads it. */
  readonly asked: SelectedBy;
}

export function selectionOf(
  given: Options,
  cases: readonly Case[],
  accepted: readonly Pick<Waiver, 'id'>[],
): Selected {
  const { profile, fast, waivers, requirements } = given;
  const verdicts = given.from === undefined ? undefined : verdictsIn('--from', given.from);
  const resolved = (option: '--only' | '--skip', terms: readonly string[] | undefined) =>
    terms && idsOfTerms(option, terms, cases, verdicts);
  const [named, skip] = [resolved('--only', given.only), resolved('--skip', given.skip)];
  const only = given.failed === undefined ? named : failedOf(given.failed, named, cases);
  const ids = cases.map(({ id }) => id);
  const waived = accepted.map(({ id }) => id);
  for (const fault of [
    ...unmatched('--only', named ?? [], ids),
    ...unmatched('--skip', skip ?? [], ids),
    ...unmatched('a waiver of', waived, ids),
  ])
    tell(fault);
  return {
    only,
    skip,
    asked: {
      // The recording may change later, so the ids that it selects are kept.
      ...kept('only', given.failed === undefined && verdicts === undefined ? given.only : only),
      ...kept('skip', verdicts === undefined ? given.skip : skip),
      ...kept('profile', profile),
      ...kept('waivers', waivers),
      ...kept('requirements', requirements),
      ...(fast ? { fast } : {}),
    },
  };
}

const kept = <K extends keyof SelectedBy>(name: K, value: SelectedBy[K] | undefined): Partial<SelectedBy> =>
  value === undefined ? {} : { [name]: value };

function failedOf(path: string, only: readonly string[] | undefined, cases: readonly Case[]): string[] {
  const verdicts: Verdicts = verdictsIn('--failed', path);
  const isNamed = selectorOf({ only: only ?? [] });
  const failed = cases.filter(({ id }) => verdicts.get(id)?.has('fail') && isNamed(id)).map(({ id }) => id);
  if (failed.length === 0)
    throw new UsageError(`--failed: no chosen case failed in ${path}: leave --failed out to ask all`);
  return failed;
}
