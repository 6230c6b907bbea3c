/** Makes the bytes of the vectors of the Punch token with node:crypto, without the codec that they test. */
import { createHmac } from 'node:crypto';
import { derive } from '../recipe.js';

export const STRUCTURE = 'punch/token';
export const dialects = ['octets', 'text'] as const;
export type Dialect = (typeof dialects)[number];

export const base64url = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64url');

/** A token without a valid signature, for decoders, which do not verify it. */
export const unsignedMac = derive(`${STRUCTURE}/decode-peer`, 'mac', 32);
export const unsigned = (payload: Uint8Array | string): string =>
  `p_${base64url(payload)}.${base64url(unsignedMac)}`;

/** The last letter of 32 bytes has two unused bits. This sets the lower one. */
export function nextLetter(mac: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return alphabet[alphabet.indexOf(mac.at(-1) ?? 'A') | 1] ?? 'B';
}
export function signed(payload: string, secret: Uint8Array, dialect: Dialect): string {
  const body = base64url(payload);
  const mac = createHmac('sha256', secret)
    .update(dialect === 'octets' ? payload : body)
    .digest();
  return `p_${body}.${base64url(mac)}`;
}
