import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equalBytes } from './equal.js';
import { rejectionOf } from './error.js';
import { hex } from './hex.js';
import { type Field, Reader } from './reader.js';
import { fromUtf8, utf8 } from './text.js';

const faultOf = (read: () => unknown): string => rejectionOf(read)?.place ?? 'accepted';

describe('the reader', () => {
  const sample = hex.decode('01020304050607080910111213141516171819c3a9ff');

  it('reads numbers in their byte order, views and text, and traces each field', () => {
    const trace: Field[] = [];
    const reader = new Reader(sample, trace, 100);
    expect(reader.u8('a')).toBe(0x01);
    expect(reader.u16be('b')).toBe(0x0203);
    expect(reader.u32be('c')).toBe(0x04050607);
    expect(reader.u32le('d')).toBe(0x11100908);
    expect(reader.u64be('e')).toBe(0x1213141516171819n);
    expect(reader.utf8('f', 2)).toBe('é');
    const rest = reader.rest('g');
    expect(rest).toEqual(Uint8Array.of(0xff));
    expect(rest.buffer).toBe(sample.buffer);
    reader.end();
    expect(trace.map(({ name, offset, length }) => [name, offset, length])).toEqual([
      ['a', 100, 1],
      ['b', 101, 2],
      ['c', 103, 4],
      ['d', 107, 4],
      ['e', 111, 8],
      ['f', 119, 2],
      ['g', 121, 1],
    ]);
  });

  it('never reads beyond its end', () => {
    const read = fc.constantFrom('u8', 'u16be', 'u32be', 'u32le', 'u64be');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), fc.array(read), (bytes, asked) => {
        const reader = new Reader(bytes.subarray(1), undefined, 7);
        const size = Math.max(0, bytes.length - 1);
        const told = faultOf(() => {
          for (const one of asked) reader[one as 'u8']('field');
        });
        expect(['accepted', `truncated at ${7 + size}`]).toContain(told);
        expect(reader.offset + reader.remaining).toBe(7 + size);
      }),
    );
  });

  it.each([
    ['bytes left', () => new Reader(sample).end(), 'trailing-bytes at 0'],
    ['more than there is', () => new Reader(sample).take('all', 99), 'truncated at 22'],
    [
      'text that is not UTF-8',
      () => new Reader(sample.subarray(21), undefined, 21).utf8('t', 1),
      'utf8/invalid at 21',
    ],
  ])('rejects %s', (_what, read, told) => expect(faultOf(read)).toBe(told));
});

describe('text', () => {
  it('decodes every UTF-8 text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(fromUtf8(utf8(text))).toBe(text);
        expect(Buffer.from(utf8(text)).toString('utf8')).toBe(text);
      }),
    );
  });

  it.each([
    ['an overlong slash', '61c0af', 'utf8/invalid at 1'],
    ['a surrogate', '6161eda080', 'utf8/invalid at 3'],
    ['a cut sequence', '61e282', 'utf8/invalid at 3'],
    ['a stray continuation', '80', 'utf8/invalid at 0'],
    ['a number beyond Unicode', 'f4908080', 'utf8/invalid at 1'],
  ])('rejects %s', (_what, bytes, told) => {
    expect(faultOf(() => fromUtf8(hex.decode(bytes)))).toBe(told);
  });

  it('keeps a byte order mark, and rejects a lone surrogate', () => {
    expect(fromUtf8(hex.decode('efbbbf61'))).toBe('﻿a');
    expect(faultOf(() => utf8('a\ud800'))).toBe('utf8/lone-surrogate at 1');
  });
});

describe('equalBytes', () => {
  it('gives the result of a comparison byte by byte', () => {
    const few = fc.uint8Array({ maxLength: 3, max: 2 });
    fc.assert(
      fc.property(few, few, (a, b) => {
        expect(equalBytes(a, b)).toBe(Buffer.compare(a, b) === 0);
      }),
    );
  });
});
