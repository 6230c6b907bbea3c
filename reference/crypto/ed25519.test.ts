/** The decisions at the edges that the libraries leave open. `signature.edges.test.ts` compares them with other libraries. */
import { etc, Point } from '@noble/ed25519';
import { describe, expect, it } from 'vitest';
import { hex } from '../bytes/hex.js';
import { utf8 } from '../bytes/text.js';
import { concat } from '../bytes/writer.js';
import {
  exactly,
  hasCanonicalY,
  hasSmallOrder,
  isPoint,
  publicKeyOf,
  sign,
  verify,
  verifyPlain,
} from './ed25519.js';
import { fromLittleEndian, toLittleEndian } from './little_endian.js';
import { sha512 } from './platform.js';
import { montgomerySecretKey } from './x25519.js';

const { p, n: order } = Point.CURVE();
const seed = new Uint8Array(32).fill(7);
const key = publicKeyOf(seed);
const message = utf8('what is signed');
const signature = sign(seed, message);
const r = signature.subarray(0, 32);
const s = fromLittleEndian(signature.subarray(32));
const neutral = toLittleEndian(1n);
const zeros = (length: number) => new Uint8Array(length);
const negative = (point: Uint8Array) => point.map((byte, at) => (at === 31 ? byte | 0x80 : byte));
const believed = (by: Uint8Array, signed: Uint8Array) => ({
  strict: verify(by, message, signed),
  plain: verifyPlain(by, message, signed),
});

describe('both verifications', () => {
  it('accept the signature of the key', () => {
    expect(believed(key, signature)).toEqual({ strict: true, plain: true });
  });

  it.each([
    ['another key', publicKeyOf(zeros(32)), signature],
    ['a key of 0 bytes', zeros(0), signature],
    ['a key of 31 bytes', key.subarray(1), signature],
    ['a key of 33 bytes', concat(key, zeros(1)), signature],
    ['a key that is no point', toLittleEndian(2n), signature],
    ['a signature of 0 bytes', key, zeros(0)],
    ['a signature of 63 bytes', key, signature.subarray(0, 63)],
    ['a signature of 65 bytes', key, concat(signature, zeros(1))],
    ['an R that is no point', key, concat(toLittleEndian(2n), toLittleEndian(s))],
    ['an S above the group order', key, concat(r, toLittleEndian(s + order))],
    ['an S that is the group order', neutral, concat(neutral, toLittleEndian(order))],
    ['an S of 2^256 - 1', key, concat(r, zeros(32).fill(255))],
  ])('reject %s, and do not throw', (_what, by, signed) => {
    expect(believed(by, signed)).toEqual({ strict: false, plain: false });
  });
});

describe('only the plain verification accepts', () => {
  const plainly = { strict: false, plain: true };
  const fiveOfBase = concat(Point.BASE.multiply(5n).toBytes(), toLittleEndian(5n));

  it.each([
    ['the neutral point as the key', neutral],
    ['the neutral point with the sign of minus zero', negative(neutral)],
    ['the neutral point with y written as p + 1', toLittleEndian(p + 1n)],
  ])('%s, with which one signature holds for each message', (_what, by) => {
    expect(believed(by, fiveOfBase)).toEqual(plainly);
  });

  it('an R of small order from the owner of the key', () => {
    const k = fromLittleEndian(sha512(concat(neutral, key, message)));
    const secret = fromLittleEndian(montgomerySecretKey(seed));
    const signed = concat(neutral, toLittleEndian(etc.mod(k * secret, order)));
    expect(believed(key, signed)).toEqual(plainly);
  });
});

it('distinguishes a canonical y from one of at least the prime, for either sign of x', () => {
  const canonical = [0n, 1n, 255n, p - 1n].map(toLittleEndian);
  const others = [p, p + 1n, p + 18n].map(toLittleEndian);
  for (const [points, is] of [
    [canonical, true],
    [others, false],
  ] as const) {
    for (const point of points)
      expect([hasCanonicalY(point), hasCanonicalY(negative(point))]).toEqual([is, is]);
  }
});

it('knows each y of small order, whatever the sign of x', () => {
  const eighth = hex.decode('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05');
  const small = [0n, 1n, p - 1n, fromLittleEndian(eighth), p - fromLittleEndian(eighth)].map(toLittleEndian);
  for (const point of small) {
    expect(Point.fromBytes(point).isSmallOrder()).toBe(true);
    expect([hasSmallOrder(point), hasSmallOrder(negative(point))]).toEqual([true, true]);
  }
  const large = [key, toLittleEndian(2n), toLittleEndian(p - 2n), eighth.with(0, 0x27), eighth.with(31, 4)];
  expect(large.map(hasSmallOrder)).toEqual(large.map(() => false));
});

it('finds the points of the curve, also with a y above the prime', () => {
  expect([key, negative(key), neutral, toLittleEndian(p), toLittleEndian(p + 1n)].map(isPoint)).toEqual(
    Array(5).fill(true),
  );
  expect([toLittleEndian(2n), toLittleEndian(p + 2n), zeros(0), zeros(31), zeros(33)].map(isPoint)).toEqual(
    Array(5).fill(false),
  );
});

it.each([0, 31, 33, 64])('rejects a seed of %i bytes', (length) => {
  const fault = {
    code: 'given/seed',
    message: expect.stringContaining(`expected 32 bytes, received ${length}`),
  };
  expect(() => publicKeyOf(zeros(length))).toThrow(expect.objectContaining(fault));
  expect(() => sign(zeros(length), message)).toThrow(expect.objectContaining(fault));
});

it('returns bytes of the right length as they are', () => {
  expect(exactly(64, 'signature', signature)).toBe(signature);
});
