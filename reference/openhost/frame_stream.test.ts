import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DecodeError } from '../bytes/error.js';
import { hex } from '../bytes/hex.js';
import { concat } from '../bytes/writer.js';
import { encodeLegacy, FRAME_TYPES, type Frame, frame } from './frame.js';
import { frameDecoder } from './frame_stream.js';

interface Outcome {
  readonly frames: readonly Frame[];
  readonly pending: number;
  readonly refused?: string;
}

function read(chunks: readonly Uint8Array[]): Outcome {
  const frames: Frame[] = [];
  const decoder = frameDecoder((whole) => frames.push(whole));
  try {
    for (const chunk of chunks) decoder.push(chunk);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { frames, pending: decoder.pending, refused: error.place };
  }
  return { frames, pending: decoder.pending };
}

function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const edges = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return edges.slice(1).map((edge, i) => bytes.slice(edges[i], edge));
}

const types = Object.values(FRAME_TYPES).filter((type) => ![0x03, 0x13, 0xfe, 0xff].includes(type));
const payload = fc.uint8Array({ maxLength: 24 });
const v2 = fc
  .record({ type: fc.constantFrom(...types), requestId: fc.nat(0xffff_ffff), payload })
  .map((value) => ({ value, bytes: frame.encode(value) }));
const v1 = fc
  .record({ type: fc.constantFrom(...types), requestId: fc.constant(0), payload })
  .map((value) => ({ value, bytes: encodeLegacy(value) }));
const frames = fc.array(fc.oneof(v2, v1), { maxLength: 8 });
const places = fc.array(fc.nat(), { maxLength: 12 });

describe('a stream', () => {
  test('gives the same frames in any chunking, v1 and v2 mixed', () => {
    fc.assert(
      fc.property(frames, places, (list, where) => {
        const whole = concat(...list.map(({ bytes }) => bytes));
        const expected = { frames: list.map(({ value }) => value), pending: 0 };
        expect(read(cut(whole, where))).toEqual(expected);
        expect(read(Array.from(whole, (byte) => Uint8Array.of(byte)))).toEqual(expected);
      }),
    );
  });

  test('gives the same outcome in any chunking whatever the bytes are', () => {
    const opening = fc.constantFrom('', '0001', '00020000000000000003', '0103000000', '00f0000000000000');
    fc.assert(
      fc.property(opening, fc.uint8Array({ maxLength: 48 }), places, (start, rest, where) => {
        const whole = concat(hex.decode(start), rest);
        const { frames: some, refused } = read(cut(whole, where));
        const { frames: all, refused: wanted } = read([whole]);
        expect({ some, refused }).toEqual({ some: all, refused: wanted });
      }),
      { numRuns: 500 },
    );
  });

  test('emits a frame as soon as its last byte is there', () => {
    const seen: number[] = [];
    const decoder = frameDecoder((whole) => seen.push(whole.type));
    decoder.push(hex.decode('000200000000000000'));
    decoder.push(hex.decode('02aa'));
    expect(seen).toEqual([]);
    expect(decoder.pending).toBe(11);
    decoder.push(hex.decode('bb03'));
    expect(seen).toEqual([0x02]);
    expect(decoder.pending).toBe(1);
    decoder.push(hex.decode('00000000'));
    expect(seen).toEqual([0x02, 0x03]);
    expect(decoder.pending).toBe(0);
    decoder.end();
  });

  test('emits the frames before a malformed frame, and rejects everything after it', () => {
    const seen: number[] = [];
    const decoder = frameDecoder((whole) => seen.push(whole.type));
    const bytes = hex.decode(`fe00000000${'0004000000000000000000'}`);
    expect(() => decoder.push(bytes)).toThrow('frame/type at 6');
    expect(seen).toEqual([0xfe]);
    expect(() => decoder.push(hex.decode('fe00000000'))).toThrow('frame/type at 6');
    expect(() => decoder.end()).toThrow('frame/type at 6');
    expect(seen).toEqual([0xfe]);
  });

  test('rejects an oversized length at the header, before any payload byte', () => {
    expect(read([hex.decode('00020000000000ffffff')])).toEqual({ frames: [], pending: 10 });
    expect(read([hex.decode('00020000000001000000')]).refused).toBe('frame/length at 6');
    expect(read([hex.decode('02ffffff00')])).toEqual({ frames: [], pending: 5 });
    expect(read([hex.decode('0200000001')]).refused).toBe('frame/length at 1');
  });

  test('ends between frames only', () => {
    for (const [bytes, at] of [
      ['00', 1],
      ['0002000000000000000200', 11],
      ['fe00000000fe00', 7],
    ] as const) {
      const decoder = frameDecoder(() => undefined);
      decoder.push(hex.decode(bytes));
      expect(() => decoder.end()).toThrow(`truncated at ${at}`);
    }
  });

  test('a failing consumer does not spoil the stream', () => {
    let fails = true;
    const seen: number[] = [];
    const decoder = frameDecoder(({ type }) => {
      if (fails) throw new DecodeError('consumer/sulks');
      seen.push(type);
    });
    expect(() => decoder.push(hex.decode('fe00000000'))).toThrow('consumer/sulks');
    fails = false;
    decoder.push(hex.decode('ff00000000'));
    expect(seen).toEqual([0xff]);
  });
});

