import { relayMutants } from '../../../reference/mutants/openhost/relays.js';
import type { RelayFaults } from '../../../reference/openhost/peers/relay/server.js';
import { lieAbout } from '../faulty_relay.js';

const HANGS_UP = 'hangs-up';

/** What a relay may be told to do wrong. */
export const faults: readonly string[] = [HANGS_UP, ...relayMutants.map(({ name }) => name)];

export function faultOf(name: string): RelayFaults {
  const wrong = relayMutants.find((one) => one.name === name);
  return wrong ? { lie: lieAbout(wrong.give) } : { silent: true };
}
