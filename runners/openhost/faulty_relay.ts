import type { RelayRules } from '../../reference/mutants/openhost/relays.js';
import type { RelayFaults } from '../../reference/openhost/peers/relay/server.js';

/** The faults affect only packets of daemons. Requests about clients pass unchanged. */
export function lieAbout(give: RelayRules['give']): NonNullable<RelayFaults['lie']> {
  const firsts = new Map<string, Uint8Array>();
  return (name, stored) => {
    if (stored === undefined || !Buffer.from(stored.payload).includes('_openhost')) return undefined;
    const first = firsts.get(name) ?? stored.payload;
    firsts.set(name, first);
    return give(stored.payload, first, name);
  };
}
