import type { Check, Json } from '../suites/model.js';
import { type Difference, firstDifference } from './difference.js';
import { counted } from './duration.js';
import { plain } from './escape.js';
import { firstDifferentByte, hexDiff, isBytes } from './hexdiff.js';

/** One labelled part of a failure, safe to show anywhere as text. */
export interface ValueRow {
  readonly label: string;
  readonly lines: readonly string[];
  /** Whether columns have a meaning, as in bytes, JSON, transcripts and commands. */
  readonly code?: true;
}

const LONGEST = 1000;

export const code = (label: string, ...lines: readonly string[]): ValueRow => ({ label, lines, code: true });

/** The check, and both sides, aligned around the first difference. */
export function checkRows({ what, expected, observed }: Check): ValueRow[] {
  const check: ValueRow = { label: 'check', lines: [plain(what, LONGEST)] };
  if (expected === undefined || observed === undefined) {
    return [
      check,
      ...(expected === undefined ? [] : [code('expected', shown(expected, 0))]),
      ...(observed === undefined ? [] : [code('received', shown(observed, 0))]),
    ];
  }
  const difference = firstDifference(expected, observed) ?? { pointer: '', expected, observed };
  return [check, ...placeOf(difference).map((place) => code('at', place)), ...sides(difference)];
}

/** The place of a difference that is hard to see. */
function placeOf({ pointer, only, expected, observed }: Difference): string[] {
  const isLarge = [expected, observed].some((value) => JSON.stringify(value).length > WINDOW);
  const side = only?.side === 'observed' ? 'received' : 'expected';
  const member =
    only && isLarge && haveOneKey(expected, observed)
      ? `${plain(JSON.stringify(only.key))} is only ${side}`
      : '';
  const parts = [plain(pointer), member].filter((part) => part !== '');
  return parts.length > 0 ? [parts.join(', ')] : [];
}

/** Values without a common member differ at first sight: {"accept":...} and {"reject":...}. */
const haveOneKey = (one: Json, other: Json): boolean => {
  const keys = new Set(Object.keys(Object(other)));
  return Object.keys(Object(one)).some((key) => keys.has(key));
};

/** Even byte strings that share only a few first bytes are easiest to compare as bytes. */
const SHORTEST_BYTES = 8;

function sides({ expected, observed }: Difference): ValueRow[] {
  if (
    isBytes(expected) &&
    isBytes(observed) &&
    Math.max(expected.length, observed.length) >= SHORTEST_BYTES
  ) {
    const at = firstDifferentByte(expected, observed);
    const [first, ...rest] = hexDiff(expected, observed);
    const sizes = `${counted(expected.length / 2, 'byte')} expected, ${observed.length / 2} received`;
    if (first !== undefined && at !== undefined) return [code('bytes', sizes, first, ...rest)];
  }
  const from = firstDifferentCharacter(expected, observed);
  const [left, right] = [shown(expected, from), shown(observed, from)];
  return [code('expected', left), code('received', right, ...marked(left, right))];
}

/** A line with a caret at the first different character, below two long lines that begin alike. */
const SHORTEST_MARKED = 12;
const SHORTEST_SHARED = 4;

function marked(left: string, right: string): string[] {
  const at = sharedPrefix(left, right);
  const isClear = at < SHORTEST_SHARED || Math.max(left.length, right.length) < SHORTEST_MARKED;
  return isClear || left === right ? [] : [`${' '.repeat(at)}^ first difference`];
}

const WINDOW = 300;
const LEAD = 60;

/** A value as JSON. Of a long text, only the part around the difference. */
function shown(value: Json, difference: number): string {
  if (typeof value !== 'string' || value.length <= WINDOW || difference <= LEAD) {
    return plain(JSON.stringify(value), WINDOW);
  }
  const start = difference - LEAD;
  return `(${start} characters)... ${plain(JSON.stringify(value.slice(start)), WINDOW)}`;
}

const firstDifferentCharacter = (a: Json, b: Json): number =>
  typeof a === 'string' && typeof b === 'string' ? sharedPrefix(a, b) : 0;

function sharedPrefix(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}
