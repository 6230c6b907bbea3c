/** Makes bytes in hex by hand, because an expected value must not come from the codec that it tests. */
export const u8 = (value: number): string => value.toString(16).padStart(2, '0');
export const u16 = (value: number): string => value.toString(16).padStart(4, '0');
export const u32 = (value: number): string => value.toString(16).padStart(8, '0');
export const u32le = (value: number): string => (u32(value).match(/../g) ?? []).reverse().join('');
export const text = (value: string): string => Buffer.from(value, 'utf8').toString('hex');
export const times = (byte: string, count: number): string => byte.repeat(count);
export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
export const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
const placeOf = (hex: string, at: number): number => (at < 0 ? hex.length : 0) + 2 * at;
const byteAt = (hex: string, at: number): string => hex.slice(placeOf(hex, at)).slice(0, 2);
/** With one byte set to another value; a negative place counts from the end. */
export const set = (hex: string, at: number, byte: string): string =>
  hex.slice(0, placeOf(hex, at)) + byte + hex.slice(placeOf(hex, at) + 2);
/** With another value for one byte: zero, or one if it was zero. */
export const altered = (hex: string, at: number): string =>
  set(hex, at, byteAt(hex, at) === '00' ? '01' : '00');
/** With these bits of one byte flipped. */
export const flipped = (hex: string, at: number, bits: number): string =>
  set(hex, at, u8(Number.parseInt(byteAt(hex, at), 16) ^ bits));
/** Without its last bytes. */
export const cut = (hex: string, bytes = 1): string => hex.slice(0, hex.length - 2 * bytes);
