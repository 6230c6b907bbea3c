import type { Result } from '../suites/model.js';

const collator = new Intl.Collator('en', { numeric: true });

type Placed = Pick<Result, 'id' | 'section' | 'target' | 'repeat'>;

const protocolOf = (id: string): string => id.slice(0, Math.max(0, id.indexOf('/')));

/** By protocol, section, id and target, as a reader of the specification looks for it, whatever the seed. */
export const bySection = (a: Placed, b: Placed): number =>
  collator.compare(protocolOf(a.id), protocolOf(b.id)) ||
  collator.compare(a.section, b.section) ||
  collator.compare(a.id, b.id) ||
  collator.compare(a.target, b.target) ||
  (a.repeat ?? 0) - (b.repeat ?? 0);
