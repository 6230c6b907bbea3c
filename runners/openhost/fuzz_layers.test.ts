import { describe, expect, it } from 'vitest';
import { base64url } from '../../reference/bytes/base64url.js';
import { DecodeError } from '../../reference/bytes/error.js';
import { hex } from '../../reference/bytes/hex.js';
import { concat } from '../../reference/bytes/writer.js';
import { publicKeyOf } from '../../reference/crypto/ed25519.js';
import { wrap } from '../../reference/openhost/compression.js';
import { openPacket, signPacket } from '../../reference/openhost/packet.js';
import { createIdentity } from '../../reference/openhost/peers/identity.js';
import { readRecord, signRecord } from '../../reference/openhost/record.js';
import type { JsonObject } from '../../reference/structure.js';
import { layered } from './fuzz_layers.js';

/** The key of RFC 8032, section 7.1, with which the vectors are signed. */
const seed = hex.decode('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60');
const signer = createIdentity(seed);
const given = { public_key: hex.encode(publicKeyOf(seed)) };
const layer = (structure: string) => {
  const found = layered.find((one) => one.structure === structure);
  if (!found) throw new Error(`no layer ${structure}`);
  return found;
};
const record = signRecord(seed, {
  ...{ version: 2, ts: 5n, dtlsFp: new Uint8Array(32), roles: 'server', salt: new Uint8Array(32), disc: '' },
});
const packet = signPacket(signer, 7n, [{ label: '_openhost', ttl: 300, value: record }]);

describe('an edit inside of layers', () => {
  it.each<[string, JsonObject, string]>([
    ['openhost/record', given, record],
    ['openhost/packet', given, hex.encode(packet)],
    ['openhost/offer', {}, hex.encode(wrap(Uint8Array.of(1, 2, 3)))],
    ['openhost/answer', {}, hex.encode(wrap(new Uint8Array(0)))],
  ])('of %s is undone when nothing is edited', (structure, from, input) => {
    const { open, close } = layer(structure);
    const inner = open(from, input);
    expect(inner).toBeDefined();
    expect(close(from, inner ?? null)).toBe(input);
  });

  it('signs a changed record and a changed packet again', () => {
    const { open, close } = layer('openhost/record');
    const inner = hex.decode(String(open(given, record)));
    const other = String(close(given, hex.encode(inner.with(18, 9))));
    expect(readRecord(other, signer.publicKey).ts).toBe(9n);
    const outer = layer('openhost/packet');
    const opened = outer.open(given, hex.encode(packet)) as JsonObject;
    const changed = hex.decode(String(outer.close(given, { ...opened, seq: '0000000000000009' })));
    expect(openPacket(signer.publicKey, changed).seq).toBe(9n);
  });

  it('is not possible for the signature of another key', () => {
    const others = { public_key: hex.encode(createIdentity().publicKey) };
    expect(layer('openhost/record').open(others, record)).toBeUndefined();
    expect(layer('openhost/packet').open(others, hex.encode(packet))).toBeUndefined();
    expect(layer('openhost/packet').open(given, hex.encode(packet.subarray(0, 71)))).toBeUndefined();
  });

  it('keeps a sequence number to 64 bits, whatever the edit made of it', () => {
    const { close } = layer('openhost/packet');
    const closed = (seq: string) => hex.decode(String(close(given, { seq, dns: '' })));
    expect(closed('').subarray(64)).toEqual(new Uint8Array(8));
    expect(closed(`01${'ff'.repeat(8)}`).subarray(64)).toEqual(new Uint8Array(8).fill(0xff));
  });

  it('of an input that is not hexadecimal text is a DecodeError, which the fuzzer passes over', () => {
    for (const [structure, input] of [
      ['openhost/packet', 'zz'],
      ['openhost/offer', '02'],
      ['openhost/record', '???'],
    ] as const) {
      expect(() => layer(structure).open(given, input)).toThrow(DecodeError);
    }
    expect(layer('openhost/packet').open(given, 7)).toBeUndefined();
  });
});

it('the signature of a layer covers exactly the bytes that it carries', () => {
  const bytes = base64url.decode(record);
  expect(
    concat(bytes.subarray(0, 64), hex.decode(String(layer('openhost/record').open(given, record)))),
  ).toEqual(bytes);
});
