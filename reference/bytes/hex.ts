import { type Codec, DecodeError } from './error.js';

const digits = '0123456789abcdef';
const pairs = Array.from({ length: 256 }, (_, byte) => `${digits[byte >> 4]}${digits[byte & 15]}`);
const values = new Int8Array(128).fill(-1);
for (let value = 0; value < 16; value++) values[digits.charCodeAt(value)] = value;

const nibble = (text: string, at: number): number => {
  const value = values[text.charCodeAt(at)] ?? -1;
  if (value < 0) throw new DecodeError('hex/alphabet', at, 'only 0-9 and a-f');
  return value;
};

/** Lower-case hex, two digits a byte: the one spelling that vectors use. */
export const hex: Codec<Uint8Array, string> = Object.freeze({
  encode(bytes: Uint8Array): string {
    let text = '';
    for (const byte of bytes) text += pairs[byte];
    return text;
  },
  decode(text: string): Uint8Array {
    if (text.length % 2 !== 0) throw new DecodeError('hex/odd-length', text.length);
    const bytes = new Uint8Array(text.length / 2);
    for (let i = 0; i < bytes.length; i++) bytes[i] = (nibble(text, 2 * i) << 4) | nibble(text, 2 * i + 1);
    return bytes;
  },
});
