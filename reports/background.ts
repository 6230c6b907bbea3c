import type { Level } from '../suites/model.js';
import type { Catalogue } from './html/data.js';

/** What is known about clauses apart from the stream. A recording of another version may name unknown ids. */
export interface Background {
  clause(id: string): { readonly level: Level; readonly text: string } | undefined;
  /** The findings on which one of these clauses or cases depends. */
  findings(ids: readonly string[]): readonly KnownFinding[];
  /** All clauses and findings of these protocols, for a page that looks them up itself. */
  catalogue?(protocols: ReadonlySet<string>): Catalogue;
  /** Of a case. */
  tags?(id: string): readonly string[];
}

export interface KnownFinding {
  readonly id: string;
  readonly title: string;
}

export const noBackground: Background = { clause: () => undefined, findings: () => [] };
