/** The DER types (ITU-T X.690) that a certificate needs. */
export const der = Object.freeze({
  sequence: (...parts: readonly Uint8Array[]) => constructed(0x30, parts),
  set: (...parts: readonly Uint8Array[]) => constructed(0x31, parts),
  /** `bytes` is a big-endian number that is not negative. */
  integer(bytes: Uint8Array): Uint8Array {
    const first = bytes.findIndex((byte) => byte !== 0);
    const digits = first < 0 ? Uint8Array.of(0) : bytes.subarray(first);
    return primitive(0x02, (digits[0] ?? 0) & 0x80 ? Uint8Array.of(0, ...digits) : digits);
  },
  boolean: (value: boolean) => primitive(0x01, Uint8Array.of(value ? 0xff : 0)),
  bits: (bytes: Uint8Array, unused = 0) => primitive(0x03, Uint8Array.of(unused, ...bytes)),
  octets: (bytes: Uint8Array) => primitive(0x04, bytes),
  text: (value: string) => primitive(0x0c, new TextEncoder().encode(value)),
  /** RFC 5280 4.1.2.5: UTCTime, whose year has two digits, from 1950 to 2049; GeneralizedTime for other years. */
  time(at: Date): Uint8Array {
    const digits = at.toISOString().replace(/\.\d+/, '').replace(/[-:T]/g, '');
    const year = at.getUTCFullYear();
    const short = year >= 1950 && year < 2050;
    return primitive(short ? 0x17 : 0x18, new TextEncoder().encode(short ? digits.slice(2) : digits));
  },
  oid(dotted: string): Uint8Array {
    const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
    return primitive(0x06, Uint8Array.from([first * 40 + second, ...rest].flatMap(arc)));
  },
  explicit: (tag: number, content: Uint8Array) => constructed(0xa0 | tag, [content]),
  implicit: (tag: number, content: Uint8Array) => primitive(0x80 | tag, content),
});

/** Big-endian digits. No bit operations: they would cut an arc to 32 bits. */
function digitsOf(value: number, base: number): number[] {
  const digits = [value % base];
  for (let rest = Math.floor(value / base); rest > 0; rest = Math.floor(rest / base))
    digits.unshift(rest % base);
  return digits;
}

/** X.690 8.19.2: all digits of an arc but the last have the high bit. */
function arc(value: number): number[] {
  const digits = digitsOf(value, 128);
  return digits.map((digit, at) => (at < digits.length - 1 ? digit | 0x80 : digit));
}

function primitive(tag: number, content: Uint8Array): Uint8Array {
  const { length } = content;
  const digits = digitsOf(length, 256);
  const head = length < 0x80 ? [tag, length] : [tag, 0x80 | digits.length, ...digits];
  const whole = new Uint8Array(head.length + length);
  whole.set(head);
  whole.set(content, head.length);
  return whole;
}

function constructed(tag: number, parts: readonly Uint8Array[]): Uint8Array {
  return primitive(tag, Buffer.concat(parts));
}
