import type { Field } from './bytes/reader.js';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json };

/**
 * The operations of one structure of a protocol, over JSON, so that vectors ask the reference and an adapter in any language
 * in the same way. An operation returns its answer, or throws a DecodeError to reject. Bytes are lower-case hex here and
 * `Uint8Array` inside. A protocol wraps its structures in `atBorder`, so that they get plain JSON from any caller.
 */
export interface Structure {
  /** `protocol/structure`, as vectors name it. */
  readonly name: string;
  readonly operations: Readonly<Record<string, Operation>>;
  /** Names the bytes of an input field by field, as far as they can be read. */
  readonly annotate?: (given: JsonObject, input: Json) => readonly Field[];
  /**
   * For operations whose bytes the norm does not fix: decodes an answer into what the vector expects in it.
   */
  readonly reopen?: Readonly<Record<string, (given: JsonObject, answer: Json) => Json>>;
  /** For operations that write: the operation that reads the result. */
  readonly readBy?: Readonly<Record<string, Reading>>;
}

export interface Reading {
  readonly op: string;
  /** The `given` of the reader, made from that of the writer. Absent if both are the same. */
  readonly given?: (given: JsonObject, input: Json) => JsonObject;
}

export type Operation = (given: JsonObject, input: Json) => Json;
