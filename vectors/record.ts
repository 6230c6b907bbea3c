/** A vector as it leaves the package: with its level, its clauses and its findings beside it. */
import type { Vector, VectorFile } from './vector.js';

export type VectorLevel = 'must' | 'should' | 'may';

/** One clause of a specification, in our words. */
export interface Clause {
  readonly id: string;
  readonly level: VectorLevel;
  readonly section: string;
  readonly text: string;
}

/** What the specification leaves wrong or open about a vector, and how the vector decides it. */
export interface VectorFinding {
  readonly id: string;
  readonly title: string;
  readonly stance: string;
}

export interface VectorRecord extends Vector {
  /** That of its strongest clause. Only a `must` makes an implementation nonconforming. */
  readonly level: VectorLevel;
  /** The text of each id in `requirements`. */
  readonly clauses: readonly Clause[];
  readonly findings: readonly VectorFinding[];
}

/** All vectors of one structure, with the version of the package and of the specification that they belong to. */
export interface VectorSet extends Omit<VectorFile, 'vectors' | '$schema'> {
  /** Where a schema lies beside the file. */
  readonly $schema?: string;
  readonly version: string;
  readonly spec: { readonly title: string; readonly version: string; readonly sha256: string };
  readonly vectors: readonly VectorRecord[];
}
