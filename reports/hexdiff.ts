/** Two byte strings, in hex, side by side around the first byte in which they differ. */

const ROW = 16;
const bytesText = /^(?:[0-9a-f]{2})*$/;

export const isBytes = (value: unknown): value is string =>
  typeof value === 'string' && bytesText.test(value);

/** Undefined when there is none. */
export function firstDifferentByte(a: string, b: string): number | undefined {
  if (a === b) return undefined;
  let at = 0;
  while (a[at] === b[at]) at++;
  return at >> 1;
}

/**
 * ```
 * both      00000010  aa aa aa aa aa aa aa aa  aa aa aa aa aa aa aa aa
 * expected  00000020  aa aa aa aa aa aa aa aa
 * received  00000020  aa ab 00
 *                        ^^ byte 33
 * ```
 */
export function hexDiff(expected: string, observed: string): string[] {
  const at = firstDifferentByte(expected, observed);
  if (at === undefined) return [];
  const start = at - (at % ROW);
  const before = start === 0 ? [] : [row('both', start - ROW, expected)];
  return [
    ...before,
    row('expected', start, expected),
    row('received', start, observed),
    `${' '.repeat(LABEL + OFFSET + column(at % ROW))}^^ byte ${at}`,
  ];
}

const LABEL = 'expected  '.length;
const OFFSET = '00000000  '.length;

function row(label: string, start: number, text: string): string {
  const bytes = text.slice(2 * start, 2 * (start + ROW)).match(/../g) ?? [];
  const halves = [bytes.slice(0, ROW / 2), bytes.slice(ROW / 2)].map((half) => half.join(' '));
  const shown = bytes.length === 0 ? '(ends before)' : halves.filter((half) => half !== '').join('  ');
  return `${label.padEnd(LABEL)}${start.toString(16).padStart(8, '0')}  ${shown}`;
}

/** A byte takes three columns, and the halves of a row stand one further apart. */
const column = (inRow: number): number => 3 * inRow + (inRow >= ROW / 2 ? 1 : 0);
