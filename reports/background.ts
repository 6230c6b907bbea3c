import type { Level } from '../suites/model.js';

/** What is known of clauses beside the stream. A recording of another version may name ids that are not there. */
export interface Background {
  clause(id: string): { readonly level: Level; readonly text: string } | undefined;
  /** The findings that one of these clauses or cases hangs on. */
  findings(ids: readonly string[]): readonly KnownFinding[];
}

export interface KnownFinding {
  readonly id: string;
  readonly title: string;
}

export const noBackground: Background = { clause: () => undefined, findings: () => [] };
