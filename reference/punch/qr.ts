/** A text as a QR code (ISO/IEC 18004): bytes, error correction L, versions 1 to 6, which is 134 bytes at the most. */

/** Of each version: codewords of data and of error correction in a block, and blocks. */
const VERSIONS = [
  [19, 7, 1],
  [34, 10, 1],
  [55, 15, 1],
  [80, 20, 1],
  [108, 26, 1],
  [68, 18, 2],
] as const;
const MODE_AND_LENGTH = 2;
const QUIET = 4;

/** Rows of dark (true) and light modules; undefined for what is too long. */
export function qrCode(text: string): readonly (readonly boolean[])[] | undefined {
  const bytes = new TextEncoder().encode(text);
  const at = VERSIONS.findIndex(([data, , blocks]) => bytes.length + MODE_AND_LENGTH <= data * blocks);
  const layout = VERSIONS[at];
  return layout && drawn(at + 1, codewords(bytes, layout));
}

/** The code as a picture, with the light border that readers want. */
export function qrSvg(rows: readonly (readonly boolean[])[]): string {
  const side = rows.length + 2 * QUIET;
  const dark = rows.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? [`M${x + QUIET} ${y + QUIET}h1v1h-1z`] : [])),
  );
  const attributes = `xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges"`;
  return `<svg ${attributes}><path fill="#fff" d="M0 0h${side}v${side}h-${side}z"/><path d="${dark.join('')}"/></svg>\n`;
}

/** 7.4: mode 0100, eight bits of length, the bytes, a terminator, and padding; then blocks take turns. */
function codewords(bytes: Uint8Array, [size, correction, count]: (typeof VERSIONS)[number]): number[] {
  const nibbles = [
    4,
    bytes.length >> 4,
    bytes.length & 15,
    ...[...bytes].flatMap((byte) => [byte >> 4, byte & 15]),
    0,
  ];
  const data: number[] = [];
  for (let i = 0; i < nibbles.length; i += 2) data.push(((nibbles[i] ?? 0) << 4) | (nibbles[i + 1] ?? 0));
  for (let pad = 0; data.length < size * count; pad++) data.push(pad % 2 ? 0x11 : 0xec);
  const blocks = Array.from({ length: count }, (_, i) => data.slice(i * size, (i + 1) * size));
  const corrections = blocks.map((block) => remainder(block, correction));
  return [...turns(blocks), ...turns(corrections)];
}

const turns = (blocks: readonly (readonly number[])[]): number[] =>
  (blocks[0] ?? []).flatMap((_, i) => blocks.map((block) => block[i] ?? 0));

/** Multiplication in GF(256) modulo x^8 + x^4 + x^3 + x^2 + 1. */
function times(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ (product & 0x80 ? 0x11d : 0);
    if ((b >> bit) & 1) product ^= a;
  }
  return product;
}

/** 7.5: the remainder of the block by the Reed-Solomon generator of that degree. */
function remainder(block: readonly number[], degree: number): number[] {
  let generator = [1];
  for (let i = 0, root = 1; i < degree; i++, root = times(root, 2)) {
    const shifted = [...generator, 0];
    generator = shifted.map((term, at) => term ^ times(generator[at - 1] ?? 0, root));
  }
  const rest = new Array<number>(degree).fill(0);
  for (const word of block) {
    const factor = word ^ (rest.shift() ?? 0);
    rest.push(0);
    for (let i = 0; i < degree; i++) rest[i] = (rest[i] ?? 0) ^ times(generator[i + 1] ?? 0, factor);
  }
  return rest;
}

type Modules = (boolean | undefined)[][];

function drawn(version: number, words: readonly number[]): boolean[][] {
  const size = 17 + 4 * version;
  const modules: Modules = Array.from({ length: size }, () =>
    new Array<boolean | undefined>(size).fill(undefined),
  );
  const set = (y: number, x: number, dark: boolean) => {
    const row = modules[y];
    if (row && x >= 0 && x < size) row[x] = dark;
  };
  /** Squares within each other, by their distance from the middle. */
  const rings = (y: number, x: number, reach: number, isDark: (distance: number) => boolean) => {
    for (let dy = -reach; dy <= reach; dy++)
      for (let dx = -reach; dx <= reach; dx++)
        set(y + dy, x + dx, isDark(Math.max(Math.abs(dy), Math.abs(dx))));
  };
  for (let i = 0; i < size; i++) {
    set(6, i, i % 2 === 0);
    set(i, 6, i % 2 === 0);
  }
  for (const [y, x] of [
    [3, 3],
    [3, size - 4],
    [size - 4, 3],
  ] as const)
    rings(y, x, 4, (distance) => distance !== 2 && distance !== 4);
  if (version > 1) rings(size - 7, size - 7, 2, (distance) => distance !== 1);
  format(size, set);
  fill(modules, words);
  return modules.map((row) => row.map((dark) => dark === true));
}

/** 7.9: level L and mask 0, the same twice, and the one module that is always dark. */
const FORMAT = 0x77c4;

function format(size: number, set: (y: number, x: number, dark: boolean) => void): void {
  for (let i = 0; i < 15; i++) {
    const dark = ((FORMAT >> i) & 1) === 1;
    if (i < 6) set(i, 8, dark);
    else if (i < 8) set(i + 1, 8, dark);
    else set(8, i < 9 ? 7 : 14 - i, dark);
    if (i < 8) set(8, size - 1 - i, dark);
    else set(size - 15 + i, 8, dark);
  }
  set(size - 8, 8, true);
}

/** 7.7 and 7.8: up and down in columns of two from the right, mask 0 upon it. Any mask can be read: one is enough here. */
function fill(modules: Modules, words: readonly number[]): void {
  const size = modules.length;
  let bit = 0;
  for (let right = size - 1, up = true; right > 0; right -= 2, up = !up) {
    if (right === 6) right--;
    for (let step = 0; step < size; step++) {
      const y = up ? size - 1 - step : step;
      const row = modules[y] ?? [];
      for (const x of [right, right - 1]) {
        if (row[x] !== undefined) continue;
        const one = (((words[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1;
        row[x] = one !== ((y + x) % 2 === 0);
        bit++;
      }
    }
  }
}
