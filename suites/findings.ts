import type { SpecVersion } from './model.js';

/** Something that is wrong, open or out of date in a spec text, and what the toolkit does about it. */
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
  /** Related documents outside the spec text. */
  readonly documents?: readonly string[];
  readonly title: string;
  /** What goes wrong, and for whom. */
  readonly breaks: string;
  /** What the toolkit decides, so that no decision is hidden. */
  readonly stance: string;
  /** The ids of requirements, cases and vectors that depend on it. */
  readonly related: readonly string[];
}

type Written = Omit<Finding, 'protocol'>;

/** The findings about the texts of one protocol. */
export const findingsOf = (protocol: Finding['protocol'], list: readonly Written[]): readonly Finding[] =>
  list.map(({ id, ...rest }) => ({ id, protocol, ...rest }));
