import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Reader } from './reader.js';
import { Writer } from './writer.js';

const fields = fc.oneof(
  fc.record({ kind: fc.constant('u8' as const), value: fc.nat(0xff) }),
  fc.record({ kind: fc.constant('u16be' as const), value: fc.nat(0xffff) }),
  fc.record({ kind: fc.constantFrom('u32be' as const, 'u32le' as const), value: fc.nat(0xffff_ffff) }),
  fc.record({ kind: fc.constant('u64be' as const), value: fc.bigInt(0n, 2n ** 64n - 1n) }),
  fc.record({ kind: fc.constant('put' as const), value: fc.uint8Array({ maxLength: 100 }) }),
);

test('the reader reads the written values, however often the buffer grows', () => {
  fc.assert(
    fc.property(fc.array(fields, { maxLength: 60 }), (list) => {
      const writer = new Writer();
      for (const { kind, value } of list) {
        if (kind === 'u64be') writer.u64be(value);
        else if (kind === 'put') writer.put(value);
        else writer[kind](value);
      }
      const reader = new Reader(writer.finish());
      for (const { kind, value } of list) {
        const read = kind === 'put' ? reader.take(kind, value.length) : reader[kind](kind);
        expect(read).toEqual(value);
      }
      reader.end();
    }),
  );
});

test('rejects a number that does not fit', () => {
  for (const value of [-1, 256, 1.5, Number.NaN]) expect(() => new Writer().u8(value)).toThrow(RangeError);
  expect(() => new Writer().u16be(0x10000)).toThrow(RangeError);
  expect(() => new Writer().u32be(2 ** 32)).toThrow(RangeError);
  expect(() => new Writer().u64be(2n ** 64n)).toThrow(RangeError);
  expect(() => new Writer().u64be(-1n)).toThrow(RangeError);
});
