/**
 * The border of the codecs. Their types say JSON, but a caller may pass anything. Here a value is copied once into plain
 * JSON, or rejected with a DecodeError. The copy has no getters, traps or conversions of its own, and its depth, members
 * and text are bounded.
 */
import { DecodeError } from './bytes/error.js';
import { MAX_DEPTH } from './bytes/json.js';
import { asObject } from './given.js';
import type { Json, JsonObject, Structure } from './structure.js';

/** All 65,536 flow numbers fit twice. */
const MAX_VALUES = 1 << 17;
/** UTF-16 units. The longest frame takes half of it in hex, so a text that is made of a frame also fits. */
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

/** A copy of the value as plain JSON. Throws a DecodeError if JSON cannot express it. */
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
    // Rejected before the loop, because the length of a sparse list or of a proxy may be 2^53.
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
    // fromEntries defines members and does not assign them, so __proto__ is a name like any other.
    return Object.fromEntries(members);
  }

  try {
    return copy(value, 0);
  } catch (error) {
    if (error instanceof DecodeError) throw error;
    // A trap of a proxy threw, or the proxy is revoked. Apart from the copying, none of our code runs here.
    throw new DecodeError('json/value', 0, 'it cannot be read');
  }
}

const tooMany = (): DecodeError => new DecodeError('json/size', 0, `more than ${MAX_VALUES} values`);

/** Whether it comes from an object literal or JSON.parse, of any realm, or has no prototype. */
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
