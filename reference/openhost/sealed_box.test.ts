import fc from 'fast-check';
import sodium from 'libsodium-wrappers';
import { beforeAll, describe, expect, it } from 'vitest';
import { DecodeError } from '../bytes/error.js';
import { publicKeyOf } from './identity.js';
import { montgomeryPublicKey, montgomerySecretKey, open, seal } from './sealed_box.js';

beforeAll(() => sodium.ready);

const seeds = Array.from({ length: 16 }, (_, n) => new Uint8Array(32).fill(n * 17));
const plaintext = new TextEncoder().encode('an offer of some length, longer than one block of the stream');

describe('libsodium agrees', () => {
  it.each(seeds.map((seed, n) => [n, seed] as const))('on the keys and boxes of identity %i', (_n, seed) => {
    const pair = sodium.crypto_sign_seed_keypair(seed);
    const to = sodium.crypto_sign_ed25519_pk_to_curve25519(pair.publicKey);
    const secret = sodium.crypto_sign_ed25519_sk_to_curve25519(pair.privateKey);
    expect(publicKeyOf(seed)).toEqual(new Uint8Array(pair.publicKey));
    expect(montgomeryPublicKey(pair.publicKey)).toEqual(new Uint8Array(to));
    expect(montgomerySecretKey(seed)).toEqual(new Uint8Array(secret));
    expect(open(seed, sodium.crypto_box_seal(plaintext, to))).toEqual(plaintext);
    const ours = seal(pair.publicKey, plaintext, seeds[3] as Uint8Array);
    expect(new Uint8Array(sodium.crypto_box_seal_open(ours, to, secret))).toEqual(plaintext);
  });
});

describe('a sealed box', () => {
  const seed = seeds[1] as Uint8Array;
  const sealed = seal(publicKeyOf(seed), plaintext, seeds[2] as Uint8Array);

  it('opens to nothing when any one byte is changed', () => {
    for (let at = 0; at < sealed.length; at++) {
      const changed = sealed.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => open(seed, changed), `byte ${at}`).toThrow(DecodeError);
    }
  });

  const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
  it('opens for its recipient only', () => {
    fc.assert(
      fc.property(key, key, key, fc.uint8Array({ maxLength: 600 }), (own, other, ephemeral, message) => {
        const box = seal(publicKeyOf(own), message, ephemeral);
        expect(box).toHaveLength(message.length + 48);
        expect(open(own, box)).toEqual(message);
        if (!Buffer.from(own).equals(other)) expect(() => open(other, box)).toThrow(DecodeError);
      }),
      { numRuns: 30 },
    );
  });

  it('that is not a valid key is rejected with a DecodeError', () => {
    fc.assert(
      fc.property(key, fc.uint8Array({ maxLength: 100 }), (own, bytes) => {
        expect(() => open(own, bytes)).toThrow(DecodeError);
      }),
      { numRuns: 60 },
    );
  });
});
