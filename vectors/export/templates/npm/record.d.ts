/** What the modules of this package hold. Bytes are lower-case hex. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json };

export type VectorLevel = 'must' | 'should' | 'may';

/** One clause of a specification, paraphrased. */
export interface Clause {
  readonly id: string;
  readonly level: VectorLevel;
  readonly section: string;
  readonly text: string;
}

/** What the specification leaves wrong or open, and how the vector decides it. */
export interface VectorFinding {
  readonly id: string;
  readonly title: string;
  readonly stance: string;
}

export interface VectorRecord {
  readonly id: string;
  readonly title: string;
  readonly requirements: readonly string[];
  readonly op: string;
  readonly given: JsonObject;
  readonly input: Json;
  /** With `by`, many answers are right, and `accept` is what a decoder finds in yours. */
  readonly expect: { readonly accept: Json; readonly by?: 'reopening' } | { readonly reject: string };
  /** The accepted neighbour of a reject. */
  readonly twin?: string;
  /** A named reading of the specification; absent: the vector holds in all. */
  readonly dialect?: string;
  readonly level: VectorLevel;
  readonly clauses: readonly Clause[];
  readonly findings: readonly VectorFinding[];
  readonly why: string;
  readonly tags: readonly string[];
  readonly source?: string;
}

export interface VectorSet {
  readonly format: 1;
  readonly protocol: string;
  readonly structure: string;
  readonly sections: readonly string[];
  /** The readings among the vectors; the first is the literal one. */
  readonly dialects?: readonly string[];
  readonly version: string;
  readonly spec: { readonly title: string; readonly version: string; readonly sha256: string };
  readonly vectors: readonly VectorRecord[];
}
