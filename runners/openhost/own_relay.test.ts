import { expect, it } from 'vitest';
import { signPacket } from '../../reference/openhost/packet.js';
import { createIdentity } from '../../reference/openhost/peers/identity.js';
import { createRelayStore } from '../../reference/openhost/peers/relay/store.js';
import { SubstrateError } from '../../reference/openhost/peers/substrate.js';
import { fromWithin } from './own_relay.js';

it('returns what was put, and rejects what the relay rejects', async () => {
  const store = createRelayStore();
  const relay = fromWithin({ url: 'https://127.0.0.1:1', store });
  const identity = createIdentity();
  const packet = (seq: bigint) => signPacket(identity, seq, [{ label: '_offer', ttl: 30, value: 'x' }]);
  expect(await relay.get(identity.name)).toBeUndefined();
  await relay.put(identity.name, packet(2n));
  expect(await relay.get(identity.name)).toEqual(packet(2n));
  await expect(relay.put(identity.name, packet(1n))).rejects.toThrow(SubstrateError);
  await expect(relay.put('not a key', packet(3n))).rejects.toThrow(/PUT with 404/);
});
