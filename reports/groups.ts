import { plain } from './escape.js';
import { bySection, type Placed } from './order.js';

/** Counts by reason, the largest first. The number of different reasons is bounded. */
export interface Groups {
  add(reason: string, result: Placed): void;
  readonly list: readonly Group[];
}

export interface Group {
  readonly reason: string;
  readonly count: number;
  /** The first few of its cases, by section. */
  readonly examples: readonly string[];
}

const MOST = 40;
const REST = 'other reasons';

export function groups(examples = 3): Groups {
  const found = new Map<string, { count: number; readonly first: Placed[] }>();
  return {
    add(reason, { id, section, target, repeat = 0 }) {
      const shown = plain(reason, 200);
      const key = found.has(shown) || found.size < MOST ? shown : REST;
      const group = found.get(key) ?? { count: 0, first: [] };
      found.set(key, group);
      group.count++;
      keepFirst(group.first, { id, section, target, repeat }, examples);
    },
    get list() {
      return [...found]
        .map(([reason, { count, first }]) => ({ reason, count, examples: first.map(({ id }) => plain(id)) }))
        .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
    },
  };
}

/** Keeps a short list in the order of the specification, in whatever order results come. */
export function keepFirst<One extends Placed>(list: One[], one: One, most: number): void {
  const last = list.at(-1);
  if (list.length >= most && last && bySection(one, last) >= 0) return;
  let at = list.length;
  for (; at > 0; at--) {
    const before = list[at - 1];
    if (before && bySection(before, one) <= 0) break;
  }
  list.splice(at, 0, one);
  if (list.length > most) list.pop();
}
