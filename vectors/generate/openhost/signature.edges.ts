/**
 * Signatures on which Ed25519 libraries disagree, made for any message. Most of them can be made without any secret. With
 * the others, a signer can make one library accept what another one rejects.
 */
import { createHash } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { seed1 } from './keys.js';

const { Point, utils } = ed25519;
const { Fn } = Point;

export interface Edge {
  readonly slug: string;
  readonly title: string;
  /** All in hex. */
  readonly key: string;
  readonly signature: string;
  readonly why: string;
}

const own = utils.getExtendedPublicKey(Buffer.from(seed1, 'hex'));
const pointOfOrder8 = Point.fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a');
export const neutral = `01${'00'.repeat(31)}`;
export const order8 = pointOfOrder8.toHex();
export const mixedOrder = own.point.add(pointOfOrder8).toHex();
/** The y of the neutral point with the prime added. */
const neutralAbovePrime = `ee${'ff'.repeat(30)}7f`;
/** x is zero, but its sign bit says odd. */
const negativeZero = `01${'00'.repeat(30)}80`;

const number = (bytes: Uint8Array): bigint =>
  bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);

const challenge = (r: string, key: string, message: string): bigint =>
  Fn.create(
    number(
      createHash('sha512')
        .update(Buffer.from(r + key + message, 'hex'))
        .digest(),
    ),
  );

const scalarHex = (value: bigint): string =>
  (value.toString(16).padStart(64, '0').match(/../g) ?? []).reverse().join('');

/** Tries secret nonces until the challenge has the wanted property. */
function search(
  message: string,
  key: string,
  commit: (nonce: bigint) => string,
  wanted: (challenge: bigint) => boolean,
): { r: string; nonce: bigint; k: bigint } {
  for (let nonce = 2n; ; nonce++) {
    const r = commit(nonce);
    const k = challenge(r, key, message);
    if (wanted(k)) return { r, nonce, k };
  }
}

const plainly = (nonce: bigint): string => Point.BASE.multiply(nonce).toHex();
const divides = (k: bigint): boolean => k % 8n === 0n;
const doesNot = (k: bigint): boolean => k % 8n !== 0n;

/** R = nonce B and S = nonce + k a: a signature by somebody who knows the large-order part of the key. */
function under(key: string, secret: bigint, message: string, wanted: (k: bigint) => boolean): string {
  const { r, nonce, k } = search(message, key, plainly, wanted);
  return r + scalarHex(Fn.create(nonce + k * secret));
}

/** R as given, and S = nonce + k a under the honest key. */
function committing(commit: (nonce: bigint) => string, known: boolean, message: string): string {
  const key = own.point.toHex();
  const { r, nonce, k } = search(message, key, commit, () => true);
  return r + scalarHex(Fn.create((known ? nonce : 0n) + k * own.scalar));
}

/** Signatures that the inner checks reject: A or R of small order or not canonical, or valid only with the cofactor. */
export function refusedEdges(message: string): Edge[] {
  const honest = own.point.toHex();
  const mixed = own.point.add(pointOfOrder8).toHex();
  const everyone = 'Anybody can make this signature for any message, because the key has small order.';
  const twice =
    'Libraries that multiply by the cofactor accept it and others do not, so two clients disagree.';
  return [
    {
      slug: 'neutral-key',
      title: 'under the neutral point as key',
      key: neutral,
      signature: under(neutral, 0n, message, () => true),
      why: everyone,
    },
    {
      slug: 'neutral-key-not-canonical',
      title: 'under the neutral point, its y written above the prime',
      key: neutralAbovePrime,
      signature: under(neutralAbovePrime, 0n, message, () => true),
      why: everyone,
    },
    {
      slug: 'negative-zero-key',
      title: 'under the neutral point with the sign of a zero',
      key: negativeZero,
      signature: under(negativeZero, 0n, message, () => true),
      why: everyone,
    },
    {
      slug: 'order-8-key',
      title: 'under a key of order eight, where the equation holds',
      key: pointOfOrder8.toHex(),
      signature: under(pointOfOrder8.toHex(), 0n, message, divides),
      why: everyone,
    },
    {
      slug: 'order-8-key-cofactored',
      title: 'under a key of order eight, where the equation holds with the cofactor only',
      key: pointOfOrder8.toHex(),
      signature: under(pointOfOrder8.toHex(), 0n, message, doesNot),
      why: everyone,
    },
    {
      slug: 'mixed-order-key',
      title: 'under a key of mixed order',
      key: mixed,
      signature: under(mixed, own.scalar, message, doesNot),
      why: twice,
    },
    {
      slug: 'neutral-r',
      title: 'with the neutral point as R',
      key: honest,
      signature: committing(() => neutral, false, message),
      why: 'A nonce of zero reveals the private key. A strict verifier rejects such an R.',
    },
    {
      slug: 'neutral-r-not-canonical',
      title: 'with the neutral point as R, its y written above the prime',
      key: honest,
      signature: committing(() => neutralAbovePrime, false, message),
      why: 'One signature has two encodings, and caches take them for two records.',
    },
    {
      slug: 'order-8-r',
      title: 'with an R of order eight',
      key: honest,
      signature: committing(() => pointOfOrder8.toHex(), false, message),
      why: twice,
    },
    {
      slug: 'mixed-order-r',
      title: 'with an R of mixed order',
      key: honest,
      signature: committing((nonce) => Point.BASE.multiply(nonce).add(pointOfOrder8).toHex(), true, message),
      why: twice,
    },
  ];
}

/** A key of mixed order, and a challenge divisible by eight: the equation without the cofactor holds, and no strict check rejects it. */
export function luckyEdge(message: string): Edge {
  const key = own.point.add(pointOfOrder8).toHex();
  return {
    slug: 'mixed-order-key-lucky',
    title: 'under a key of mixed order, where the bare equation holds',
    key,
    signature: under(key, own.scalar, message, divides),
    why: 'It is neither of small order nor wrong: everybody accepts it.',
  };
}

/** The honest signature with the group order added to S. */
export function stretched(signature: string): string {
  const s = number(Buffer.from(signature.slice(64), 'hex'));
  return signature.slice(0, 64) + scalarHex(s + Fn.ORDER);
}
