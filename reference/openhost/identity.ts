/** Section 1: keys, how they are written, and the oh:// URL. */
import { DecodeError } from '../bytes/error.js';
import { zbase32 } from '../bytes/zbase32.js';
import { isPoint, publicKeyOf as publicKey } from '../crypto/ed25519.js';

export const KEY = 32;
export const KEY_LETTERS = 52;
const SCHEME = 'oh://';

export interface Address {
  readonly publicKey: Uint8Array;
  /** Begins with a slash. */
  readonly path: string;
}

export function publicKeyOf(seed: Uint8Array): Uint8Array {
  if (seed.length !== KEY) throw new DecodeError('identity/seed-length');
  return publicKey(seed);
}

/** A key has exactly one spelling (OPENHOST-G48), and must be a point of the curve (OPENHOST-G50). */
export const keyText = Object.freeze({
  encode(key: Uint8Array): string {
    if (key.length !== KEY) throw new DecodeError('identity/key-length');
    return zbase32.encode(key);
  },
  decode(text: string): Uint8Array {
    if (text.length !== KEY_LETTERS)
      throw new DecodeError('identity/key-length', Math.min(text.length, KEY_LETTERS));
    const key = zbase32.decode(text);
    if (!isPoint(key)) throw new DecodeError('identity/no-point');
    return key;
  },
});

/** The path is not parsed, but it must not have a query or a fragment (OPENHOST-G49). */
export const address = Object.freeze({
  encode: ({ publicKey, path }: Address): string => {
    if (!path.startsWith('/') || /[?#]/.test(path)) throw new DecodeError('url/path');
    return `${SCHEME}${keyText.encode(publicKey)}${path}`;
  },
  decode(text: string): Address {
    if (!text.startsWith(SCHEME)) throw new DecodeError('url/scheme');
    const extra = text.search(/[?#]/);
    if (extra >= 0) throw new DecodeError('url/query-or-fragment', extra);
    const slash = text.indexOf('/', SCHEME.length);
    const host = text.slice(SCHEME.length, slash < 0 ? undefined : slash);
    return { publicKey: keyText.decode(host), path: slash < 0 ? '/' : text.slice(slash) };
  },
});
