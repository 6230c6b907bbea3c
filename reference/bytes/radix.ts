import { type Codec, DecodeError } from './error.js';

/**
 * Writes bytes as characters of an alphabet of 2^width characters, high bits first and without padding. It rejects a
 * character outside of the alphabet, a length that no bytes have, and a bit behind the last byte that is not zero: each
 * byte string has one spelling only.
 */
export function radix(name: string, alphabet: string, width: number): Codec<Uint8Array, string> {
  const values = new Int8Array(128).fill(-1);
  for (let value = 0; value < alphabet.length; value++) values[alphabet.charCodeAt(value)] = value;
  const codes = Uint8Array.from(alphabet, (character) => character.charCodeAt(0));
  const ascii = new TextDecoder();
  const mask = (1 << width) - 1;
  return Object.freeze({
    encode(bytes: Uint8Array): string {
      // Appending single characters to a text would take seconds for a few megabytes.
      const text = new Uint8Array(Math.ceil((bytes.length * 8) / width));
      let filled = 0;
      let buffer = 0;
      let bits = 0;
      for (const byte of bytes) {
        buffer = ((buffer << 8) | byte) & 0xffff;
        bits += 8;
        while (bits >= width) {
          bits -= width;
          text[filled++] = codes[(buffer >> bits) & mask] as number;
        }
      }
      if (bits > 0) text[filled] = codes[(buffer << (width - bits)) & mask] as number;
      return ascii.decode(text);
    },
    decode(text: string): Uint8Array {
      const bytes = new Uint8Array(Math.floor((text.length * width) / 8));
      let buffer = 0;
      let bits = 0;
      let filled = 0;
      for (let i = 0; i < text.length; i++) {
        const value = values[text.charCodeAt(i)] ?? -1;
        if (value < 0) throw new DecodeError(`${name}/alphabet`, i);
        buffer = ((buffer << width) | value) & 0xffff;
        bits += width;
        if (bits >= 8) {
          bits -= 8;
          bytes[filled++] = (buffer >> bits) & 0xff;
        }
      }
      if (bits >= width) throw new DecodeError(`${name}/length`, text.length);
      if ((buffer & ((1 << bits) - 1)) !== 0) throw new DecodeError(`${name}/trailing-bits`, text.length - 1);
      return bytes;
    },
  });
}
