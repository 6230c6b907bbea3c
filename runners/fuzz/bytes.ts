/** Small changes of bytes. Each is drawn from two numbers, and smaller numbers make a simpler change. */
type Change = (bytes: Uint8Array, at: number, what: number) => Uint8Array;

const EDGES = [0x00, 0xff, 0x01, 0x7f, 0x80, 0xfe, 0x20, 0x22];

const replaced = (bytes: Uint8Array, from: number, to: number, by: Uint8Array): Uint8Array => {
  const whole = new Uint8Array(bytes.length - (to - from) + by.length);
  whole.set(bytes.subarray(0, from));
  whole.set(by, from);
  whole.set(bytes.subarray(to), from + by.length);
  return whole;
};

const set = (bytes: Uint8Array, at: number, value: number): Uint8Array =>
  bytes.length === 0 ? bytes : replaced(bytes, at, at + 1, Uint8Array.of(value));

/** Changes a number of 1, 2 or 4 bytes by one. */
function stepped(bytes: Uint8Array, at: number, what: number): Uint8Array {
  const width = [1, 2, 4][what % 3] ?? 1;
  const little = (what & 4) !== 0;
  const by = (what & 8) !== 0 ? -1 : 1;
  if (at + width > bytes.length) return bytes;
  const copy = bytes.slice();
  for (let i = 0, carry = by; i < width && carry !== 0; i++) {
    const place = little ? at + i : at + width - 1 - i;
    const sum = (copy[place] ?? 0) + carry;
    copy[place] = sum & 0xff;
    carry = sum > 0xff ? 1 : sum < 0 ? -1 : 0;
  }
  return copy;
}

const CHANGES: readonly Change[] = [
  (bytes, at, what) => set(bytes, at, (bytes[at] ?? 0) ^ (1 << (what & 7))),
  (bytes, at) => bytes.subarray(0, at),
  (bytes, _at, what) => replaced(bytes, bytes.length, bytes.length, new Uint8Array(1 + (what & 7))),
  stepped,
  (bytes, at, what) => set(bytes, at, EDGES[what % EDGES.length] ?? 0),
  (bytes, at, what) => replaced(bytes, at, Math.min(bytes.length, at + 1 + (what & 15)), new Uint8Array()),
  (bytes, at, what) => replaced(bytes, at, at, bytes.slice(at, at + 1 + (what & 15))),
  (bytes, at, what) => set(bytes, at, what & 0xff),
  (bytes, at, what) => replaced(bytes, at, at, Uint8Array.of(what & 0xff)),
];

export function changeBytes(bytes: Uint8Array, kind: number, at: number, what: number): Uint8Array {
  const change = CHANGES[kind % CHANGES.length];
  return change === undefined ? bytes : change(bytes, bytes.length === 0 ? 0 : at % bytes.length, what);
}
