import type { ClientEquivalent } from '../../reference/mutants/openhost/client_equivalents.js';
import type { ClientMutant } from '../../reference/mutants/openhost/client_mutant.js';
import type { DaemonEquivalent } from '../../reference/mutants/openhost/daemon_equivalent.js';
import type { DaemonMutant } from '../../reference/mutants/openhost/mutant.js';
import type { RelayEquivalent } from '../../reference/mutants/openhost/relay_equivalents.js';
import { RELAY_RULES, type RelayMutant } from '../../reference/mutants/openhost/relays.js';
import { levelledBy } from '../../suites/levelled.js';
import type { Case } from '../../suites/model.js';
import { daemonCases } from '../../suites/openhost/cases.js';
import { clientCases } from '../../suites/openhost/clients.js';
import { openhost } from '../../suites/openhost/index.js';
import { drain } from '../drain.js';
import { concerns, kills } from '../kill.js';
import type { Scope } from '../matrix/trial.js';
import { isSpoken } from '../plan.js';
import { type Outcome, tryCase, tryCases } from '../try_cases.js';
import { type EmbeddedOptions, embeddedOpenhost } from './embedded.js';

/** Milliseconds of patience. Short, because many wrong daemons are found by their silence. */
const PATIENCE = 3000;
/** The factor by which long waits are shorter. A daemon that is wrong about time shows it at once. */
const SPEED = 20;
const speedOf = ({ waits = 0 }: Case): number => (waits > 20_000 ? SPEED : 1);

interface Wrong {
  readonly clause: readonly string[];
  readonly silent?: true;
}

/** A case that fails for a mutant. */
export interface Found extends Outcome {
  /** Whether the case cites a clause that the mutant breaks. */
  readonly own: boolean;
}

export const findersOfDaemon = (mutant: DaemonMutant, scope: Scope): Promise<Found[]> =>
  finders(scope, daemonCases, mutant, {
    change: mutant.change,
    patience: PATIENCE,
    ...(mutant.dialect ? { dialect: mutant.dialect } : {}),
  });

export const findersOfClient = (client: ClientMutant, scope: Scope): Promise<Found[]> =>
  finders(scope, clientCases, client, {
    client,
    ...(client.dialect ? { dialect: client.dialect } : {}),
  });

/** The failures of a correct daemon that publishes to a wrong relay. */
export const findersOfRelay = (relay: RelayMutant, scope: Scope): Promise<Found[]> =>
  finders(scope, daemonCases, relay, {
    relay: relay.change(RELAY_RULES).give,
    patience: PATIENCE,
    ...(relay.dialect ? { dialect: relay.dialect } : {}),
  });

/** The gating cases that a correct daemon, which differs from the reference, does not pass. */
export const falseAlarms = ({ change }: DaemonEquivalent): Promise<readonly Outcome[]> =>
  alarmsAmong(daemonCases, { change });

/** The same for a correct client. */
export const falseAlarmsOfClient = (client: ClientEquivalent): Promise<readonly Outcome[]> =>
  alarmsAmong(clientCases, { client });

/** The same for the reference daemon with a correct relay that differs from ours. */
export const falseAlarmsOfRelay = ({ send }: RelayEquivalent): Promise<readonly Outcome[]> =>
  alarmsAmong(daemonCases, { send: send() });

async function alarmsAmong(cases: readonly Case[], options: EmbeddedOptions): Promise<readonly Outcome[]> {
  const target = await embeddedOpenhost(options);
  const isShort = ({ waits = 0 }: Case) => waits <= 20_000;
  try {
    const own = new Set(cases.map(({ id }) => id));
    const gating = openhost.cases
      .map(levelledBy(openhost.requirements))
      .filter((one) => own.has(one.id) && one.level === 'must' && isShort(one));
    const outcomes = await tryCases(gating, target);
    return outcomes.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skip');
  } finally {
    await target.close();
  }
}

async function finders(
  scope: Scope,
  cases: readonly Case[],
  wrong: Wrong,
  options: EmbeddedOptions,
): Promise<Found[]> {
  const asked = cases.filter((one) => scope === 'all' || concerns(one, wrong));
  const target = await embeddedOpenhost(options);
  const found: Found[] = [];
  try {
    const spoken = asked.filter((one) => isSpoken(one, target));
    await drain(spoken, target.concurrency, new AbortController().signal, async (one) => {
      const outcome = await tryCase(one, target, speedOf(one));
      if (kills(outcome, wrong)) found.push({ ...outcome, own: concerns(one, wrong) });
    });
    return found;
  } finally {
    await target.close();
  }
}
