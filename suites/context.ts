/** The world of a running case: its context, its checks, and what it returns. */
import type { Json } from '../reference/structure.js';

/** Everything that a case may use, apart from its ports. */
export interface Context {
  readonly clock: Clock;
  readonly random: Random;
  /** Aborted at the deadline of the case, and when the run ends. */
  readonly signal: AbortSignal;
  /** 1, or 2 when a failed case runs again. The second attempt must use nothing that the first one left behind. */
  readonly attempt: number;
  readonly expect: Expect;
  /** Waits for other cases to end their turn. The deadline of this case is stopped meanwhile. */
  inQueue<T>(turn: Promise<T>): Promise<T>;
  /** Tells that bytes of a transfer have arrived. It restarts the deadline, but extends it to ten times its length at most. */
  progress(): void;
  /** Runs a function when the case has ended in any way; the last one first. */
  defer(teardown: () => unknown): void;
  /** Reports a step as it happens. Present only with `--trace`. */
  readonly step?: (text: string) => void;
  /** Adds evidence that a failure shows. A function is called only if the evidence is shown. */
  note(name: string, text: string | (() => string)): void;
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds on a clock that never goes back. */
  elapsed(): number;
  /** Waits for a time in the norm. Rejects when the case is cancelled. */
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
  /** The index of the first different byte, if both sides are bytes. */
  readonly offset?: number;
}

/** What a case has seen, as data. */
export interface Observation {
  /**
   * How the case ended. `seen`: its checks decide. `unclaimed`: the target does not offer this. `unreachable`: it
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
