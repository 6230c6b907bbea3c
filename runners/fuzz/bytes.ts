/**
 * Small changes of bytes, which are written in hex. Each is drawn from two numbers, and smaller numbers make a simpler
 * change.
 */
type Change = (text: string, at: number, what: number) => string;

const EDGES = ['00', 'ff', '01', '7f', '80', 'fe', '20', '22'];

const hexOf = (byte: number): string => (byte < 16 ? '0' : '') + byte.toString(16);

const byteAt = (text: string, at: number): number => Number.parseInt(text.slice(2 * at, 2 * at + 2), 16) || 0;

const replaced = (text: string, from: number, to: number, by: string): string =>
  text.slice(0, 2 * from) + by + text.slice(2 * to);

const set = (text: string, at: number, by: string): string =>
  text === '' ? text : replaced(text, at, at + 1, by);

/** Changes a number of 1, 2 or 4 bytes by one. */
function stepped(text: string, at: number, what: number): string {
  const width = [1, 2, 4][what % 3] ?? 1;
  const isLittle = (what & 4) !== 0;
  const by = (what & 8) !== 0 ? -1 : 1;
  if (2 * (at + width) > text.length) return text;
  const bytes = Array.from({ length: width }, (_, i) => byteAt(text, at + i));
  for (let i = 0, carry = by; i < width && carry !== 0; i++) {
    const place = isLittle ? i : width - 1 - i;
    const sum = (bytes[place] ?? 0) + carry;
    bytes[place] = sum & 0xff;
    carry = sum > 0xff ? 1 : sum < 0 ? -1 : 0;
  }
  return replaced(text, at, at + width, bytes.map(hexOf).join(''));
}

const CHANGES: readonly Change[] = [
  (text, at, what) => set(text, at, hexOf(byteAt(text, at) ^ (1 << (what & 7)))),
  (text, at) => text.slice(0, 2 * at),
  (text, _at, what) => text + '00'.repeat(1 + (what & 7)),
  stepped,
  (text, at, what) => set(text, at, EDGES[what % EDGES.length] ?? '00'),
  (text, at, what) => replaced(text, at, at + 1 + (what & 15), ''),
  (text, at, what) => replaced(text, at, at, text.slice(2 * at, 2 * (at + 1 + (what & 15)))),
  (text, at, what) => set(text, at, hexOf(what & 0xff)),
  (text, at, what) => replaced(text, at, at, hexOf(what & 0xff)),
];

export function changeBytes(text: string, kind: number, at: number, what: number): string {
  const change = CHANGES[kind % CHANGES.length];
  return change === undefined ? text : change(text, text === '' ? 0 : at % (text.length / 2), what);
}
