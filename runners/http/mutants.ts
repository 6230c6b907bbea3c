import type { PunchMutant } from '../../reference/mutants/punch/mutant.js';
import { startBroker } from '../../reference/punch/peers/broker/broker.js';
import { clockOf } from '../../reference/punch/peers/broker/clock.js';
import { createAuthority } from '../../reference/tls/certificate.js';
import type { Case, Target } from '../../suites/model.js';
import { liveCases } from '../../suites/punch/cases.js';
import { askAll, type Outcome } from './put.js';
import { punchTarget } from './target.js';

const authority = createAuthority();
const identity = authority.issue(['127.0.0.1']);

/** A deliberately wrong broker as a target, on a clock that may be faster than the wall. */
export async function mutantTarget(mutant: PunchMutant, speed = 1, patience = 1_000): Promise<Target> {
  const broker = await startBroker({
    faults: mutant.faults,
    clock: clockOf(speed),
    ...(mutant.turnstile === undefined ? {} : { turnstile: mutant.turnstile }),
    ...(mutant.tls ? { tls: identity } : {}),
  });
  return punchTarget({
    url: broker.url,
    name: `mutant:${mutant.name}`,
    secret: broker.secret,
    patience,
    ...(mutant.tls ? { ca: authority.certificate } : {}),
    onClose: broker.close,
  });
}

/** Waits that the RFC imposes pass this many times as fast: the broker's clock and the cases' own. */
const SPEED = 20;
const isLong = ({ waits = 0 }: Case): boolean => waits > 20_000;

export interface Kill {
  readonly mutant: PunchMutant;
  /** Cases that failed and cite a clause that the mutant breaks. */
  readonly by: readonly Outcome[];
  /** Cases that failed although they ask after something else. */
  readonly stray: readonly Outcome[];
}

/** Puts the suite to a wrong broker; `related` only the cases of the clauses it breaks. */
export async function tryToKill(
  mutant: PunchMutant,
  scope: 'all' | 'related',
  patience = 1_000,
): Promise<Kill> {
  const concerns = ({ requires }: Case) => requires.some((id) => mutant.breaks.includes(id));
  const flood = ({ harm = '' }: Case) => /flood|oversized/.test(harm);
  const cases = liveCases.filter((one) => concerns(one) || (scope === 'all' && !flood(one)));
  const [slow, quick] = [cases.filter(isLong), cases.filter((one) => !isLong(one))];
  const put = async (some: readonly Case[], speed: number) => {
    if (some.length === 0) return [];
    const target = await mutantTarget(mutant, speed, patience);
    return askAll(some, target, speed).finally(() => target.close());
  };
  const outcomes = (await Promise.all([put(quick, 1), put(slow, SPEED)])).flat();
  const failed = outcomes.filter(({ verdict }) => verdict === 'fail' || verdict === 'error');
  const concerned = new Set(cases.filter(concerns).map(({ id }) => id));
  return {
    mutant,
    by: failed.filter(({ id }) => concerned.has(id)),
    stray: failed.filter(({ id }) => !concerned.has(id)),
  };
}
