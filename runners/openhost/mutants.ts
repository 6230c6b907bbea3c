import type { OpenhostMutant } from '../../reference/mutants/openhost/mutant.js';
import { levelledBy } from '../../suites/levelled.js';
import type { Case } from '../../suites/model.js';
import { openhost } from '../../suites/openhost/index.js';
import { drain } from '../drain.js';
import { concerns, kills } from '../kill.js';
import type { Scope } from '../matrix/trial.js';
import { isSpoken } from '../plan.js';
import { type Outcome, tryCase, tryCases } from '../try_cases.js';
import { type EmbeddedOptions, embeddedOpenhost } from './embedded.js';

/** Waits above this many milliseconds are long. */
const LONG = 20_000;
/** The factor by which long waits are shorter. A daemon that is wrong about time shows it at once. */
const SPEED = 20;
const isLong = ({ waits = 0 }: Case): boolean => waits > LONG;

interface Wrong extends Pick<OpenhostMutant, 'silent'> {
  readonly clause: readonly string[];
}

/** A case that fails for a mutant. */
interface Finder extends Outcome {
  /** Whether the case cites a clause that the mutant breaks. */
  readonly own: boolean;
}

/** The cases that fail when the embedded peers have these options, which are those of the mutant. */
export async function finders(
  scope: Scope,
  cases: readonly Case[],
  wrong: Wrong,
  options: EmbeddedOptions,
): Promise<Finder[]> {
  const asked = cases.filter((one) => scope === 'all' || concerns(one, wrong));
  const target = await embeddedOpenhost(options);
  const found: Finder[] = [];
  try {
    const spoken = asked.filter((one) => isSpoken(one, target));
    await drain(spoken, target.concurrency, new AbortController().signal, async (one) => {
      const outcome = await tryCase(one, target, isLong(one) ? SPEED : 1);
      if (kills(outcome, wrong)) found.push({ ...outcome, own: concerns(one, wrong) });
    });
    return found;
  } finally {
    await target.close();
  }
}

/** The gating cases that correct peers, which differ from the reference, do not pass. */
export async function falseAlarms(
  cases: readonly Case[],
  options: EmbeddedOptions,
): Promise<readonly Outcome[]> {
  const target = await embeddedOpenhost(options);
  try {
    const own = new Set(cases.map(({ id }) => id));
    const gating = openhost.cases
      .map(levelledBy(openhost.requirements))
      .filter((one) => own.has(one.id) && one.level === 'must' && !isLong(one));
    const outcomes = await tryCases(gating, target);
    return outcomes.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skip');
  } finally {
    await target.close();
  }
}
