/** Small changes of JSON values. A value keeps its type: what is no number at all is no question of any protocol. */
import { hex } from '../../reference/bytes/hex.js';
import type { Json, JsonObject } from '../../reference/structure.js';
import { changeBytes } from './bytes.js';

/** Drawn as numbers, so that a smaller edit is a simpler one. */
export type Edit = readonly [kind: number, where: number, what: number];

type Place = readonly (string | number)[];

const BYTES = /^(?:[0-9a-f]{2})+$/;
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
  const places = placesOf(value);
  const place = places[where % places.length];
  if (place === undefined) return value;
  const within = Math.floor(where / places.length);
  return changedAt(value, place, (leaf) => changed(leaf, kind, within, what));
}

/** Texts, numbers, switches and lists, from the outside in. */
function placesOf(value: Json, at: Place = []): Place[] {
  if (value === null) return [];
  if (Array.isArray(value)) return [at, ...value.flatMap((one, i) => placesOf(one, [...at, i]))];
  if (typeof value === 'object')
    return Object.entries(value).flatMap(([name, one]) => placesOf(one, [...at, name]));
  return [at];
}

function changedAt(value: Json, [next, ...rest]: Place, change: (leaf: Json) => Json): Json {
  if (next === undefined) return change(value);
  if (Array.isArray(value)) return value.map((one, i) => (i === next ? changedAt(one, rest, change) : one));
  const object = value as JsonObject;
  return { ...object, [next]: changedAt(object[next] ?? null, rest, change) };
}

function changed(leaf: Json, kind: number, at: number, what: number): Json {
  if (typeof leaf === 'string') return changeText(leaf, kind, at, what);
  if (typeof leaf === 'number') return changeNumber(leaf, kind, what);
  if (typeof leaf === 'boolean') return !leaf;
  return Array.isArray(leaf) ? changeList(leaf, kind, at) : leaf;
}

function changeText(text: string, kind: number, at: number, what: number): string {
  if (BYTES.test(text) || text === '') return hex.encode(changeBytes(hex.decode(text), kind, at, what));
  if (DECIMAL.test(text) && kind % 2 === 0) return String(stepOf(BigInt(text), what));
  const chars = [...text];
  const place = at % chars.length;
  const letter = LETTERS[what % LETTERS.length] ?? 'a';
  const own = chars[place] ?? '';
  const changes: readonly (() => readonly string[])[] = [
    () => chars.with(place, letter),
    () => chars.toSpliced(place, 1),
    () => chars.toSpliced(place, 0, letter),
    () => chars.slice(0, place),
    () => chars.with(place, own === own.toUpperCase() ? own.toLowerCase() : own.toUpperCase()),
    () => chars.toSpliced(place, 0, ...chars.slice(place, place + 1 + (what & 15))),
    () => [...chars, letter],
    () => chars.with(place, String.fromCodePoint((own.codePointAt(0) ?? 0) ^ 1)),
  ];
  return (changes[kind % changes.length]?.() ?? chars).join('').toWellFormed();
}

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
