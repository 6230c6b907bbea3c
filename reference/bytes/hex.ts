import { type Codec, DecodeError } from './error.js';

const digits = '0123456789abcdef';
const codes = Uint8Array.from(digits, (digit) => digit.charCodeAt(0));
const ascii = new TextDecoder();
const values = new Int8Array(128).fill(-1);
for (let value = 0; value < 16; value++) values[digits.charCodeAt(value)] = value;

const nibble = (text: string, at: number): number => {
  const value = values[text.charCodeAt(at)] ?? -1;
  if (value < 0) throw new DecodeError('hex/alphabet', at, 'only 0-9 and a-f');
  return value;
};

/** Lower-case hex with two digits for each byte, as in vectors. */
export const hex: Codec<Uint8Array, string> = Object.freeze({
  encode(bytes: Uint8Array): string {
    // Appending single digits to a text would take seconds for a few megabytes.
    const text = new Uint8Array(2 * bytes.length);
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i] as number;
      text[2 * i] = codes[byte >> 4] as number;
      text[2 * i + 1] = codes[byte & 15] as number;
    }
    return ascii.decode(text);
  },
  decode(text: string): Uint8Array {
    if (text.length % 2 !== 0) throw new DecodeError('hex/odd-length', text.length);
    const bytes = new Uint8Array(text.length / 2);
    for (let i = 0; i < bytes.length; i++) bytes[i] = (nibble(text, 2 * i) << 4) | nibble(text, 2 * i + 1);
    return bytes;
  },
});
