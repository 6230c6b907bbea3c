import { constants, deflateRawSync, deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rejectionOf } from './error.js';
import { hex } from './hex.js';
import { inflate } from './inflate.js';
import { concat } from './writer.js';
import { adler32, store, unzip } from './zlib.js';

const limit = 65_536;
const plain = (bytes: Uint8Array) => new Uint8Array(bytes);

/** Runs, text and noise, so that every kind of block and code occurs. */
const bodies = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.tuple(fc.nat(255), fc.nat(3000)).map(([byte, count]) => new Uint8Array(count).fill(byte)),
      fc.string({ maxLength: 200 }).map((text) => new TextEncoder().encode(text)),
    ),
    { maxLength: 6 },
  )
  .map((parts) => concat(...parts));

const refusal = (read: () => unknown): string | undefined => rejectionOf(read)?.code;

describe('against node:zlib', () => {
  const { Z_DEFAULT_STRATEGY, Z_FIXED, Z_FILTERED, Z_HUFFMAN_ONLY, Z_RLE } = constants;
  const strategies = [Z_DEFAULT_STRATEGY, Z_FIXED, Z_FILTERED, Z_HUFFMAN_ONLY, Z_RLE];

  test('reads streams of every level and strategy', () => {
    const levels = Array.from({ length: 10 }, (_, level) => level);
    fc.assert(
      fc.property(
        bodies,
        fc.constantFrom(...strategies),
        fc.integer({ min: 9, max: 15 }),
        (body, strategy, windowBits) => {
          for (const level of levels) {
            const read = unzip(plain(deflateSync(body, { level, strategy, windowBits })), { limit });
            expect(Buffer.compare(read, body)).toBe(0);
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  test('writes stored streams that zlib reads', () => {
    for (const length of [0, 1, 65_534, 65_535, 65_536]) {
      const body = new Uint8Array(length).fill(9);
      // To compare arrays of 64 KiB member by member takes longer than all the rest.
      expect(Buffer.compare(plain(inflateSync(store(body))), body)).toBe(0);
      expect(Buffer.compare(unzip(store(body), { limit }), body)).toBe(0);
    }
  });

  test('rejects a damaged stream, or reads the same body, exactly like zlib', () => {
    fc.assert(
      fc.property(bodies, fc.nat(), fc.integer({ min: 1, max: 255 }), (body, where, flip) => {
        const stream = plain(deflateSync(body));
        const at = where % stream.length;
        stream[at] = (stream[at] ?? 0) ^ flip;
        let theirs: Uint8Array | undefined;
        try {
          theirs = plain(inflateSync(stream, { maxOutputLength: limit }));
        } catch {
          theirs = undefined;
        }
        const ours =
          refusal(() => unzip(stream, { limit })) === undefined ? unzip(stream, { limit }) : undefined;
        expect(ours).toEqual(theirs);
      }),
      { numRuns: 300 },
    );
  });
});

describe('bounds', () => {
  test.each([limit - 1, limit])('accepts a body of %d bytes', (length) => {
    expect(unzip(plain(deflateSync(new Uint8Array(length))), { limit })).toHaveLength(length);
  });

  test.each([limit + 1, 64 * limit])('rejects a body of %d bytes', (length) => {
    expect(refusal(() => unzip(plain(deflateSync(new Uint8Array(length))), { limit }))).toBe(
      'deflate/too-long',
    );
  });

  test('stops reading a bomb of a gigabyte after the first 64 KiB', () => {
    const block = deflateRawSync(new Uint8Array(1 << 20), { finishFlush: constants.Z_FULL_FLUSH });
    const bomb = concat(Uint8Array.of(0x78, 0x9c), ...new Array<Uint8Array>(1024).fill(plain(block)));
    const before = process.memoryUsage().arrayBuffers;
    const start = process.cpuUsage();
    expect(refusal(() => unzip(bomb, { limit }))).toBe('deflate/too-long');
    expect(process.cpuUsage(start).user).toBeLessThan(500_000);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * limit);
  });

  test('reads or rejects arbitrary bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        refusal(() => unzip(concat(Uint8Array.of(0x78, 0x9c), bytes), { limit }));
        refusal(() => inflate(bytes, 0, limit));
        refusal(() => unzip(bytes, { limit }));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('rejections', () => {
  const good = plain(deflateSync(new TextEncoder().encode('openhost')));
  const changed = (at: number, byte: number) => {
    const bytes = good.slice();
    bytes[at < 0 ? bytes.length + at : at] = byte;
    return bytes;
  };
  test.each([
    ['nothing', new Uint8Array(0), 'zlib/truncated'],
    ['one byte', good.subarray(0, 1), 'zlib/truncated'],
    ['raw deflate', plain(deflateRawSync('openhost')), 'zlib/method'],
    ['a window of 64 KiB', hex.decode('8819'), 'zlib/method'],
    ['a header check that fails', changed(1, 0x9d), 'zlib/header-check'],
    ['a preset dictionary', hex.decode('78bb'), 'zlib/dictionary'],
    ['block type 3', hex.decode('780107'), 'deflate/block-type'],
    ['a stored length that its complement denies', hex.decode('7801010100ffff00'), 'deflate/stored-length'],
    ['a cut stream', good.subarray(0, 6), 'deflate/truncated'],
    ['a wrong checksum', changed(-1, 0), 'zlib/checksum'],
    ['half a checksum', good.subarray(0, -2), 'zlib/no-checksum'],
    ['no checksum', good.subarray(0, -4), 'zlib/no-checksum'],
    ['something behind it', concat(good, Uint8Array.of(0)), 'zlib/trailing-bytes'],
  ])('%s', (_, stream, code) => {
    expect(refusal(() => unzip(stream, { limit }))).toBe(code);
  });

  test('accepts the last three with `lax`, but never a wrong checksum', () => {
    const lax = { limit, lax: true };
    for (const stream of [good.subarray(0, -2), good.subarray(0, -4), concat(good, Uint8Array.of(0))]) {
      expect(unzip(stream, lax)).toEqual(new TextEncoder().encode('openhost'));
    }
    expect(refusal(() => unzip(changed(-1, 0), lax))).toBe('zlib/checksum');
  });

  test('Adler-32 of "Wikipedia" is 11e60398', () => {
    expect(adler32(new TextEncoder().encode('Wikipedia'))).toBe(0x11e60398);
  });
});
