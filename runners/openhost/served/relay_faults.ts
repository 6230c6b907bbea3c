import { relayMutants } from '../../../reference/mutants/openhost/relays.js';
import type { RelayRules } from '../../../reference/openhost/peers/relay/rules.js';

const HANGS_UP = 'hangs-up';

/** The faults that a served relay can have. */
export const faults: readonly string[] = [HANGS_UP, ...relayMutants.map(({ id }) => id)];

export function withFault(rules: RelayRules, fault: string): RelayRules {
  const wrong = relayMutants.find(({ id }) => id === fault);
  return wrong?.change(rules) ?? { ...rules, turnsAway: () => 'closed' };
}
