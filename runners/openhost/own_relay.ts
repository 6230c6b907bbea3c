/** Our own relay, as deployed peers need it, and direct access to it. */
import { type Relay, startRelay } from '../../reference/openhost/peers/relay/server.js';
import { type Substrate, SubstrateError } from '../../reference/openhost/peers/substrate.js';

/** With TLS, and slower than the DHT, which deployed peers cannot reach here. */
export const startSlowRelay = (): Promise<Relay> => startRelay({ tls: true, faults: { putDelay: 400 } });

/** Without HTTP, which a busy machine cannot delay. */
export const fromWithin = ({ url, store }: Pick<Relay, 'url' | 'store'>): Substrate => ({
  name: url,
  async put(name, payload) {
    const status = store.put(name, payload);
    if (status !== 204) throw new SubstrateError(`${url} answers PUT with ${status}`);
  },
  get: async (name) => store.get(name)?.payload,
});
