import type { Json, JsonObject } from '../reference/structure.js';

/** One input and what must come of it, as data: the shape of `vectors/<protocol>/<structure>.json`. */
export interface Vector {
  readonly id: string;
  readonly title: string;
  readonly requirements: readonly string[];
  readonly op: string;
  readonly given: JsonObject;
  readonly input: Json;
  readonly expect: Expectation;
  /** The accepted neighbour of a reject. */
  readonly twin?: string;
  /** A named reading of the norm that this vector belongs to; absent: it holds in all. */
  readonly dialect?: string;
  readonly why: string;
  readonly tags: readonly string[];
  /** Where the value was published, or what agrees with it independently. */
  readonly source?: string;
}

/**
 * `accept`: the answer itself. With `by: 'reopening'` the bytes are not unique, so the answer is read back by the
 * reference and what is found in it must equal `accept`. `reject`: our code for the refusal; the target's own text is
 * recorded, never matched.
 */
export type Expectation = { readonly accept: Json; readonly by?: 'reopening' } | { readonly reject: string };

export interface VectorFile {
  readonly $schema: string;
  readonly format: 1;
  readonly protocol: string;
  readonly structure: string;
  readonly sections: readonly string[];
  /** The readings of the norm among the vectors; the first is the literal one. */
  readonly dialects?: readonly string[];
  readonly vectors: readonly Vector[];
}
