/** Makes a codec from any object with operations: it accepts what they return, and rejects what they throw. */

import { plainJson } from '../../reference/border.js';
import { DecodeError } from '../../reference/bytes/error.js';
import type { Json, JsonObject } from '../../reference/structure.js';
import type { Answer, CodecPort } from '../../suites/codec.js';

/**
 * The operations of one structure, by the names that vectors use. Bytes are lower-case hex, as in the vector files. An
 * operation may return a promise. An operation that is missing is skipped.
 */
export type CodecObject = {
  readonly [op: string]: ((given: JsonObject, input: Json) => unknown) | undefined;
};

export interface CodecOptions {
  /** Whether a thrown value is a rejection of the input. Any other thrown value counts as a crash. */
  readonly rejects?: (thrown: unknown) => boolean;
}

/** A mistake in the program of the codec, which must not count as a rejection: a crash proves nothing. */
const isMistake = (thrown: unknown): boolean =>
  thrown instanceof TypeError ||
  thrown instanceof ReferenceError ||
  (thrown instanceof RangeError && /call stack/i.test(thrown.message));

const reasonOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

export function codecPort(
  codecs: Readonly<Record<string, CodecObject>>,
  { rejects = (thrown) => !isMistake(thrown) }: CodecOptions = {},
): CodecPort {
  return {
    async ask({ structure, op, given, input }): Promise<Answer> {
      const codec = codecs[structure];
      if (codec === undefined) return { unsupported: 'the target has no codec for this structure' };
      const operation = Object.hasOwn(codec, op) ? codec[op] : undefined;
      if (typeof operation !== 'function') return { unsupported: `the codec has no operation "${op}"` };
      let answer: unknown;
      try {
        answer = await operation.call(codec, given, input);
      } catch (thrown) {
        return rejects(thrown)
          ? { reject: reasonOf(thrown) }
          : { lost: 'crash', detail: `${op} threw ${reasonOf(thrown)}` };
      }
      return accepted(op, answer);
    },
  };
}

function accepted(op: string, answer: unknown): Answer {
  try {
    return { accept: plainJson(answer) };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { lost: 'garbage', detail: `${op} returned a value that is not JSON (${error.message})` };
  }
}
