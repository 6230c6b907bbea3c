import type { SpecVersion } from './model.js';

/** Something that a spec text leaves wrong, open or out of date, and what the toolkit does about it. */
export interface Finding {
  readonly id: string;
  readonly protocol: SpecVersion['protocol'];
  /**
   * `contradiction`: the texts disagree. `deviation`: known implementations differ from the text. `underspecified`: two
   * implementations may differ and both be right. `stale`: something published is out of date.
   */
  readonly kind: 'contradiction' | 'deviation' | 'underspecified' | 'stale';
  /** Sections of the spec text. */
  readonly sections: readonly string[];
  /** Related documents that are no part of the spec text. */
  readonly documents?: readonly string[];
  readonly title: string;
  /** What goes wrong for whom. */
  readonly breaks: string;
  /** How the toolkit decides, so that no choice is silent. */
  readonly stance: string;
  /** Requirements, cases and vectors that hang on it. */
  readonly related: readonly string[];
}

type Written = Omit<Finding, 'protocol'>;

/** The findings about the texts of one protocol. */
export const findingsOf = (protocol: Finding['protocol'], list: readonly Written[]): readonly Finding[] =>
  list.map(({ id, ...rest }) => ({ id, protocol, ...rest }));
