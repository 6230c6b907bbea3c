import { DecodeError } from './bytes/error.js';
import type { Field } from './bytes/reader.js';
import { asBytes } from './given.js';
import type { Json } from './structure.js';

/** The fields that a decoder named before it ended or rejected the input. */
export function traced(decode: (trace: Field[]) => unknown): readonly Field[] {
  const fields: Field[] = [];
  try {
    decode(fields);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
  }
  return fields;
}

/** The same for an input in hex. An input of another form has no fields. */
export const tracedBytes = (
  input: Json,
  decode: (bytes: Uint8Array, trace: Field[]) => unknown,
): readonly Field[] => (typeof input === 'string' ? traced((trace) => decode(asBytes(input), trace)) : []);
