/** Which results are shown, and in which order. */
import type { Level, Verdict } from '../../suites/model.js';
import { type Column, type Model, type OneCase, verdictOf } from './model.js';

export interface Filter {
  readonly text: string;
  readonly verdicts: ReadonlySet<Verdict>;
  /** `protocol` or `protocol section`. */
  readonly section: string;
  readonly level: Level | '';
  readonly tag: string;
}

export const noFilter: Filter = { text: '', verdicts: new Set(), section: '', level: '', tag: '' };

/** What is looked at for each row, made once for a column. */
export interface Index {
  readonly column: Column;
  /** Places of results, by protocol, section and id. */
  readonly order: readonly number[];
  /** Lower case, by case. */
  readonly texts: readonly string[];
}

const collator = new Intl.Collator('en', { numeric: true });

export const sectionOf = ({
  protocol,
  section,
}: {
  readonly protocol: string;
  readonly section: string;
}): string => `${protocol} ${section}`;

/** Numbers in ids by their value, without a collator for each of 100,000. */
const sortable = (id: string): string => id.replace(/\d+/g, (digits) => digits.padStart(9, '0'));

export function indexOf({ cases, data }: Model, column: Column): Index {
  const sections = [...new Set(cases.map(sectionOf))].sort(collator.compare);
  const rank = new Map(sections.map((section, at) => [section, at]));
  const keys = cases.map((one) => [rank.get(sectionOf(one)) ?? 0, sortable(one.id)] as const);
  const places = cases.map((_, at) => at);
  places.sort((a, b) => {
    const [x, y] = [keys[a], keys[b]];
    if (!x || !y) return 0;
    return x[0] - y[0] || (x[1] < y[1] ? -1 : x[1] > y[1] ? 1 : 0);
  });
  const byCase = new Int32Array(cases.length);
  for (const [place, at] of places.entries()) byCase[at] = place;
  const order = column.results.map((_, at) => at);
  order.sort(
    (a, b) =>
      (byCase[column.results[a]?.[0] ?? 0] ?? 0) - (byCase[column.results[b]?.[0] ?? 0] ?? 0) || a - b,
  );
  const texts = data.cases.map(([id, title, , clauses]) =>
    `${id}\n${title}\n${(data.clauses[clauses] ?? []).join(' ')}`.toLowerCase(),
  );
  return { column, order, texts };
}

/** Every word of the text stands somewhere in the id, the title or the clauses. */
export function matching(model: Model, { column, order, texts }: Index, filter: Filter): readonly number[] {
  const words = filter.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const { verdicts, section, level, tag } = filter;
  const isOfAny = section === '' && level === '' && tag === '';
  if (words.length === 0 && verdicts.size === 0 && isOfAny) return order;
  const isIn = (one: OneCase | undefined): boolean => {
    if (!one) return false;
    if (section !== '' && section !== one.protocol && section !== sectionOf(one)) return false;
    return (level === '' || level === one.level) && (tag === '' || one.tags.includes(tag));
  };
  const found: number[] = [];
  // Written out: a key in the filter waits for it, with 100,000 results.
  for (const at of order) {
    const row = column.results[at];
    if (row === undefined) continue;
    if (verdicts.size > 0 && !verdicts.has(verdictOf(row))) continue;
    if (!isOfAny && !isIn(model.cases[row[0]])) continue;
    if (hasAll(texts[row[0]] ?? '', words)) found.push(at);
  }
  return found;
}

function hasAll(text: string, words: readonly string[]): boolean {
  for (const word of words) if (!text.includes(word)) return false;
  return true;
}

export interface Facets {
  readonly sections: readonly { readonly protocol: string; readonly sections: readonly string[] }[];
  readonly tags: readonly string[];
}

export function facetsOf({ cases }: Model): Facets {
  const sections = new Map<string, Set<string>>();
  const tags = new Set<string>();
  for (const { protocol, section, tags: own } of cases) {
    const known = sections.get(protocol);
    if (known) known.add(section);
    else sections.set(protocol, new Set([section]));
    for (const tag of own) tags.add(tag);
  }
  return {
    sections: [...sections].map(([protocol, own]) => ({
      protocol,
      sections: [...own].sort(collator.compare),
    })),
    tags: [...tags].sort(),
  };
}
