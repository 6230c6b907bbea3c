/**
 * Small changes of JSON values. A value keeps its type, because no protocol says what a value of a wrong type means.
 */
import type { Json, JsonObject } from '../../reference/structure.js';
import { changeBytes } from './bytes.js';

/** An edit is drawn as numbers, and smaller numbers make a simpler edit. */
export type Edit = readonly [kind: number, where: number, what: number];

const BYTES = /^(?:[0-9a-f]{2})+$/;
/** In such a text, each character is one UTF-16 unit. */
const ASCII = /^[\x00-\x7f]*$/;
const DECIMAL = /^-?\d{1,20}$/;
const POWERS = [0, 1, 7, 8, 15, 16, 24, 31, 32, 52];
const LETTERS = [
  'a',
  'A',
  '0',
  '-',
  '_',
  '.',
  ':',
  '/',
  '=',
  '+',
  ' ',
  '\n',
  '\0',
  '"',
  'é',
  '\u2028',
  '😀',
  '%',
];

export function edit(value: Json, [kind, where, what]: Edit): Json {
  const places = placesIn(value);
  if (places === 0) return value;
  const within = Math.floor(where / places);
  return changedAt(value, where % places, (leaf) => changed(leaf, kind, within, what));
}

/** The number of texts, numbers, booleans and lists in a value. */
function placesIn(value: Json): number {
  if (value === null) return 0;
  if (typeof value !== 'object') return 1;
  let places = Array.isArray(value) ? 1 : 0;
  for (const member of Object.values(value)) places += placesIn(member);
  return places;
}

/** Places are counted from the outside in: a list comes before its items. */
function changedAt(value: Json, place: number, change: (leaf: Json) => Json): Json {
  if (typeof value !== 'object' || value === null) return change(value);
  const isList = Array.isArray(value);
  if (isList && place === 0) return change(value);
  let left = isList ? place - 1 : place;
  for (const [name, member] of Object.entries(value)) {
    const within = placesIn(member);
    if (left < within) {
      const next = changedAt(member, left, change);
      return isList ? value.with(Number(name), next) : { ...(value as JsonObject), [name]: next };
    }
    left -= within;
  }
  return value;
}

function changed(leaf: Json, kind: number, at: number, what: number): Json {
  if (typeof leaf === 'string') return changeText(leaf, kind, at, what);
  if (typeof leaf === 'number') return changeNumber(leaf, kind, what);
  if (typeof leaf === 'boolean') return !leaf;
  return Array.isArray(leaf) ? changeList(leaf, kind, at) : leaf;
}

function changeText(text: string, kind: number, at: number, what: number): string {
  if (BYTES.test(text) || text === '') return changeBytes(text, kind, at, what);
  if (DECIMAL.test(text) && kind % 2 === 0) return String(stepOf(BigInt(text), what));
  const chars = ASCII.test(text) ? text : [...text];
  const place = at % chars.length;
  const own = chars[place] ?? '';
  const from = (start: number, end?: number): string => textOf(chars.slice(start, end));
  const put = (letters: string, after: number): string => from(0, place) + letters + from(after);
  const letter = LETTERS[what % LETTERS.length] ?? 'a';
  const changes: readonly (() => string)[] = [
    () => put(letter, place + 1),
    () => put('', place + 1),
    () => put(letter, place),
    () => from(0, place),
    () => put(own === own.toUpperCase() ? own.toLowerCase() : own.toUpperCase(), place + 1),
    () => put(from(place, place + 1 + (what & 15)), place),
    () => text + letter,
    () => put(String.fromCodePoint((own.codePointAt(0) ?? 0) ^ 1), place + 1),
  ];
  return (changes[kind % changes.length]?.() ?? text).toWellFormed();
}

const textOf = (chars: string | readonly string[]): string =>
  typeof chars === 'string' ? chars : chars.join('');

function stepOf(value: bigint, what: number): bigint {
  const edge = 1n << BigInt([8, 16, 31, 32, 53, 63, 64][what % 7] ?? 8);
  return [value + 1n, value - 1n, edge, edge - 1n, 0n, value * 1000n][(what >> 3) % 6] ?? value;
}

function changeNumber(value: number, kind: number, what: number): number {
  const power = 2 ** (POWERS[what % POWERS.length] ?? 0);
  const next = [value + 1, value - 1, power, power - 1, 0, value + power][kind % 6] ?? value;
  return Number.isSafeInteger(next) ? next : value;
}

function changeList(list: readonly Json[], kind: number, at: number): readonly Json[] {
  if (list.length === 0) return list;
  const place = at % list.length;
  const one = list[place] as Json;
  const changes: readonly (() => readonly Json[])[] = [
    () => list.toSpliced(place, 1),
    () => list.toSpliced(place, 0, one),
    () => [...list.toSpliced(place, 1), one],
    () => list.toReversed(),
    () => list.slice(0, place),
  ];
  return changes[kind % changes.length]?.() ?? list;
}
