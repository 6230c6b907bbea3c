/** Our own relay, as deployed peers need it, and direct access to it. */
import { RELAY_RULES, type RelayRules } from '../../reference/openhost/peers/relay/rules.js';
import { type Relay, startRelay } from '../../reference/openhost/peers/relay/server.js';
import { type Substrate, SubstrateError } from '../../reference/openhost/peers/substrate.js';

/** Slower than the DHT, which deployed peers cannot reach here. */
export const SLOW_RELAY: RelayRules = { ...RELAY_RULES, pause: (method) => (method === 'PUT' ? 400 : 0) };

/** With TLS and slow, as programs of others need it, or plain for our own peers. */
export const startOwnRelay = (tls: boolean, change: Partial<RelayRules> = {}): Promise<Relay> =>
  startRelay({ tls, rules: { ...(tls ? SLOW_RELAY : RELAY_RULES), ...change } });

/** Without HTTP, which a busy machine cannot delay. */
export const fromWithin = ({ url, store }: Pick<Relay, 'url' | 'store'>): Substrate => ({
  name: url,
  async put(name, payload) {
    const status = store.put(name, payload);
    if (status !== 204) throw new SubstrateError(`${url} answers PUT with ${status}`);
  },
  get: async (name) => store.get(name)?.payload,
});
