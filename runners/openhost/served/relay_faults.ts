import { RELAY_RULES, relayMutants } from '../../../reference/mutants/openhost/relays.js';
import type { RelayFaults } from '../../../reference/openhost/peers/relay/server.js';
import { lieAbout } from '../faulty_relay.js';

const HANGS_UP = 'hangs-up';

/** The faults that a served relay can have. */
export const faults: readonly string[] = [HANGS_UP, ...relayMutants.map(({ id }) => id)];

export function faultOf(fault: string): RelayFaults {
  const wrong = relayMutants.find(({ id }) => id === fault);
  return wrong ? { lie: lieAbout(wrong.change(RELAY_RULES).give) } : { silent: true };
}
