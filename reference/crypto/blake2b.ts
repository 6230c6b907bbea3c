/** BLAKE2b without a key (RFC 7693). */

/** Section 2.6: the initial values of SHA-512. */
const IV = [
  0x6a09e667f3bcc908n,
  0xbb67ae8584caa73bn,
  0x3c6ef372fe94f82bn,
  0xa54ff53a5f1d36f1n,
  0x510e527fade682d1n,
  0x9b05688c2b3e6c1fn,
  0x1f83d9abfb41bd6bn,
  0x5be0cd19137e2179n,
] as const;

/** Section 2.7: the order in which each round reads the 16 words of a block, one hexadecimal digit for each word. */
const SIGMA = [
  '0123456789abcdef',
  'ea489fd61c02b753',
  'b8c052fdae367194',
  '7931dcbe265a40f8',
  '905724afe1bc683d',
  '2c6a0b834d75fe19',
  'c51fed4a0763928b',
  'db7ec13950f4862a',
  '6fe9b308c2d714a5',
  'a2847615fb9e3cd0',
  '0123456789abcdef',
  'ea489fd61c02b753',
] as const;

/** Section 3.2: the words that a round mixes, four columns and then four diagonals. */
const LINES = ['048c', '159d', '26ae', '37bf', '05af', '16bc', '278d', '349e'] as const;

const BLOCK = 128;

const digit = (text: string, at: number): number => Number.parseInt(text.charAt(at), 16);

/** `v[to] = (v[to] ^ v[by]) >>> count`. The array keeps the lowest 64 bits of what is stored in it. */
function turn(v: BigUint64Array, to: number, by: number, count: bigint): void {
  const word = (v[to] as bigint) ^ (v[by] as bigint);
  v[to] = (word >> count) | (word << (64n - count));
}

/** The function G of section 3.1, on four words of the state. */
function mix(v: BigUint64Array, line: string, x: bigint, y: bigint): void {
  const [a, b, c, d] = [digit(line, 0), digit(line, 1), digit(line, 2), digit(line, 3)];
  const add = (to: number, by: number, word = 0n): void => {
    v[to] = (v[to] as bigint) + (v[by] as bigint) + word;
  };
  add(a, b, x);
  turn(v, d, a, 32n);
  add(c, d);
  turn(v, b, c, 24n);
  add(a, b, y);
  turn(v, d, a, 16n);
  add(c, d);
  turn(v, b, c, 63n);
}

/** The function F of section 3.2. */
function compress(h: BigUint64Array, block: DataView, counter: number, isLast: boolean): void {
  const m = Array.from({ length: 16 }, (_, at) => block.getBigUint64(8 * at, true));
  const v = BigUint64Array.of(...h, ...IV);
  v[12] = (v[12] as bigint) ^ BigInt(counter);
  if (isLast) v[14] = ~(v[14] as bigint);
  for (const order of SIGMA) {
    for (const [at, line] of LINES.entries()) {
      mix(v, line, m[digit(order, 2 * at)] as bigint, m[digit(order, 2 * at + 1)] as bigint);
    }
  }
  for (let at = 0; at < 8; at++) h[at] = (h[at] as bigint) ^ (v[at] as bigint) ^ (v[at + 8] as bigint);
}

/** Returns a digest of 1 to 64 bytes. */
export function blake2b(length: number, bytes: Uint8Array): Uint8Array {
  if (!Number.isInteger(length) || length < 1 || length > 64) {
    throw new RangeError(`BLAKE2b has digests of 1 to 64 bytes, not of ${length}`);
  }
  const h = BigUint64Array.from(IV);
  h[0] = (h[0] as bigint) ^ BigInt(0x0101_0000 ^ length);
  const blocks = Math.max(1, Math.ceil(bytes.length / BLOCK));
  const padded = new Uint8Array(blocks * BLOCK);
  padded.set(bytes);
  for (let at = 0; at < padded.length; at += BLOCK) {
    const isLast = at + BLOCK === padded.length;
    compress(h, new DataView(padded.buffer, at, BLOCK), isLast ? bytes.length : at + BLOCK, isLast);
  }
  const digest = new DataView(new ArrayBuffer(64));
  for (const [at, word] of h.entries()) digest.setBigUint64(8 * at, word, true);
  return new Uint8Array(digest.buffer).slice(0, length);
}
