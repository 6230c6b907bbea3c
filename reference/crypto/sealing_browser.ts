/** The same primitives as `sealing.ts`, as small as they can be read. A test holds the two together. */
import { equalBytes } from '../bytes/equal.js';
import { concat } from '../bytes/writer.js';
import { poly1305 } from './poly1305.js';
import { hsalsa20, xsalsa20 } from './salsa20.js';

export { blake2b } from './blake2b.js';

const TAG = 16;
/** Poly1305 takes the first bytes of the stream as its key. */
const TAG_KEY = 32;

export const boxKey = (shared: Uint8Array): Uint8Array => hsalsa20(shared, new Uint8Array(16));

const masked = (bytes: Uint8Array, stream: Uint8Array): Uint8Array =>
  bytes.map((byte, at) => byte ^ (stream[TAG_KEY + at] as number));

export const secretbox = {
  seal(key: Uint8Array, nonce: Uint8Array, message: Uint8Array): Uint8Array {
    const stream = xsalsa20(key, nonce, TAG_KEY + message.length);
    const ciphertext = masked(message, stream);
    return concat(poly1305(stream.subarray(0, TAG_KEY), ciphertext), ciphertext);
  },
  open(key: Uint8Array, nonce: Uint8Array, box: Uint8Array): Uint8Array | null {
    const [claimed, ciphertext] = [box.subarray(0, TAG), box.subarray(TAG)];
    const stream = xsalsa20(key, nonce, TAG_KEY + ciphertext.length);
    const tag = poly1305(stream.subarray(0, TAG_KEY), ciphertext);
    return equalBytes(tag, claimed) ? masked(ciphertext, stream) : null;
  },
};
