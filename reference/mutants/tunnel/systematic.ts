/** Tunnel programs in which one rule is dropped, inverted or late. */
import type { Rules } from '../../tunnel/peers/rules.js';
import { type Entry, entriesOf, mutantsIn } from '../systematic.js';
import type { TunnelFacts, TunnelMutant } from './mutant.js';
import { rulesOfForwarding } from './rules_of_forwarding.js';
import { rulesOfTheStart } from './rules_of_the_start.js';

export const tunnelEntries: readonly Entry<Rules, TunnelFacts>[] = entriesOf<Rules, TunnelFacts>({
  ...rulesOfTheStart,
  ...rulesOfForwarding,
});

/** A cell without its cases would be tried in none, so each names them. */
export const systematicTunnel: readonly TunnelMutant[] = mutantsIn(tunnelEntries).map((one) => {
  const { killedBy } = one;
  if (!killedBy) throw new Error(`${one.id} names no case that has to find it`);
  return { ...one, killedBy };
});
