/** Reads the JSON side of a request into typed values: what vectors and adapters hand over is checked here, once. */
import { DecodeError } from './bytes/error.js';
import { hex } from './bytes/hex.js';
import type { Json, JsonObject } from './structure.js';

const malformed = (name: string, wanted: string): never => {
  throw new DecodeError(`given/${name}`, 0, `wants ${wanted}`);
};

export function asText(value: Json | undefined, name = 'input'): string {
  return typeof value === 'string' ? value : malformed(name, 'a text');
}

export function asBytes(value: Json | undefined, name = 'input'): Uint8Array {
  return hex.decode(asText(value, name));
}

/** A whole number that JSON carries exactly. */
export function asInteger(value: Json | undefined, name = 'input'): number {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : malformed(name, 'a whole number');
}

/** Whole numbers of up to 64 bits travel as decimal text. */
export function asBigInt(value: Json | undefined, name = 'input'): bigint {
  const text = asText(value, name);
  return /^(?:0|-?[1-9][0-9]{0,19})$/.test(text) ? BigInt(text) : malformed(name, 'a decimal text');
}

export function asBoolean(value: Json | undefined, name = 'input'): boolean {
  return typeof value === 'boolean' ? value : malformed(name, 'true or false');
}

export function asObject(value: Json | undefined, name = 'input'): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : malformed(name, 'an object');
}

export function asList(value: Json | undefined, name = 'input'): readonly Json[] {
  return Array.isArray(value) ? value : malformed(name, 'a list');
}

/** One of a fixed set of words. */
export function asWord<const W extends string>(
  value: Json | undefined,
  words: readonly W[],
  name = 'input',
): W {
  return words.find((word) => word === value) ?? malformed(name, words.join(' or '));
}
