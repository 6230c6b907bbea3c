/** A random number below a limit. The same seed draws the same numbers on every machine. */
export type DrawBelow = (below: number) => number;

/** sfc32, by Chris Doty-Humphrey: 128 bits of state, which are mixed before the first number. */
export function drawFrom(seed: number): DrawBelow {
  let [a, b, c, count] = [seed | 0, Math.floor(seed / 2 ** 32) | 0, 0x9e3779b9 | 0, 1];
  function next(): number {
    const sum = (a + b + count) | 0;
    count = (count + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  }
  for (let i = 0; i < 12; i++) next();
  return (below) => Math.floor((next() / 2 ** 32) * below);
}