describe('copies', () => {
  const whole = frame.encode({ type: 0x12, requestId: 1, payload: new Uint8Array(1000).fill(7) });

  test('a payload within one chunk is a view of it', () => {
    for (const chunks of [[whole], [whole.slice(0, 10), whole.slice(10)]]) {
      const [{ payload: seen } = { payload: undefined }] = read(chunks).frames;
      expect(seen?.buffer).toBe(chunks.at(-1)?.buffer);
    }
  });

  test('a payload over several chunks has a buffer of its own, exactly as long', () => {
    const [{ payload: seen } = { payload: undefined }] = read(cut(whole, [300, 600])).frames;
    expect(seen?.buffer.byteLength).toBe(1000);
    expect(seen).toEqual(new Uint8Array(1000).fill(7));
  });

  test('an announced length allocates nothing before its payload arrives', () => {
    const head = frame
      .encode({ type: 0x02, requestId: 0, payload: new Uint8Array(2 ** 24 - 1) })
      .slice(0, 12);
    const before = process.memoryUsage().arrayBuffers;
    const decoders = Array.from({ length: 32 }, () => frameDecoder(() => undefined));
    for (const decoder of decoders) decoder.push(head);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 24);
    expect(decoders.every(({ pending }) => pending === 12)).toBe(true);
  });

  test('a payload that outgrows its first buffer several times is whole, in a buffer exactly as long', () => {
    const payload = Uint8Array.from({ length: 300_001 }, (_, i) => (i * 7) & 0xff);
    const bytes = frame.encode({ type: 0x12, requestId: 1, payload });
    const cuts = Array.from({ length: 40 }, (_, i) => (i + 1) * 7_000);
    const [{ payload: seen } = { payload: undefined }] = read(cut(bytes, cuts)).frames;
    expect(seen && Buffer.compare(seen, payload)).toBe(0);
    expect(seen?.buffer.byteLength).toBe(payload.length);
  });

  test('a 16 MiB frame that comes byte by byte allocates one buffer', () => {
    const length = 200_000;
    const decoder = frameDecoder(() => undefined);
    decoder.push(frame.encode({ type: 0x02, requestId: 0, payload: new Uint8Array(length) }).subarray(0, 10));
    const byte = Uint8Array.of(1);
    decoder.push(byte);
    const before = process.memoryUsage().heapUsed;
    for (let i = 1; i < length - 1; i++) decoder.push(byte);
    // A list with one entry a chunk would hold at least 16 bytes for each of them.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(16 * length);
    expect(decoder.pending).toBe(length + 9);
  });
});
