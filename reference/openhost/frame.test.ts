import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rejectionOf } from '../bytes/error.js';
import { hex } from '../bytes/hex.js';
import { concat } from '../bytes/writer.js';
import { encodeLegacy, FRAME_TYPES, type Frame, frame, MAX_PAYLOAD } from './frame.js';

const types: readonly number[] = Object.values(FRAME_TYPES);
const empty = new Set<number>([0x03, 0x13, 0xfe, 0xff]);

const anyFrame = fc
  .record({
    type: fc.constantFrom(...types),
    requestId: fc.nat(0xffff_ffff),
    payload: fc.uint8Array({ maxLength: 40 }),
  })
  .map((value): Frame => (empty.has(value.type) ? { ...value, payload: new Uint8Array(0) } : value));

const refusal = (bytes: Uint8Array): string | undefined => rejectionOf(() => frame.decode(bytes))?.place;

describe('one frame', () => {
  test('v2 is 0x00, type, id and length big-endian, payload', () => {
    const bytes = frame.encode({ type: 0x02, requestId: 0x01020304, payload: hex.decode('aabb') });
    expect(hex.encode(bytes)).toBe('000201020304' + '00000002' + 'aabb');
  });

  test('v1 is type, length little-endian, payload, and reads as id 0', () => {
    const bytes = encodeLegacy({ type: 0x12, payload: hex.decode('aabb') });
    expect(hex.encode(bytes)).toBe('12' + '02000000' + 'aabb');
    expect(frame.decode(bytes)).toEqual({ type: 0x12, requestId: 0, payload: hex.decode('aabb') });
  });

  test('decodes what was encoded', () => {
    fc.assert(
      fc.property(anyFrame, (value) => void expect(frame.decode(frame.encode(value))).toEqual(value)),
    );
  });

  test('whatever decodes from a v2 frame encodes to the same bytes', () => {
    const nearlyFrames = fc
      .tuple(fc.constantFrom(...types), fc.uint8Array({ minLength: 8, maxLength: 24 }))
      .map(([type, rest]) => {
        rest.fill(0, 4, 7);
        rest[7] = rest.length - 8;
        return concat(Uint8Array.of(0, type), rest);
      });
    fc.assert(
      fc.property(nearlyFrames, (bytes) => {
        if (refusal(bytes) === undefined) expect(frame.encode(frame.decode(bytes))).toEqual(bytes);
        else expect(empty.has(bytes[1] ?? 0)).toBe(true);
      }),
    );
  });

  test('arbitrary bytes are a frame or a DecodeError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => void refusal(bytes)),
      { numRuns: 1000 },
    );
  });

  test('a changed byte is rejected or means another frame', () => {
    fc.assert(
      fc.property(anyFrame, fc.nat(), fc.integer({ min: 1, max: 255 }), (value, where, flip) => {
        const bytes = frame.encode(value);
        const at = where % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        if (refusal(bytes) === undefined) expect(frame.decode(bytes)).not.toEqual(value);
      }),
    );
  });
});

describe('refusals', () => {
  test('each of the 242 reserved types, in both shapes', () => {
    for (let type = 0; type < 256; type++) {
      const v2 = refusal(concat(Uint8Array.of(0, type), new Uint8Array(8)));
      expect(v2).toBe(types.includes(type) ? undefined : 'frame/type at 1');
      if (type === 0) continue;
      const v1 = refusal(concat(Uint8Array.of(type), new Uint8Array(4)));
      expect(v1).toBe(types.includes(type) ? undefined : 'frame/type at 0');
    }
  });

  test.each([
    ['', 'truncated at 0'],
    ['01000000', 'truncated at 4'],
    ['000100000000000000', 'truncated at 9'],
    ['0100000000ff', 'frame/trailing-bytes at 5'],
    ['0001000000000000000200', 'truncated at 11'],
    ['000100000000000000010000', 'frame/trailing-bytes at 11'],
    ['00010000000001000000', 'frame/length at 6'],
    ['0100000001', 'frame/length at 1'],
    ['0003000000000000000100', 'frame/not-empty at 6'],
    ['030100000000', 'frame/not-empty at 1'],
    // The order of the checks: type, then length, then emptiness, then whether the payload is there.
    ['000400000000ffffffff', 'frame/type at 1'],
    ['000300000000ffffffff', 'frame/length at 6'],
    ['00fe0000000000ffffff', 'frame/not-empty at 6'],
    ['00010000000000ffffff', 'truncated at 10'],
  ])('%s: %s', (bytes, wanted) => {
    expect(refusal(hex.decode(bytes))).toBe(wanted);
  });

  test('does not encode a frame that no decoder accepts', () => {
    const tooLong = new Uint8Array(MAX_PAYLOAD + 1);
    const encode = (type: number, requestId: number, payload: Uint8Array) => () =>
      frame.encode({ type, requestId, payload });
    expect(encode(0x02, 0, tooLong.subarray(1))).not.toThrow();
    expect(encode(0x02, 0, tooLong)).toThrow('frame/length');
    expect(encode(0x04, 0, new Uint8Array(0))).toThrow('frame/type');
    expect(encode(0x03, 0, new Uint8Array(1))).toThrow('frame/not-empty');
    expect(encode(0x02, 2 ** 32, new Uint8Array(0))).toThrow('frame/request-id');
    expect(encode(0x02, -1, new Uint8Array(0))).toThrow('frame/request-id');
    expect(encode(256, 0, new Uint8Array(0))).toThrow('frame/type');
  });
});
