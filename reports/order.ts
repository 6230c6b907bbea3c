import type { Result } from '../suites/model.js';

const collator = new Intl.Collator('en', { numeric: true });

/** The fields of a result that decide its order. */
export type Placed = Pick<Result, 'id' | 'section' | 'target' | 'repeat'>;

const protocolOf = (id: string): string => id.slice(0, Math.max(0, id.indexOf('/')));

/** Skips the collator, which is slow, for equal texts: neighbours share most of them. */
const compare = (a: string, b: string): number => (a === b ? 0 : collator.compare(a, b));

/** Orders by protocol, section, id and target, like the specification, whatever the seed. */
export const bySection = (a: Placed, b: Placed): number =>
  compare(protocolOf(a.id), protocolOf(b.id)) ||
  compare(a.section, b.section) ||
  compare(a.id, b.id) ||
  compare(a.target, b.target) ||
  (a.repeat ?? 0) - (b.repeat ?? 0);
