import { beforeEach, describe, expect, it } from 'vitest';
import { MAX_PAYLOAD, signPacket } from '../../packet.js';
import { createIdentity, type Identity } from '../identity.js';
import { createRelayStore, keyOf, type RelayStore } from './store.js';

const [alice, bob, carol] = [1, 2, 3].map((fill) => createIdentity(new Uint8Array(32).fill(fill))) as [
  Identity,
  Identity,
  Identity,
];
const packet = (seq: bigint, value = 'm', identity = alice) =>
  signPacket(identity, seq, [{ label: '_openhost', ttl: 300, value }]);

let now = 0;
let store: RelayStore;
beforeEach(() => {
  now = 5;
  store = createRelayStore(() => now);
});
const seqOf = (identity: Identity) => store.get(identity.name)?.seq;

it('keeps a copy of the packet, its number and its time', () => {
  const payload = packet(20n);
  expect(store.get(alice.name)).toBeUndefined();
  expect(store.put(alice.name, payload)).toBe(204);
  const sent = payload.slice();
  payload.fill(0);
  expect(store.get(alice.name)).toEqual({ payload: sent, seq: 20n, at: 5 });
  now = 6;
  expect(store.put(alice.name, sent)).toBe(204);
  expect(store.get(alice.name)?.at).toBe(6);
});

it.each([
  ['a smaller number', packet(19n, 'z'), 409],
  ['an equal number and a smaller packet', packet(20n, 'a'), 409],
  ['an equal number and a larger packet', packet(20n, 'z'), 204],
  ['the same packet', packet(20n), 204],
  ['a larger number and a smaller packet', packet(21n, 'a'), 204],
  ['the largest number', packet(2n ** 64n - 1n), 204],
])('answers %s after number 20', (_what, next, status) => {
  store.put(alice.name, packet(20n));
  expect(store.put(alice.name, next)).toBe(status);
  const rejected = status === 409;
  expect(store.get(alice.name)?.payload).toEqual(rejected ? packet(20n) : next);
  expect([...store.outdated.keys()]).toEqual(rejected ? [alice.name] : []);
});

it('remembers the number of the last outdated packet of each key', () => {
  store.put(alice.name, packet(20n));
  for (const seq of [3n, 7n]) store.put(alice.name, packet(seq));
  expect(Object.fromEntries(store.outdated)).toEqual({ [alice.name]: 7n });
});

it.each([
  ['a name of 51 characters', alice.name.slice(1), packet(1n), 404],
  ['a name of 53 characters', `${alice.name}y`, packet(1n), 404],
  ['a name in another alphabet', `${alice.name.slice(0, 51)}l`, packet(1n), 404],
  ['a name that is no key, before the length', 'nobody', new Uint8Array(MAX_PAYLOAD + 1), 404],
  ['a packet above the limit, before its signature', alice.name, new Uint8Array(MAX_PAYLOAD + 1), 413],
  ['an empty packet', alice.name, new Uint8Array(0), 400],
  ['a packet without a signature', alice.name, new Uint8Array(MAX_PAYLOAD), 400],
  ['the packet of another key', bob.name, packet(1n), 400],
  ['a packet with another number', alice.name, packet(1n).with(71, 2), 400],
])('rejects %s', (_what, name, payload, status) => {
  const puts: string[] = [];
  store.onPut = (put) => puts.push(put);
  expect(store.put(name, payload)).toBe(status);
  expect([store.get(name), store.outdated.size, puts]).toEqual([undefined, 0, []]);
});

describe('If-Match', () => {
  it.each([
    ['the stored number', '20', 204],
    ['another number', '19', 412],
    ['the number with a leading zero', '020', 412],
    ['no text', '', 412],
    ['any', '*', 412],
  ])('with %s replaces the stored packet or is answered 412', (_what, ifMatch, status) => {
    store.put(alice.name, packet(20n));
    expect(store.put(alice.name, packet(21n), ifMatch)).toBe(status);
    expect(seqOf(alice)).toBe(status === 204 ? 21n : 20n);
  });

  it('does not let an older packet in', () => {
    store.put(alice.name, packet(20n));
    expect(store.put(alice.name, packet(19n), '20')).toBe(409);
  });

  it('does not matter for the first packet of a key', () => {
    expect(store.put(alice.name, packet(1n), '7')).toBe(204);
  });

  it('is needed for another packet while a write of the same key is not answered', () => {
    store.writing.set(alice.name, 1);
    expect(store.put(alice.name, packet(20n))).toBe(204);
    expect(store.put(alice.name, packet(21n))).toBe(428);
    expect(store.put(alice.name, packet(20n))).toBe(204);
    expect(store.put(alice.name, packet(21n), '20')).toBe(204);
    expect(store.put(bob.name, packet(1n, 'm', bob))).toBe(204);
    expect(store.put(bob.name, packet(2n, 'm', bob))).toBe(204);
    store.writing.set(alice.name, 0);
    expect(store.put(alice.name, packet(22n))).toBe(204);
  });
});

it('drops the key that was written longest ago when it has too many', () => {
  store = createRelayStore(() => now, 2);
  for (const one of [alice, bob]) store.put(one.name, packet(20n, 'm', one));
  store.put(alice.name, packet(21n));
  for (const one of [alice, bob]) store.put(one.name, packet(1n, 'm', one));
  expect(store.put(carol.name, packet(20n, 'm', carol))).toBe(204);
  expect([alice, bob, carol].map(seqOf)).toEqual([21n, undefined, 20n]);
  expect([...store.outdated.keys()]).toEqual([alice.name]);
});

it('tells of each accepted packet, and forgets all when it is cleared', () => {
  const puts: [string, bigint][] = [];
  store.onPut = (name, { seq }) => puts.push([name, seq]);
  for (const seq of [20n, 19n, 21n]) store.put(alice.name, packet(seq));
  expect(puts).toEqual([
    [alice.name, 20n],
    [alice.name, 21n],
  ]);
  store.clear();
  expect([store.get(alice.name), store.outdated.size]).toEqual([undefined, 0]);
  expect(store.put(alice.name, packet(1n))).toBe(204);
});

it('reads a name as its key of 32 bytes', () => {
  expect(keyOf(alice.name)).toEqual(alice.publicKey);
  const names = [
    '',
    'y'.repeat(51),
    'y'.repeat(53),
    `${'y'.repeat(51)}b`,
    alice.name.toUpperCase(),
    'é'.repeat(52),
  ];
  expect(names.map(keyOf)).toEqual(names.map(() => undefined));
});
