/** Bytes as hex, put together by hand: what a vector expects must not come out of the codec that it tests. */
export const u8 = (value: number): string => value.toString(16).padStart(2, '0');
export const u16 = (value: number): string => value.toString(16).padStart(4, '0');
export const u32 = (value: number): string => value.toString(16).padStart(8, '0');
export const u32le = (value: number): string => (u32(value).match(/../g) ?? []).reverse().join('');
export const text = (value: string): string => Buffer.from(value, 'utf8').toString('hex');
export const times = (byte: string, count: number): string => byte.repeat(count);
/** With one byte set to another value; a negative place counts from the end. */
export function set(hex: string, at: number, byte: string): string {
  const place = at < 0 ? hex.length + 2 * at : 2 * at;
  return hex.slice(0, place) + byte + hex.slice(place + 2);
}
/** Without its last bytes. */
export const cut = (hex: string, bytes = 1): string => hex.slice(0, hex.length - 2 * bytes);
