import { plain } from './escape.js';

/** Counts by reason, in the order in which they first came; a flood of different reasons stays bounded. */
export interface Groups {
  add(reason: string, id: string): void;
  readonly list: readonly Group[];
}

export interface Group {
  readonly reason: string;
  readonly count: number;
  /** The first few that are in it. */
  readonly examples: readonly string[];
}

const MOST = 40;
const REST = 'other reasons';

export function groups(examples = 3): Groups {
  const found = new Map<string, { count: number; examples: string[] }>();
  return {
    add(reason, id) {
      const shown = plain(reason, 200);
      const key = found.has(shown) || found.size < MOST ? shown : REST;
      const group = found.get(key) ?? { count: 0, examples: [] };
      found.set(key, group);
      group.count++;
      if (group.examples.length < examples) group.examples.push(plain(id));
    },
    get list() {
      return [...found].map(([reason, group]) => ({ reason, ...group }));
    },
  };
}
