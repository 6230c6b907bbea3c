/** The results of an interop run: two ends, and a cell for each pair. */
import type { Verdict } from '../../suites/model.js';

export type End = 'row' | 'column';

/** A peer from the command line, or the reference. */
export interface Peer {
  readonly name: string;
  /** The form of a target on the command line. */
  readonly text: string;
}

/** The result of one question: what both ends of a pair must do together. */
export interface PairResult {
  readonly id: string;
  readonly title: string;
  readonly verdict: Verdict;
  readonly reason?: string;
  /** The ends at fault, if the question itself shows them. */
  readonly fault?: readonly End[];
}

export interface Cell {
  readonly row: string;
  readonly column: string;
  readonly verdict: Verdict;
  readonly counts: Readonly<Record<Verdict, number>>;
  /** The questions that did not pass. */
  readonly open: readonly PairResult[];
  /** One sentence for each end at fault. Empty if nothing failed. */
  readonly blame: readonly string[];
}

export interface Matrix {
  readonly what: string;
  /** The role of a peer in the rows, and in the columns. */
  readonly rows: string;
  readonly columns: string;
  readonly rowNames: readonly string[];
  readonly columnNames: readonly string[];
  readonly cells: readonly Cell[];
}

/** Opened peers of one kind. Each may be at either end. */
export interface Meetings {
  /** The result of each question, or one blocked question if this pair cannot meet. */
  meet(row: Peer, column: Peer): Promise<readonly PairResult[]>;
  close(): Promise<void>;
}

/** How peers of one kind are paired. */
export interface Pairing {
  readonly what: string;
  readonly rows: string;
  readonly columns: string;
  /** The ends at which a target of each scheme can be. The reference can be at both. */
  readonly ends: Readonly<Record<string, readonly End[]>>;
  open(peers: readonly Peer[], around: PairingAround): Promise<Meetings>;
}

export interface PairingAround {
  readonly signal: AbortSignal;
  readonly wanted: (id: string) => boolean;
}

export const REFERENCE: Peer = { name: 'reference', text: 'reference' };
