import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64url } from '../../reference/bytes/base64url.js';
import { DecodeError } from '../../reference/bytes/error.js';
import { hex } from '../../reference/bytes/hex.js';
import { concat } from '../../reference/bytes/writer.js';
import { publicKeyOf } from '../../reference/crypto/ed25519.js';
import { wrap } from '../../reference/openhost/compression.js';
import { frameDecoder } from '../../reference/openhost/frame_stream.js';
import { openPacket, signPacket } from '../../reference/openhost/packet.js';
import { createIdentity } from '../../reference/openhost/peers/identity.js';
import { reassemble } from '../../reference/openhost/reassembly.js';
import { readRecord, signRecord } from '../../reference/openhost/record.js';
import type { Json, JsonObject } from '../../reference/structure.js';
import { grammar } from './fuzz.js';

/** The key of RFC 8032, section 7.1, with which the vectors are signed. */
const seed = hex.decode('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60');
const signer = createIdentity(seed);
const given = { public_key: hex.encode(publicKeyOf(seed)) };
const layer = (structure: string) => {
  const found = grammar.layered.find((one) => one.structure === structure);
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

describe('the histories', () => {
  const made = (name: string, count: number) => {
    const model = grammar.models.find((one) => one.structure === name);
    if (!model) throw new Error(`no model ${name}`);
    const { drawn, make } = model.source(fc);
    return fc.sample(drawn, count).map((one) => make(one).input as Json);
  };

  it('of frames contain whole streams that decode, streams that are rejected, and cut frames', () => {
    const ends = { decoded: 0, rejected: 0, cut: 0 };
    const codes = new Set<string>();
    for (const parts of made('openhost/frame', 300) as string[][]) {
      const { push } = frameDecoder(() => {});
      try {
        for (const part of parts) push(hex.decode(part));
      } catch (error) {
        if (!(error instanceof DecodeError)) throw error;
        ends.rejected += 1;
        codes.add(error.code);
        continue;
      }
      ends.decoded += 1;
      if (parts.filter((part) => part !== '').length > 1) ends.cut += 1;
    }
    expect(Math.min(ends.decoded, ends.rejected, ends.cut)).toBeGreaterThan(10);
    // A reserved type, a length above the limit, and a payload where none may be.
    expect(codes).toEqual(new Set(['frame/type', 'frame/length', 'frame/not-empty']));
  });

  it('of answers contain those that can be put together, and those that are rejected', () => {
    const ends = { whole: 0, rejected: 0, missing: 0 };
    for (const records of made('openhost/reassembly', 300) as JsonObject[][]) {
      const labelled = records.map(({ suffix, envelope }) => ({
        suffix: String(suffix),
        envelope: hex.decode(String(envelope)),
      }));
      try {
        ends[reassemble(labelled) === undefined ? 'missing' : 'whole'] += 1;
      } catch (error) {
        if (!(error instanceof DecodeError)) throw error;
        ends.rejected += 1;
      }
    }
    expect(Math.min(ends.whole, ends.rejected, ends.missing)).toBeGreaterThan(10);
  });
});

it('the signature of a layer covers exactly the bytes that it carries', () => {
  const bytes = base64url.decode(record);
  expect(
    concat(bytes.subarray(0, 64), hex.decode(String(layer('openhost/record').open(given, record)))),
  ).toEqual(bytes);
});
