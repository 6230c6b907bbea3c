/** HSalsa20 and XSalsa20 (Bernstein, "The Salsa20 family of stream ciphers" and "Extending the Salsa20 nonce"). */

/** "expand 32-byte k". */
const SIGMA = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574] as const;

/** The initial state: the constants on the diagonal of the matrix, the key and 16 bytes of input between them. */
function stateOf(key: Uint8Array, input: Uint8Array): Uint32Array {
  const [k, n] = [wordsOf(key), wordsOf(input)];
  const [s0, s1, s2, s3] = SIGMA;
  return Uint32Array.of(s0, ...k.subarray(0, 4), s1, ...n, s2, ...k.subarray(4), s3);
}

function wordsOf(bytes: Uint8Array): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Uint32Array.from({ length: bytes.length / 4 }, (_, at) => view.getUint32(4 * at, true));
}

function bytesOf(words: Uint32Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * words.length));
  for (const [at, word] of words.entries()) view.setUint32(4 * at, word, true);
  return new Uint8Array(view.buffer);
}

/** One step of a quarter-round: `x[to] ^= (x[a] + x[b]) <<< by`. */
function mix(x: Uint32Array, to: number, a: number, b: number, by: number): void {
  const sum = ((x[a] as number) + (x[b] as number)) | 0;
  x[to] = (x[to] as number) ^ ((sum << by) | (sum >>> (32 - by)));
}

function quarterRound(x: Uint32Array, a: number, b: number, c: number, d: number): void {
  mix(x, b, a, d, 7);
  mix(x, c, b, a, 9);
  mix(x, d, c, b, 13);
  mix(x, a, d, c, 18);
}

/** Ten double rounds: first the columns, each from its diagonal on, then the rows. */
function rounds(x: Uint32Array): void {
  for (let round = 0; round < 10; round++) {
    quarterRound(x, 0, 4, 8, 12);
    quarterRound(x, 5, 9, 13, 1);
    quarterRound(x, 10, 14, 2, 6);
    quarterRound(x, 15, 3, 7, 11);
    quarterRound(x, 0, 1, 2, 3);
    quarterRound(x, 5, 6, 7, 4);
    quarterRound(x, 10, 11, 8, 9);
    quarterRound(x, 15, 12, 13, 14);
  }
}

/** Derives a key of 32 bytes from a key of 32 bytes and 16 bytes of input. */
export function hsalsa20(key: Uint8Array, input: Uint8Array): Uint8Array {
  const x = stateOf(key, input);
  rounds(x);
  return bytesOf(Uint32Array.from([0, 5, 10, 15, 6, 7, 8, 9], (at) => x[at] as number));
}

/** Returns the first `length` bytes of the stream under a key of 32 bytes and a nonce of 24 bytes. */
export function xsalsa20(key: Uint8Array, nonce: Uint8Array, length: number): Uint8Array {
  const subkey = hsalsa20(key, nonce.subarray(0, 16));
  const state = stateOf(subkey, Uint8Array.of(...nonce.subarray(16), 0, 0, 0, 0, 0, 0, 0, 0));
  const stream = new Uint32Array(16 * Math.ceil(length / 64));
  for (let block = 0; 16 * block < stream.length; block++) {
    // The high word of the counter stays zero: a stream has fewer than 2^32 blocks (256 GiB).
    state[8] = block;
    const x = stream.subarray(16 * block, 16 * (block + 1));
    x.set(state);
    rounds(x);
    for (let at = 0; at < 16; at++) x[at] = (x[at] as number) + (state[at] as number);
  }
  return bytesOf(stream).subarray(0, length);
}
