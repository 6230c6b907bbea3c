import { describe, expect, it } from 'vitest';
import { relayMutants } from '../../reference/mutants/openhost/relays.js';
import { signPacket } from '../../reference/openhost/packet.js';
import { createIdentity } from '../../reference/openhost/peers/identity.js';
import type { Stored } from '../../reference/openhost/peers/relay/store.js';
import { lieAbout } from './faulty_relay.js';
import { faultOf, faults } from './served/relay_faults.js';

const daemon = createIdentity();
const stored = (label: string, seq: bigint): Stored => ({
  payload: signPacket(daemon, seq, [{ label, ttl: 300, value: 'x'.repeat(200) }]),
  seq,
  at: 0,
});

describe('a faulty relay', () => {
  it('gives its rule the newest packet of a daemon, and the first one under the same name', () => {
    const asked: unknown[][] = [];
    const lie = lieAbout((...given) => {
      asked.push(given);
      return given[1];
    });
    const [first, second] = [stored('_openhost', 1n), stored('_openhost', 2n)];
    expect(lie('a', first)).toBe(first.payload);
    expect(lie('a', second)).toBe(first.payload);
    expect(lie('b', second)).toBe(second.payload);
    expect(asked).toEqual([
      [first.payload, first.payload, 'a'],
      [second.payload, first.payload, 'a'],
      [second.payload, second.payload, 'b'],
    ]);
  });

  it('changes neither the packet of a client nor the answer that it has none', () => {
    const lie = lieAbout(() => {
      throw new Error('it must not be asked');
    });
    expect(lie('client', stored('_offer-x', 1n))).toBeUndefined();
    expect(lie('nobody', undefined)).toBeUndefined();
  });
});

describe('conform serve openhost relay --fault', () => {
  it('has a fault of each wrong relay, and one that hangs up', () => {
    expect(faults).toEqual(['hangs-up', ...relayMutants.map(({ id }) => id)]);
    expect(faultOf('hangs-up')).toEqual({ silent: true });
  });

  it.each(relayMutants.map(({ id }) => id))('%s changes what the relay gives', (id) => {
    const lie = faultOf(id).lie;
    expect(lie).toBeDefined();
    const [older, newer] = [stored('_openhost', 1n), stored('_openhost', 2n)];
    lie?.(daemon.name, older);
    const given = lie?.(daemon.name, newer);
    // A packet without answers has nothing that this one could lengthen.
    if (id !== 'lengthens-fragments') expect(given).not.toEqual(newer.payload);
  });
});
