/** Section 2: what a relay does with a request. */
import type { Stored } from './store.js';

export interface RelayRules {
  /** The status with which it answers every request, or `closed` when it closes the connection. A right relay serves. */
  turnsAway(): number | 'closed' | undefined;
  /**
   * Milliseconds between a request and its answer. Deployed clients need 300 ms or more for a PUT: the DHT half of their PUT
   * must fail first.
   */
  pause(method: 'GET' | 'PUT'): number;
  /** The packet that it gives under this name. */
  give(stored: Stored | undefined, name: string): Uint8Array | undefined;
}

export const RELAY_RULES = Object.freeze<RelayRules>({
  turnsAway: () => undefined,
  pause: () => 0,
  give: (stored) => stored?.payload,
});
