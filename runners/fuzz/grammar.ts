/** What a protocol adds to the fuzzer: inputs that edits of a vector hardly reach. */
import type fc from 'fast-check';
import type { Json, JsonObject } from '../../reference/structure.js';

export type FastCheck = typeof fc;

export interface Question {
  readonly structure: string;
  readonly op: string;
  readonly given: JsonObject;
  readonly input: Json;
}

/** An input of several layers: it is opened, edited within, and closed again so that the outer layers still hold. */
export interface Layered {
  readonly structure: string;
  readonly op: string;
  /** Undefined where this input has no such layers. */
  open(given: JsonObject, input: Json): Json | undefined;
  close(given: JsonObject, inner: Json): Json;
}

/** A history of commands that a decoder with a state goes through, said in one request. */
export interface StatefulModel {
  /** `frames cut anywhere`: for people. */
  readonly name: string;
  readonly structure: string;
  readonly op: string;
  source(fc: FastCheck): Source<unknown, Pick<Question, 'given' | 'input'>>;
}

/**
 * What is drawn, and what is made of it. They are apart, so that one value can be made smaller without the batch that it was
 * drawn in.
 */
export interface Source<D = unknown, T = Question & { readonly from: string }> {
  readonly drawn: fc.Arbitrary<D>;
  make(drawn: D): T;
}

/** Forgets what is drawn: only its own source makes something of it. */
export const source = <D, T>(drawn: fc.Arbitrary<D>, make: (drawn: D) => T): Source<unknown, T> =>
  ({ drawn, make }) as Source<unknown, T>;

export interface Grammar {
  readonly layered: readonly Layered[];
  readonly models: readonly StatefulModel[];
}
