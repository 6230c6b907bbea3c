/** Shows which edges node:crypto, noble and tweetnacl accept, and that ours is the strict reading. */
import crypto, { createPublicKey, verify as verifyWith } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { ed25519 } from '@noble/curves/ed25519.js';
import * as noble from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import nacl from 'tweetnacl';
import { describe, expect, it } from 'vitest';
import { hex } from '../../../reference/bytes/hex.js';
import { publicKeyOf, sign, verify, verifyPlain } from '../../../reference/crypto/ed25519.js';
import * as browser from '../../../reference/crypto/platform_browser.js';
import { key1, seed1, signatureOf } from './keys.js';
import { luckyEdge, refusedEdges, stretched } from './signature.edges.js';

const message = Buffer.from('what is signed').toString('hex');

type Verifier = (key: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;

const orFalse =
  (verifier: Verifier): Verifier =>
  (...of) => {
    try {
      return verifier(...of);
    } catch {
      return false;
    }
  };

noble.hashes.sha512 = sha512;

const verifiers: Readonly<Record<string, Verifier>> = {
  node: orFalse((key, signed, signature) => {
    const x = Buffer.from(key).toString('base64url');
    return verifyWith(
      null,
      signed,
      createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }),
      signature,
    );
  }),
  'noble/ed25519, RFC 8032': orFalse((key, signed, signature) =>
    noble.verify(signature, signed, key, { zip215: false }),
  ),
  'noble, RFC 8032': orFalse((key, signed, signature) =>
    ed25519.verify(signature, signed, key, { zip215: false }),
  ),
  'noble, ZIP 215': orFalse((key, signed, signature) =>
    ed25519.verify(signature, signed, key, { zip215: true }),
  ),
  tweetnacl: orFalse((key, signed, signature) => nacl.sign.detached.verify(signed, signature, key)),
  'ours, strict': verify,
  'ours, plain': verifyPlain,
  'ours, plain, in a browser': browser.ed25519Equation,
};

const believers = ({ key, signature }: { key: string; signature: string }): string[] =>
  Object.entries(verifiers)
    .filter(([, verifier]) => verifier(hex.decode(key), hex.decode(message), hex.decode(signature)))
    .map(([name]) => name);

/** As Node 24 and later do at the edges. */
function whileNodeRejects<T>(work: () => T): T {
  const { verify: original } = crypto;
  crypto.verify = () => false;
  syncBuiltinESMExports();
  try {
    return work();
  } finally {
    crypto.verify = original;
    syncBuiltinESMExports();
  }
}

const cofactorless = ['node', 'tweetnacl', 'ours, plain', 'ours, plain, in a browser'];
const everybody = Object.keys(verifiers);

describe('the libraries that accept', () => {
  const honest = signatureOf(seed1, message);

  it('an honest signature: everybody', () => {
    expect(believers({ key: key1, signature: honest })).toEqual(everybody);
  });

  it('S with the group order added: tweetnacl alone, which does not look', () => {
    expect(believers({ key: key1, signature: stretched(honest) })).toEqual(['tweetnacl']);
  });

  it('a key of mixed order where the bare equation holds: everybody', () => {
    expect(believers(luckyEdge(message))).toEqual(everybody);
  });

  const known: Readonly<Record<string, readonly string[]>> = {
    'neutral-key': ['noble, ZIP 215', ...cofactorless],
    'neutral-key-not-canonical': ['noble, ZIP 215', ...cofactorless],
    'negative-zero-key': ['noble, ZIP 215', ...cofactorless],
    'order-8-key': ['noble, ZIP 215', ...cofactorless],
    'order-8-key-cofactored': ['noble, ZIP 215'],
    'mixed-order-key': ['noble/ed25519, RFC 8032', 'noble, RFC 8032', 'noble, ZIP 215'],
    'neutral-r': ['noble/ed25519, RFC 8032', 'noble, RFC 8032', 'noble, ZIP 215', ...cofactorless],
    'neutral-r-not-canonical': ['noble, ZIP 215'],
    'order-8-r': ['noble/ed25519, RFC 8032', 'noble, RFC 8032', 'noble, ZIP 215'],
    'mixed-order-r': ['noble/ed25519, RFC 8032', 'noble, RFC 8032', 'noble, ZIP 215'],
  };

  it.each(refusedEdges(message).map((edge) => [edge.slug, edge] as const))('%s', (slug, edge) => {
    const believing = believers(edge);
    // Node before 24 believes what the equation says, later ones none of these.
    const wanted = known[slug]?.filter((name) => name !== 'node' || believing.includes(name));
    expect(new Set(believing)).toEqual(new Set(wanted));
    expect(believing).not.toContain('ours, strict');
  });

  it.each(refusedEdges(message).map((edge) => [edge.slug, edge] as const))(
    '%s: ours, plain, also where node:crypto rejects the signature',
    (slug, { key, signature }) => {
      const believed = whileNodeRejects(() =>
        verifyPlain(hex.decode(key), hex.decode(message), hex.decode(signature)),
      );
      expect(believed).toBe(known[slug]?.includes('ours, plain'));
    },
  );
});

describe('node and noble', () => {
  it('make the same keys and signatures', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.uint8Array(), (seed, signed) => {
        const key = publicKeyOf(seed);
        expect(key).toEqual(ed25519.getPublicKey(seed));
        expect(key).toEqual(nacl.sign.keyPair.fromSeed(seed).publicKey);
        const signature = sign(seed, signed);
        expect(signature).toEqual(ed25519.sign(signed, seed));
        expect(verify(key, signed, signature)).toBe(true);
        expect(browser.ed25519Equation(key, signed, signature)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it('refuse the same damage', () => {
    const signed = hex.decode(message);
    const signature = hex.decode(signatureOf(seed1, message));
    fc.assert(
      fc.property(fc.nat(63), fc.nat(7), (at, bit) => {
        const changed = signature.slice();
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        for (const verifier of Object.values(verifiers)) {
          expect(verifier(hex.decode(key1), signed, changed)).toBe(false);
        }
      }),
      { numRuns: 25 },
    );
  });
});
