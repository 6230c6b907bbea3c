import { describe, expect, it } from 'vitest';
import { signPacket } from '../../openhost/packet.js';
import { createIdentity } from '../../openhost/peers/identity.js';
import { RELAY_RULES } from '../../openhost/peers/relay/rules.js';
import type { Stored } from '../../openhost/peers/relay/store.js';
import { givingOf, relayMutants } from './relays.js';

const daemon = createIdentity();
const stored = (label: string, seq: bigint): Stored => ({
  payload: signPacket(daemon, seq, [{ label, ttl: 300, value: 'x'.repeat(200) }]),
  seq,
  at: 0,
});

describe('a wrong relay', () => {
  it('makes its packet of the newest one of a daemon and of the first one under the same name', () => {
    const asked: unknown[][] = [];
    const { give } = givingOf((...given) => {
      asked.push(given);
      return given[1];
    });
    const [first, second] = [stored('_openhost', 1n), stored('_openhost', 2n)];
    expect(give(first, 'a')).toBe(first.payload);
    expect(give(second, 'a')).toBe(first.payload);
    expect(give(second, 'b')).toBe(second.payload);
    expect(asked).toEqual([
      [first.payload, first.payload, 'a'],
      [second.payload, first.payload, 'a'],
      [second.payload, second.payload, 'b'],
    ]);
  });

  it('changes neither the packet of a client nor the answer that it has none', () => {
    const { give } = givingOf(() => {
      throw new Error('it must not be asked');
    });
    const ofClient = stored('_offer-x', 1n);
    expect(give(ofClient, 'client')).toBe(ofClient.payload);
    expect(give(undefined, 'nobody')).toBeUndefined();
  });

  it.each(relayMutants)(
    '$id changes what it gives of a daemon, and the right relay does not',
    ({ id, change }) => {
      const { give } = change(RELAY_RULES);
      const [older, newer] = [stored('_openhost', 1n), stored('_openhost', 2n)];
      give(older, daemon.name);
      const given = give(newer, daemon.name);
      // A packet without answers has nothing that this one could lengthen.
      if (id !== 'lengthens-fragments') expect(given).not.toEqual(newer.payload);
      expect(RELAY_RULES.give(newer, daemon.name)).toBe(newer.payload);
    },
  );
});
