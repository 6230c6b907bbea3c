/** The keys of the recipes, and values that node:crypto derives from them, without the codecs that the vectors test. */
import { createHash, createHmac, createPrivateKey, createPublicKey, sign as signWith } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { set, u8 } from '../hex_bytes.js';

/** RFC 8032 section 7.1, tests 1 and 2. */
export const seed1 = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
export const key1 = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';
export const seed2 = '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb';
export const key2 = '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c';

const pkcs8 = '302e020100300506032b657004220420';

const privateKey = (seed: string) =>
  createPrivateKey({ key: Buffer.from(pkcs8 + seed, 'hex'), format: 'der', type: 'pkcs8' });

export const publicKeyOf = (seed: string): string =>
  createPublicKey(privateKey(seed)).export({ type: 'spki', format: 'der' }).subarray(-32).toString('hex');

/** A valid public key that differs from this one in one byte only. Codecs with typed keys accept no other bytes. */
export function keyBeside(key: string, at: number): string {
  for (let value = 0; value < 256; value++) {
    const other = set(key, at, u8(value));
    if (other !== key && isPoint(other)) return other;
  }
  throw new Error(`no key differs from ${key} in byte ${at} alone`);
}

/** Whether the strict decoding of RFC 8032 accepts it: canonical, and on the curve. */
export function isPoint(key: string): boolean {
  try {
    ed25519.Point.fromHex(key, false);
    return true;
  } catch {
    return false;
  }
}

export const signatureOf = (seed: string, message: string): string =>
  signWith(null, Buffer.from(message, 'hex'), privateKey(seed)).toString('hex');

export const sha256 = (...parts: string[]): string =>
  createHash('sha256')
    .update(Buffer.from(parts.join(''), 'hex'))
    .digest('hex');

export const hmacSha256 = (key: string, message: string): string =>
  createHmac('sha256', Buffer.from(key, 'hex')).update(Buffer.from(message, 'hex')).digest('hex');

export const base64url = (hex: string): string => Buffer.from(hex, 'hex').toString('base64url');

/** Computed with big integers, five bits at a time from the left. */
const spelled =
  (alphabet: string) =>
  (hex: string): string => {
    const bits = Array.from(Buffer.from(hex, 'hex'), (byte) => byte.toString(2).padStart(8, '0')).join('');
    return (bits.match(/.{1,5}/g) ?? [])
      .map((five) => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)])
      .join('');
  };

export const zbase32 = spelled('ybndrfg8ejkmcpqxot1uwisza345h769');
export const base32 = spelled('abcdefghijklmnopqrstuvwxyz234567');
