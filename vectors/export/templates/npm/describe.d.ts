import type { VectorLevel, VectorSet } from './record.js';

// biome-ignore lint/suspicious/noExplicitAny: a codec types the values of its own structure
export type Operation = (given: any, input: any) => unknown;

type Test = (name: string, body: () => Promise<void> | void) => unknown;

export interface DescribeOptions {
  /** Those of vitest, jest, mocha or node:test. */
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: Test & { readonly skip: Test };
  /** The weakest level that is tested; `must` when absent. */
  readonly level?: VectorLevel;
  /** The reading of the specification that the codec follows; the literal one when absent. */
  readonly dialect?: string;
  /** Reads answers whose bytes are not unique, by the name of their operation. */
  readonly reopen?: Readonly<Record<string, Operation>>;
  /** Says whether a thrown value rejects the input; by default, any error except TypeError and ReferenceError does. */
  readonly rejects?: (thrown: unknown) => boolean;
}

/** Operations by the names of the vectors. What one returns is accepted, what it throws is rejected. */
export declare function describeVectors(
  set: VectorSet,
  codec: Readonly<Record<string, Operation | undefined>>,
  options: DescribeOptions,
): void;
