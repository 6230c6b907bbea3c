/** Direct access to our own relay, without HTTP, which a busy machine cannot delay. */
import type { Relay } from '../../reference/openhost/peers/relay/server.js';
import { type Substrate, SubstrateError } from '../../reference/openhost/peers/substrate.js';

export const fromWithin = ({ url, store }: Pick<Relay, 'url' | 'store'>): Substrate => ({
  name: url,
  async put(name, payload) {
    const status = store.put(name, payload);
    if (status !== 204) throw new SubstrateError(`${url} answers PUT with ${status}`);
  },
  get: async (name) => store.get(name)?.payload,
});
