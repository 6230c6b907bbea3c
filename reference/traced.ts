import { DecodeError } from './bytes/error.js';
import type { Field } from './bytes/reader.js';

/** The fields that a decoder named before it ended or refused. */
export function traced(decode: (trace: Field[]) => unknown): readonly Field[] {
  const fields: Field[] = [];
  try {
    decode(fields);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
  }
  return fields;
}
