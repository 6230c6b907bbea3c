/** Which waivers a complete run still needs. */
import picomatch from 'picomatch';
import type { Result } from '../suites/model.js';
import { isTooSeldom } from './failure_rate.js';
import type { Waiver } from './waivers.js';

export interface Needed {
  readonly waiver: Waiver;
  readonly needed: boolean;
  /** Why it is dropped, or kept although the run did not need it. */
  readonly why?: string;
}

export function neededWaivers(
  waivers: readonly Waiver[],
  results: readonly Result[],
  ids: readonly string[],
): Needed[] {
  return waivers.map((waiver) => ({ waiver, ...judged(waiver, results, ids) }));
}

function judged(waiver: Waiver, results: readonly Result[], ids: readonly string[]): Omit<Needed, 'waiver'> {
  const matches = picomatch(waiver.id);
  if (!ids.some((id) => matches(id))) return { needed: false, why: 'it matches no case' };
  const own = results.filter(
    ({ id, target }) => matches(id) && (waiver.target === undefined || waiver.target === target),
  );
  if (own.length === 0) return { needed: true, why: 'its case did not run' };
  const passed = own.filter(({ verdict }) => verdict === 'pass');
  const failed = own.filter(({ verdict, unsteady }) => verdict === 'fail' || unsteady);
  if (failed.length === 0 && passed.length === 0)
    return { needed: true, why: `its case has no result to judge it by: ${own[0]?.verdict}` };
  if (waiver.expect === 'flaky') {
    const isOver = isTooSeldom(failed.length, passed.length + failed.length, waiver.rate ?? 0);
    return isOver ? { needed: false, why: `it passed in all ${passed.length} rounds` } : { needed: true };
  }
  if (failed.length === 0) return { needed: false, why: `${passed[0]?.id} passes` };
  const [one] = passed;
  return one
    ? { needed: true, why: `${failed[0]?.id} fails, but ${one.id} passes: split it` }
    : { needed: true };
}
