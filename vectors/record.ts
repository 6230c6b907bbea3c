/** A vector as it is exported: with its level, its clauses and its findings. */
import type { Vector, VectorFile } from './vector.js';

export type VectorLevel = 'must' | 'should' | 'may';

/** One clause of a specification, in our words. */
export interface Clause {
  readonly id: string;
  readonly level: VectorLevel;
  readonly section: string;
  readonly text: string;
}

/** A point of the specification that is wrong or open, and what the vector decides. */
export interface VectorFinding {
  readonly id: string;
  readonly title: string;
  readonly stance: string;
}

export interface VectorRecord extends Vector {
  /** The level of its strongest clause. Only a failed `must` makes an implementation nonconforming. */
  readonly level: VectorLevel;
  /** The text of each id in `requirements`. */
  readonly clauses: readonly Clause[];
  readonly findings: readonly VectorFinding[];
}

/** All vectors of one structure, with the versions of the package and of the specification. */
export interface VectorSet extends Omit<VectorFile, 'vectors' | '$schema'> {
  /** The path to the schema, if the package has it. */
  readonly $schema?: string;
  readonly version: string;
  readonly spec: { readonly title: string; readonly version: string; readonly sha256: string };
  readonly vectors: readonly VectorRecord[];
}
