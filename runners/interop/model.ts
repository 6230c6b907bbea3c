/** What came of putting peers to one another: two ends, and a cell for each pair. */
import type { Verdict } from '../../suites/model.js';

export type End = 'row' | 'column';

/** A peer that was named, or the reference. */
export interface Peer {
  readonly name: string;
  /** As a target is written. */
  readonly text: string;
}

/** One thing that the two ends of a pair have to do together. */
export interface Question {
  readonly id: string;
  readonly title: string;
  readonly verdict: Verdict;
  readonly reason?: string;
  /** The ends that are at fault, where the question itself shows it. */
  readonly fault?: readonly End[];
}

export interface Cell {
  readonly row: string;
  readonly column: string;
  readonly verdict: Verdict;
  readonly counts: Readonly<Record<Verdict, number>>;
  /** Those that did not pass. */
  readonly open: readonly Question[];
  /** Who is at fault, one sentence each; empty where nothing failed. */
  readonly blame: readonly string[];
}

export interface Matrix {
  /** What is paired: `codecs`, or a protocol. */
  readonly what: string;
  /** What a peer is in the rows, and what in the columns. */
  readonly rows: string;
  readonly columns: string;
  readonly rowNames: readonly string[];
  readonly columnNames: readonly string[];
  readonly cells: readonly Cell[];
}

/** The peers of one kind are open, and each may stand at either end. */
export interface Meetings {
  /** Why this pair cannot meet at all, or what came of each question. */
  meet(row: Peer, column: Peer): Promise<readonly Question[]>;
  close(): Promise<void>;
}

/** How peers of one kind are put to one another. */
export interface Pairing {
  readonly what: string;
  readonly rows: string;
  readonly columns: string;
  /** At which ends a target of that scheme can stand; those of the reference are both. */
  readonly ends: Readonly<Record<string, readonly End[]>>;
  open(peers: readonly Peer[], around: PairingAround): Promise<Meetings>;
}

export interface PairingAround {
  readonly signal: AbortSignal;
  readonly wanted: (id: string) => boolean;
}

export const REFERENCE: Peer = { name: 'reference', text: 'reference' };
