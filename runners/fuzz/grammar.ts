/** Inputs that a protocol adds to the fuzzer, because edits of a vector rarely reach them. */
import type fc from 'fast-check';
import type { Json, JsonObject } from '../../reference/structure.js';
import type { Request } from '../../suites/codec.js';
import type { DrawBelow } from './draw.js';

export type FastCheck = typeof fc;

/** An input with several layers. It is opened, edited inside and closed again, so that the outer layers stay valid. */
export interface Layered {
  readonly structure: string;
  readonly op: string;
  /** Undefined if this input has no such layers. */
  open(given: JsonObject, input: Json): Json | undefined;
  close(given: JsonObject, inner: Json): Json;
}

/** A history of commands for a stateful decoder, in one request. */
export interface StatefulModel {
  /** A name for people, such as `frames cut anywhere`. */
  readonly name: string;
  readonly structure: string;
  readonly op: string;
  source(fc: FastCheck): Source<unknown, Pick<Request, 'given' | 'input'>>;
  /** Draws a value of that source, at less cost than fast-check, which still shrinks it. */
  draw(draw: DrawBelow): unknown;
}

/**
 * How to draw a value, and how to make a question of it. The two are separate, so that one value can be shrunk without
 * the batch that it was drawn in.
 */
export interface Source<D = unknown, T = Request & { readonly from: string }> {
  readonly drawn: fc.Arbitrary<D>;
  make(drawn: D): T;
}

/** Hides the type of the drawn values, which only this source uses. */
export const source = <D, T>(drawn: fc.Arbitrary<D>, make: (drawn: D) => T): Source<unknown, T> =>
  ({ drawn, make }) as Source<unknown, T>;

export interface Grammar {
  readonly layered: readonly Layered[];
  readonly models: readonly StatefulModel[];
}
