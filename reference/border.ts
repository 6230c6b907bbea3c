/**
 * The border of the codecs. Structures are typed over JSON, and what a caller hands over in the place of it may be
 * anything: here it is copied once into plain JSON, or refused with a DecodeError. Behind this file a value has no
 * getters, no traps, no conversions of its own, and bounds on its depth, its members and its text.
 */
import { DecodeError } from './bytes/error.js';
import { MAX_DEPTH } from './bytes/json.js';
import { asObject } from './given.js';
import type { Json, JsonObject, Structure } from './structure.js';

/** All 65,536 flow numbers fit twice. */
const MAX_VALUES = 1 << 17;
/** UTF-16 units. A frame of the greatest length takes half of it in hex, and what is made of it stays a text. */
const MAX_TEXT = 1 << 26;

export function atBorder(structure: Structure): Structure {
  const { operations, annotate, reopen } = structure;
  return {
    ...structure,
    operations: guarded(operations),
    ...(annotate ? { annotate: guard(annotate) } : {}),
    ...(reopen ? { reopen: guarded(reopen) } : {}),
  };
}

type Asked<T> = (given: JsonObject, input: Json) => T;

const guarded = <T>(asked: Readonly<Record<string, Asked<T>>>): Record<string, Asked<T>> =>
  Object.fromEntries(Object.entries(asked).map(([op, ask]) => [op, guard(ask)]));

const guard =
  <T>(ask: Asked<T>): Asked<T> =>
  (given, input) =>
    ask(asObject(plainJson(given), 'given'), plainJson(input));

/** A copy of what JSON can say of the value. */
export function plainJson(value: unknown): Json {
  let values = 0;
  let text = 0;

  function count(length: number): void {
    text += length;
    if (text > MAX_TEXT) throw new DecodeError('json/size', 0, `more than ${MAX_TEXT} characters`);
  }

  function copy(of: unknown, depth: number): Json {
    if (++values > MAX_VALUES) throw tooMany();
    if (typeof of === 'string') count(of.length);
    if (of === null || typeof of === 'string' || typeof of === 'boolean') return of;
    if (typeof of === 'number' && Number.isFinite(of)) return of;
    if (typeof of !== 'object') throw new DecodeError('json/value', 0, `a ${typeof of} that is no JSON`);
    if (depth === MAX_DEPTH) throw new DecodeError('json/depth', 0, `more than ${MAX_DEPTH} levels`);
    return Array.isArray(of) ? copyList(of, depth) : copyObject(of, depth);
  }

  function copyList(list: readonly unknown[], depth: number): Json {
    // Refused before it is walked: a list of holes, or one whose length a proxy makes up, may say 2^53.
    if (!(list.length <= MAX_VALUES)) throw tooMany();
    const copied: Json[] = [];
    for (let i = 0; i < list.length; i++) copied.push(copy(own(list, String(i)), depth + 1));
    return copied;
  }

  function copyObject(of: object, depth: number): Json {
    if (!isPlain(of)) throw new DecodeError('json/value', 0, 'an object of a class');
    const members: [string, Json][] = [];
    for (const key of Object.keys(of)) {
      const member = own(of, key);
      count(key.length);
      // As JSON.stringify does: a member that is undefined is absent.
      if (member !== undefined) members.push([key, copy(member, depth + 1)]);
    }
    // fromEntries defines members and never assigns them: __proto__ stays a name like any other.
    return Object.fromEntries(members);
  }

  try {
    return copy(value, 0);
  } catch (error) {
    if (error instanceof DecodeError) throw error;
    // A trap of a proxy threw, or the proxy is revoked. None of our own code runs in here but the copying.
    throw new DecodeError('json/value', 0, 'it cannot be read');
  }
}

const tooMany = (): DecodeError => new DecodeError('json/size', 0, `more than ${MAX_VALUES} values`);

/** Of an object literal or of JSON.parse, in whatever realm it was made, or without a prototype. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** The value of a member without running its getter; a hole of a list has none. */
function own(of: object, key: string): unknown {
  const member = Object.getOwnPropertyDescriptor(of, key);
  if (member === undefined) throw new DecodeError('json/value', 0, 'a list with a hole');
  if (member.get || member.set) throw new DecodeError('json/value', 0, 'a member that is computed');
  return member.value;
}
