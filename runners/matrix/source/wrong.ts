/** The wrong functions that a changed module calls instead of the right ones. */
import type { Reader } from '../../../reference/bytes/reader.js';

interface TextCodec {
  decode(text: string): Uint8Array;
}

/** A limit that is off, as a number or a bigint. */
const shifted = (limit: number | bigint, by: number): number | bigint =>
  typeof limit === 'bigint' ? limit + BigInt(by) : limit + by;

type Number_ = number | bigint;

/** The number with its bytes in reverse order. */
function turned(value: Number_, bytes: number): Number_ {
  let left = BigInt(value);
  let other = 0n;
  for (let at = 0; at < bytes; at++) {
    other = (other << 8n) | (left & 0xffn);
    left >>= 8n;
  }
  return typeof value === 'bigint' ? other : Number(other);
}

/**
 * Reads or writes a number in the other byte order. A reader takes a name or a position; a writer takes the value last.
 */
function swapped(
  owner: Record<string, (...given: readonly unknown[]) => unknown>,
  method: string,
  ...given: unknown[]
): unknown {
  const bytes = Number(/16|32|64/.exec(method)?.[0]) / 8;
  const value = given.at(-1);
  const writes = method.startsWith('set') || (method.startsWith('u') && typeof value !== 'string');
  const call = (words: readonly unknown[]): unknown => owner[method]?.(...words);
  if (writes) return call([...given.slice(0, -1), turned(value as Number_, bytes)]);
  return turned(call(given) as Number_, bytes);
}

const paddedBase64url = (codec: TextCodec, text: string): Uint8Array => codec.decode(text.replace(/=+$/, ''));
const mixedBase64 = (codec: TextCodec, text: string): Uint8Array =>
  codec.decode(text.replaceAll('+', '-').replaceAll('/', '_'));
const spacedBase64url = (codec: TextCodec, text: string): Uint8Array =>
  codec.decode(text.replaceAll(/\s/g, ''));

/** The last character with its unused bits cleared. */
function cleared(text: string, alphabet: string, width: number): string {
  const unused = (text.length * width) % 8;
  const last = alphabet.indexOf(text.at(-1) ?? '');
  if (unused >= width || last < 0) return text;
  return text.slice(0, -1) + (alphabet[(last >> unused) << unused] ?? '');
}

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const ZBASE32 = 'ybndrfg8ejkmcpqxot1uwisza345h769';

const trailingBase64url = (codec: TextCodec, text: string): Uint8Array =>
  codec.decode(cleared(text, BASE64URL, 6));
const trailingZbase32 = (codec: TextCodec, text: string): Uint8Array =>
  codec.decode(cleared(text, ZBASE32, 5));
const upperZbase32 = (codec: TextCodec, text: string): Uint8Array => codec.decode(text.toLowerCase());
const lowerBase32 = (codec: TextCodec, text: string): Uint8Array => codec.decode(text.toUpperCase());

const lossyUtf8 = (bytes: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
const lossyField = (reader: Reader, name: string, length: number): string =>
  lossyUtf8(reader.take(name, length));

/**
 * The last of several members with one name counts, and any depth is accepted. Text that is not JSON is still rejected.
 */
const lenientJson =
  (rejection: (code: string) => Error) =>
  (text: string): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      throw rejection('json/syntax');
    }
  };

const equalBeginning = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.subarray(0, 16).every((byte, at) => byte === b[at]);

/** By the names that `operators.ts` writes. */
export const wrongParts = (rejection: (code: string) => Error): Readonly<Record<string, unknown>> => ({
  shifted,
  swapped,
  paddedBase64url,
  mixedBase64,
  spacedBase64url,
  trailingBase64url,
  trailingZbase32,
  upperZbase32,
  lowerBase32,
  lossyUtf8,
  lossyField,
  lenientJson: lenientJson(rejection),
  equalBeginning,
});
