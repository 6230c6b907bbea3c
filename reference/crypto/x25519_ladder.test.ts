/** The ladder that browsers get, beside node:crypto and @noble/curves. */
import { x25519 as montgomery } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex } from '../bytes/hex.js';
import { toLittleEndian } from './little_endian.js';
import { x25519 as node } from './platform.js';
import { x25519Ladder as ladder } from './x25519_ladder.js';

type X25519 = (scalar: Uint8Array, point: Uint8Array) => Uint8Array | null;

const noble: X25519 = (scalar, point) => {
  try {
    return montgomery.getSharedSecret(scalar, point);
  } catch {
    return null;
  }
};
const implementations: Readonly<Record<string, X25519>> = { ladder, node, noble };
const each = Object.entries(implementations);

const p = (1n << 255n) - 19n;
const base = toLittleEndian(9n);
const scalarOfSevens = new Uint8Array(32).fill(7);
const told = (product: Uint8Array | null): string | null => product && hex.encode(product);
const asked = (scalar: string, point: string): (string | null)[] =>
  each.map(([, multiply]) => told(multiply(hex.decode(scalar), hex.decode(point))));
const all = <T>(value: T): T[] => each.map(() => value);
const withBit255 = (point: Uint8Array): Uint8Array =>
  point.map((byte, at) => (at === 31 ? byte | 0x80 : byte));

describe('RFC 7748', () => {
  it.each([
    [
      'a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4',
      'e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c',
      'c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552',
    ],
    [
      '4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d',
      'e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493',
      '95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957',
    ],
  ])('section 5.2, scalar %s', (scalar, point, product) => {
    expect(asked(scalar, point)).toEqual(all(product));
  });

  it('section 5.2, iterated once', () => {
    expect(told(ladder(base, base))).toBe('422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079');
  });

  it('section 6.1, Diffie-Hellman', () => {
    const alice = '77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a';
    const bob = '5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb';
    const ofAlice = '8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a';
    const ofBob = 'de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f';
    const shared = '4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742';
    expect(asked(alice, hex.encode(base))).toEqual(all(ofAlice));
    expect(asked(bob, hex.encode(base))).toEqual(all(ofBob));
    expect([asked(alice, ofBob), asked(bob, ofAlice)]).toEqual([all(shared), all(shared)]);
  });
});

describe('points of small order', () => {
  const points: Readonly<Record<string, Uint8Array>> = {
    zero: toLittleEndian(0n),
    one: toLittleEndian(1n),
    'order eight': hex.decode('e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800'),
    'order eight, the other': hex.decode('5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157'),
    'p - 1': toLittleEndian(p - 1n),
    'p, which is zero': toLittleEndian(p),
    'p + 1, which is one': toLittleEndian(p + 1n),
  };

  it.each(Object.entries(points))('%s has no product, with bit 255 either way', (_name, point) => {
    for (const scalar of [scalarOfSevens, new Uint8Array(32), new Uint8Array(32).fill(255)]) {
      for (const written of [point, withBit255(point)])
        expect(each.map(([, multiply]) => multiply(scalar, written))).toEqual(all(null));
    }
  });
});

describe('encodings', () => {
  it('reduces u from p + 2 to 2^255 - 1 modulo p', () => {
    for (let u = 2n; u < 19n; u++) {
      const product = told(node(scalarOfSevens, toLittleEndian(u)));
      expect(product).not.toBe(null);
      for (const [, multiply] of each)
        expect(told(multiply(scalarOfSevens, toLittleEndian(p + u)))).toBe(product);
    }
  });

  const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 });
  const twisted = [0n, 1n, p - 1n, p, p + 1n, (1n << 255n) - 1n, (1n << 256n) - 1n, 1n << 254n].map(
    toLittleEndian,
  );
  const edgy = fc.oneof(
    { weight: 3, arbitrary: bytes },
    { weight: 1, arbitrary: fc.constantFrom(...twisted) },
  );

  it('has the same product as node and noble, or none like them', () => {
    fc.assert(
      fc.property(edgy, edgy, (scalar, point) => {
        const product = told(ladder(scalar, point));
        expect([told(node(scalar, point)), told(noble(scalar, point))]).toEqual([product, product]);
      }),
      { numRuns: 60 },
    );
  });

  it('ignores bit 255 of u, and the bits of a scalar that are fixed', () => {
    fc.assert(
      fc.property(bytes, bytes, (scalar, point) => {
        const fixed = scalar.map((byte, at) => (at === 0 ? byte ^ 7 : at === 31 ? byte ^ 0xc0 : byte));
        const product = told(ladder(scalar, point));
        expect(told(ladder(scalar, withBit255(point)))).toBe(product);
        expect(told(ladder(fixed, point))).toBe(product);
      }),
      { numRuns: 30 },
    );
  });

  it('is one secret for both sides', () => {
    fc.assert(
      fc.property(bytes, bytes, (own, other) => {
        const [ours, theirs] = [ladder(own, base), ladder(other, base)];
        expect(ours && ladder(other, ours)).toEqual(theirs && ladder(own, theirs));
      }),
      { numRuns: 20 },
    );
  });
});
