import { base64url } from '../../reference/bytes/base64url.js';
import { DecodeError } from '../../reference/bytes/error.js';
import { fromUtf8 } from '../../reference/bytes/text.js';
import type { JsonObject } from '../model.js';

export const unpadded = (text: string): string => base64url.encode(new TextEncoder().encode(text));

/** The payload of a token of the deployment. Its signature is not checked. */
export const payloadOf = (token: string): JsonObject =>
  JSON.parse(fromUtf8(base64url.decode(token.slice(2, token.indexOf('.')))));

/** The payload of a text that may not be a token. */
export function readablePayload(token: string): JsonObject | undefined {
  try {
    const payload: unknown = payloadOf(token);
    return typeof payload === 'object' && payload !== null && !Array.isArray(payload)
      ? (payload as JsonObject)
      : undefined;
  } catch (error) {
    if (!(error instanceof DecodeError || error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

/** Flips the highest bit of one byte of the signature. */
export function alterBit(token: string, byte: number): string {
  const dot = token.indexOf('.') + 1;
  const mac = base64url.decode(token.slice(dot));
  mac[byte] = (mac[byte] ?? 0) ^ 0x80;
  return token.slice(0, dot) + base64url.encode(mac);
}

/** The token with only the first bytes of its signature, in valid base64url, so that a decoder accepts it. */
export function cutSignature(token: string, bytes: number): string {
  const dot = token.indexOf('.') + 1;
  return token.slice(0, dot) + base64url.encode(base64url.decode(token.slice(dot)).subarray(0, bytes));
}
