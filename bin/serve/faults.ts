import { relayMutants } from '../../reference/mutants/openhost/relays.js';
import type { RelayFaults } from '../../reference/openhost/peers/relay/server.js';
import { lieAbout } from '../../runners/openhost/lying_relay.js';
import { UsageError } from '../command.js';
import { unknown } from '../suggest.js';

const HANGS_UP = 'hangs-up';

/** What a relay may be told to do wrong. */
export const faults: readonly string[] = [HANGS_UP, ...relayMutants.map(({ name }) => name)];

export function faultOf(name: string): RelayFaults {
  if (name === HANGS_UP) return { silent: true };
  const wrong = relayMutants.find((one) => one.name === name);
  if (wrong) return { lie: lieAbout(wrong.give) };
  throw new UsageError(unknown('fault', name, faults));
}
