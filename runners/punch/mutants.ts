import { defined } from '../../defined.js';
import type { PunchEquivalent } from '../../reference/mutants/punch/equivalent.js';
import type { PunchMutant } from '../../reference/mutants/punch/mutant.js';
import { startChanged } from '../../reference/mutants/punch/start.js';
import * as own from '../../reference/punch/companion/files.js';
import { clockOf } from '../../reference/punch/peers/broker/clock.js';
import { createAuthority } from '../../reference/tls/certificate.js';
import type { Case, Target } from '../../suites/model.js';
import { liveCases } from '../../suites/punch/cases.js';
import { requirements } from '../../suites/punch/requirements.js';
import { isTooMuch } from '../../suites/punch/steps.js';
import { concerns, kills } from '../kill.js';
import { type Outcome, tryCases } from '../try_cases.js';
import { punchTarget } from './target.js';

const authority = createAuthority();
const identity = authority.issue(['127.0.0.1']);

/** A deliberately wrong broker as a target, on a clock that may be faster than the wall. */
export async function mutantTarget(mutant: PunchMutant, speed = 1, patience = 1_000): Promise<Target> {
  const broker = await startChanged(mutant.change, {
    clock: clockOf(speed),
    ...defined({ secret: mutant.secret }),
    ...(mutant.tls ? { tls: identity } : {}),
  });
  return punchTarget({
    url: broker.url,
    name: `mutant:${mutant.id}`,
    secret: broker.secret,
    patience,
    srt: mutant.srt,
    turnstileToken: mutant.turnstileToken,
    openapi: mutant.given === 'openapi' ? own.openapi() : undefined,
    messages: mutant.given === 'messages' ? own.messages() : undefined,
    ca: mutant.tls ? authority.certificate : undefined,
    onClose: broker.close,
  });
}

/** The factor by which the clocks of the broker and of the cases are faster, for the waits that the RFC imposes. */
const SPEED = 20;
const UNHURRIED = 5;
const isLong = ({ waits = 0 }: Case): boolean => waits > 20_000;

export interface Kill {
  readonly mutant: PunchMutant;
  /** Cases that failed and cite a clause that the mutant breaks. */
  readonly by: readonly Outcome[];
  /** Cases of other clauses that failed, and cases that ended in an error of ours. */
  readonly stray: readonly Outcome[];
}

/** Puts the suite to a wrong broker; `related` only the cases of the clauses it breaks. */
export async function tryToKill(
  mutant: PunchMutant,
  scope: 'all' | 'related',
  patience = 1_000,
): Promise<Kill> {
  const cites = (one: Case) => concerns(one, mutant);
  const others = scope === 'all' && !mutant.alone;
  const cases = liveCases.filter((one) => cites(one) || (others && !isTooMuch(one)));
  const concerned = new Set(cases.filter(cites).map(({ id }) => id));
  const isStray = ({ id, verdict }: Outcome) => verdict === 'error' || !concerned.has(id);
  const failed = await failuresOf(mutant, cases, patience, SPEED);
  const strays = new Set(failed.filter(isStray).map(({ id }) => id));
  // On a busy machine a right broker may be late, and a wrong one may not show its fault: both get more time.
  const unhurried = (some: readonly Case[]) => failuresOf(mutant, some, 3 * patience, UNHURRIED);
  const finds = (outcome: Outcome) => !isStray(outcome) && kills(outcome);
  const by = failed.filter(finds);
  return {
    mutant,
    by: by.length > 0 ? by : (await unhurried(cases.filter(cites))).filter(finds),
    stray: (await unhurried(cases.filter(({ id }) => strays.has(id)))).filter(isStray),
  };
}

/** Cases with longer waits are not asked of equivalents. */
const QUICK = 3_000;

/** Gating cases that fail or are blocked for a broker that keeps to the RFC, also when they are asked again with more time. */
export async function falseAlarms(
  equivalent: PunchEquivalent,
  cases: readonly Case[] = liveCases.filter(({ waits = 0 }) => waits <= QUICK),
  patience = 1_000,
): Promise<readonly Outcome[]> {
  const alarms = await alarmsOf(equivalent, cases, patience);
  if (alarms.length === 0) return [];
  const again = new Set(alarms.map(({ id }) => id));
  return alarmsOf(
    equivalent,
    cases.filter(({ id }) => again.has(id)),
    3 * patience,
  );
}

/** A broker that keeps to the RFC in a way of its own, as a target. */
export async function equivalentTarget(
  { id, change, openapi }: PunchEquivalent,
  patience: number,
): Promise<Target> {
  const broker = await startChanged(change);
  return punchTarget({
    url: broker.url,
    name: `equivalent:${id}`,
    secret: broker.secret,
    patience,
    openapi,
    onClose: broker.close,
  });
}

async function alarmsOf(
  equivalent: PunchEquivalent,
  cases: readonly Case[],
  patience: number,
): Promise<readonly Outcome[]> {
  const target = await equivalentTarget(equivalent, patience);
  const outcomes = await tryCases(cases, target, 1, liveCases).finally(() => target.close());
  return outcomes.filter((outcome) => gates.has(outcome.id) && !['pass', 'skip'].includes(outcome.verdict));
}

const musts = new Set(requirements.filter(({ level }) => level === 'must').map(({ id }) => id));
/** The level of a case is that of its strongest requirement, unless it names a lower one. */
const gates = new Set(
  liveCases
    .filter(({ level, requires }) => level === 'must' && requires.some((id) => musts.has(id)))
    .map(({ id }) => id),
);

async function failuresOf(
  mutant: PunchMutant,
  cases: readonly Case[],
  patience: number,
  speed: number,
): Promise<readonly Outcome[]> {
  const put = async (some: readonly Case[], pace: number) => {
    if (some.length === 0) return [];
    const target = await mutantTarget(mutant, pace, patience);
    return tryCases(some, target, pace, liveCases).finally(() => target.close());
  };
  const [slow, quick] = [cases.filter(isLong), cases.filter((one) => !isLong(one))];
  const groups = mutant.alone ? quick.map((one) => [one]) : [quick];
  const outcomes = await Promise.all([...groups.map((group) => put(group, 1)), put(slow, speed)]);
  return outcomes.flat().filter(({ verdict }) => verdict === 'fail' || verdict === 'error');
}
