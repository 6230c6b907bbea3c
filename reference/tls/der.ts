/** The few DER types of ITU-T X.690 that a certificate is written in. */
export const der = Object.freeze({
  sequence: (...parts: readonly Uint8Array[]) => constructed(0x30, parts),
  set: (...parts: readonly Uint8Array[]) => constructed(0x31, parts),
  /** A big-endian, non-negative number. */
  integer(bytes: Uint8Array): Uint8Array {
    const first = bytes.findIndex((byte) => byte !== 0);
    const digits = first < 0 ? Uint8Array.of(0) : bytes.subarray(first);
    return primitive(0x02, (digits[0] ?? 0) & 0x80 ? Uint8Array.of(0, ...digits) : digits);
  },
  boolean: (value: boolean) => primitive(0x01, Uint8Array.of(value ? 0xff : 0)),
  bits: (bytes: Uint8Array, unused = 0) => primitive(0x03, Uint8Array.of(unused, ...bytes)),
  octets: (bytes: Uint8Array) => primitive(0x04, bytes),
  text: (value: string) => primitive(0x0c, new TextEncoder().encode(value)),
  /** RFC 5280 4.1.2.5: UTCTime until 2049, GeneralizedTime from then on. */
  time(at: Date): Uint8Array {
    const digits = `${at.toISOString().replace(/\.\d+/, '').replace(/[-:T]/g, '')}`;
    const short = at.getUTCFullYear() < 2050;
    return primitive(short ? 0x17 : 0x18, new TextEncoder().encode(short ? digits.slice(2) : digits));
  },
  oid(dotted: string): Uint8Array {
    const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
    return primitive(0x06, Uint8Array.from([first * 40 + second, ...rest].flatMap(base128)));
  },
  explicit: (tag: number, content: Uint8Array) => constructed(0xa0 | tag, [content]),
  implicit: (tag: number, content: Uint8Array) => primitive(0x80 | tag, content),
});

function base128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) digits.unshift((rest & 0x7f) | 0x80);
  return digits;
}

function primitive(tag: number, content: Uint8Array): Uint8Array {
  const length = content.length;
  const head =
    length < 0x80
      ? [tag, length]
      : length < 0x100
        ? [tag, 0x81, length]
        : [tag, 0x82, length >> 8, length & 0xff];
  const whole = new Uint8Array(head.length + length);
  whole.set(head);
  whole.set(content, head.length);
  return whole;
}

function constructed(tag: number, parts: readonly Uint8Array[]): Uint8Array {
  return primitive(tag, Buffer.concat(parts));
}
