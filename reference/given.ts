/** Reads the JSON of a request into typed values. The inputs of vectors and adapters are checked only here. */
import { DecodeError } from './bytes/error.js';
import { hex } from './bytes/hex.js';
import type { Json, JsonObject } from './structure.js';

const malformed = (name: string, expected: string, value: Json | undefined): never => {
  throw new DecodeError(`given/${name}`, 0, `expected ${expected}, received ${kindOf(value)}`);
};

/** The value may be a secret, so a message shows its kind only. */
function kindOf(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return (
    { string: 'a text', number: 'a number', boolean: 'a boolean' }[typeof value as string] ?? 'an object'
  );
}

export function asText(value: Json | undefined, name = 'input'): string {
  return typeof value === 'string' ? value : malformed(name, 'a text', value);
}

export function asBytes(value: Json | undefined, name = 'input'): Uint8Array {
  return hex.decode(asText(value, name));
}

/** A whole number that JSON carries exactly. */
export function asInteger(value: Json | undefined, name = 'input'): number {
  return typeof value === 'number' && Number.isSafeInteger(value)
    ? value
    : malformed(name, 'a whole number', value);
}

/** Whole numbers of up to 64 bits travel as decimal text. */
export function asBigInt(value: Json | undefined, name = 'input'): bigint {
  const text = asText(value, name);
  return /^(?:0|-?[1-9][0-9]{0,19})$/.test(text)
    ? BigInt(text)
    : malformed(name, 'a decimal number as text', value);
}

export function asObject(value: Json | undefined, name = 'input'): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : malformed(name, 'an object', value);
}

export function asList(value: Json | undefined, name = 'input'): readonly Json[] {
  return Array.isArray(value) ? value : malformed(name, 'a list', value);
}

/** One of a fixed set of words. */
export function asWord<const W extends string>(
  value: Json | undefined,
  words: readonly W[],
  name = 'input',
): W {
  return words.find((word) => word === value) ?? malformed(name, words.join(' or '), value);
}
