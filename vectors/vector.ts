import type { Json, JsonObject } from '../reference/structure.js';

/** One input and its required outcome, as data. This is the format of `vectors/<protocol>/<structure>.json`. */
export interface Vector {
  readonly id: string;
  readonly title: string;
  readonly requirements: readonly string[];
  readonly op: string;
  readonly given: JsonObject;
  readonly input: Json;
  readonly expect: Expectation;
  /** The id of the accepted neighbour of a rejected vector. */
  readonly twin?: string;
  /** The reading of the norm to which this vector belongs. Without one, it applies to all readings. */
  readonly dialect?: string;
  readonly why: string;
  readonly tags: readonly string[];
  /** Where the value was published, or an independent source that agrees with it. */
  readonly source?: string;
}

/**
 * `accept`: the answer. With `by: 'reopening'` several byte strings are right, so the reference decodes the answer, and the
 * result must equal `accept`. `reject`: our reject code. The text of the target is recorded, and never compared.
 */
export type Expectation = { readonly accept: Json; readonly by?: 'reopening' } | { readonly reject: string };

export interface VectorFile {
  readonly $schema: string;
  readonly format: 1;
  readonly protocol: string;
  readonly structure: string;
  readonly sections: readonly string[];
  /** The readings of the norm that the vectors have. The first one is the literal reading. */
  readonly dialects?: readonly string[];
  readonly vectors: readonly Vector[];
}
