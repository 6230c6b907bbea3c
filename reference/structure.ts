import type { Field } from './bytes/reader.js';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json };

/**
 * What one structure of a protocol can do, said over JSON so that vectors, adapters in any language and the embedded
 * reference are asked alike. An operation returns what it accepts and throws a DecodeError for what it refuses. Bytes
 * are lower-case hex on this border and `Uint8Array` behind it. A protocol lists its structures behind `atBorder`, which
 * hands them plain JSON whatever was handed over.
 */
export interface Structure {
  /** `protocol/structure`, as vectors name it. */
  readonly name: string;
  readonly operations: Readonly<Record<string, Operation>>;
  /** Names the bytes of an input field by field, as far as they can be read. */
  readonly annotate?: (given: JsonObject, input: Json) => readonly Field[];
  /**
   * For operations whose bytes the norm leaves open: reads an answer back into what the vector expects to find in it.
   */
  readonly reopen?: Readonly<Record<string, (given: JsonObject, answer: Json) => Json>>;
  /** For operations that write: the one that reads what they wrote. */
  readonly readBy?: Readonly<Record<string, Reading>>;
}

export interface Reading {
  readonly op: string;
  /** What the reader is given, of what the writer was; the same where it is absent. */
  readonly given?: (given: JsonObject, input: Json) => JsonObject;
}

export type Operation = (given: JsonObject, input: Json) => Json;
