/** What a case is given, and what it makes of it. */
import type { Json } from '../reference/structure.js';

/** All that a case sees of the world beside its ports. */
export interface Context {
  readonly clock: Clock;
  readonly random: Random;
  /** Aborted when the case is out of time or the run ends. */
  readonly signal: AbortSignal;
  /** 1, or 2 when a case that failed is asked once more: nothing that the first asking has left counts then. */
  readonly attempt: number;
  readonly expect: Expect;
  /** Waits for a turn that other cases have to end first: meanwhile the deadline of this one stands still. */
  inQueue<T>(turn: Promise<T>): Promise<T>;
  /** Bytes of a transfer arrived: the deadline starts anew, up to ten times its length in all. */
  progress(): void;
  /** Runs when the case has ended, however it ended; last in, first out. */
  defer(teardown: () => unknown): void;
  /** Tells a step as it happens, where somebody watches. */
  readonly step?: (text: string) => void;
  /** Adds a named piece of evidence that a failure shows. A function is called only when it is shown. */
  note(name: string, text: string | (() => string)): void;
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds on a clock that never goes back. */
  elapsed(): number;
  /** For waits that the norm imposes; rejects when the case is cancelled. */
  wait(ms: number): Promise<void>;
}

export interface Random {
  bytes(length: number): Uint8Array;
  /** A whole number from 0 to below - 1. */
  below(below: number): number;
}

/** What a failure shows: both sides, for silence as well. */
export interface Sides {
  readonly expected: Json;
  readonly observed: Json;
  readonly offset?: number;
}

/** Records checks. The first one that fails ends the case. */
export interface Expect {
  that(what: string, holds: boolean, sides: Sides): void;
  equal(what: string, observed: Json, expected: Json): void;
  /** Checks each item, and fails for an empty list. `observed` describes the first item that fails. */
  each<T>(what: string, items: readonly T[], holds: (item: T) => boolean, sides: EachSide<T>): void;
}

export interface EachSide<T> {
  readonly expected: Json;
  readonly observed: (item: T) => Json;
}

export interface Check {
  readonly what: string;
  readonly ok: boolean;
  readonly expected?: Json;
  readonly observed?: Json;
  /** Where the first difference is, in bytes, when both sides are bytes. */
  readonly offset?: number;
}

/** What was seen, as data, redacted at birth. */
export interface Observation {
  /**
   * How the asking ended. `seen`: the checks speak. `unclaimed`: the target does not offer this. `unreachable`: it
   * could not be asked. `lost`: it was asked and gave no answer (crash, hang, flood, garbage). `ours`: our own defect.
   */
  readonly ended: 'seen' | 'unclaimed' | 'unreachable' | 'lost' | 'ours';
  readonly reason?: string;
  readonly checks: readonly Check[];
  readonly evidence?: readonly Evidence[];
}

export interface Evidence {
  readonly name: string;
  readonly text: string;
}
