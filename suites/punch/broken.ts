/** What the suite sends as a hostile client: frames that RFC 6455 forbids, and broken handshakes. */

export type FrameFault = 'unmasked' | 'reserved-bits' | 'invalid-utf8' | 'compressed';
export type HandshakeFault = 'no-key' | 'short-key' | 'unknown-version';

const MASK = [0, 0, 0, 0];

/** A frame with a mask of zeros, cut in two: RFC 6455 5.4. */
export const inFragments = (text: Uint8Array, cut: number): readonly Uint8Array[] => [
  Uint8Array.of(0x01, 0x80 | cut, ...MASK, ...text.subarray(0, cut)),
  Uint8Array.of(0x80, 0x80 | (text.length - cut), ...MASK, ...text.subarray(cut)),
];

export const brokenFrames: Readonly<Record<FrameFault, Uint8Array>> = {
  unmasked: Uint8Array.of(0x81, 0x02, 0x7b, 0x7d),
  'reserved-bits': Uint8Array.of(0xf1, 0x80, ...MASK),
  'invalid-utf8': Uint8Array.of(0x81, 0x82, ...MASK, 0xc3, 0x28),
  compressed: Uint8Array.of(0xc1, 0x82, ...MASK, 0x03, 0x00),
};

const KEY = 'AAAAAAAAAAAAAAAAAAAAAA==';

/** Wrong header fields of an upgrade. Version 99 does not exist; some servers still accept drafts 7 and 8. */
export const brokenHandshakes: Readonly<Record<HandshakeFault, readonly string[]>> = {
  'no-key': ['Sec-WebSocket-Version: 13'],
  'short-key': ['Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: short'],
  'unknown-version': ['Sec-WebSocket-Version: 99', `Sec-WebSocket-Key: ${KEY}`],
};
