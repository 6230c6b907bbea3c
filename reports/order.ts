import type { Result } from '../suites/model.js';

const collator = new Intl.Collator('en', { numeric: true });

/** What an order needs to know of a result. */
export type Placed = Pick<Result, 'id' | 'section' | 'target' | 'repeat'>;

const protocolOf = (id: string): string => id.slice(0, Math.max(0, id.indexOf('/')));

/** The collator is slow, and neighbours share most of it. */
const compare = (a: string, b: string): number => (a === b ? 0 : collator.compare(a, b));

/** By protocol, section, id and target, as a reader of the specification looks for it, whatever the seed. */
export const bySection = (a: Placed, b: Placed): number =>
  compare(protocolOf(a.id), protocolOf(b.id)) ||
  compare(a.section, b.section) ||
  compare(a.id, b.id) ||
  compare(a.target, b.target) ||
  (a.repeat ?? 0) - (b.repeat ?? 0);
