/**
 * What a trial can be reached from by a change: the modules of its mutant, of the cases that it is put to, and of the runner
 * between them. A list of cases or of mutants imports them all; the sections that hold neither its mutant nor one of its cases
 * are left out. Where that cannot be told, all of them count.
 */
import { closureOf, type Graph } from './graph.js';

/** Paths in the build. */
export interface Built {
  /** What puts mutants to cases, and what it starts. */
  readonly entries: readonly string[];
  /** Modules that only join the sections they import: of cases, or of mutants. */
  readonly lists: readonly string[];
  /** Folders of the package with data that these modules read. */
  readonly data: readonly string[];
}

/** The ids of the mutants, or of the cases, that a section exports; none for what is no section. */
export type IdsOf = (section: string) => ReadonlySet<string>;

/** `wanted`: the id of the mutant, and those of its cases and their controls. */
export function reachedBy(
  graph: Graph,
  { entries, lists }: Built,
  idsOf: IdsOf,
  wanted: ReadonlySet<string>,
): readonly string[] {
  const joining = new Set(lists);
  const sections = lists.flatMap(graph.importsOf);
  const found = new Set(sections.flatMap((section) => [...idsOf(section)].filter((id) => wanted.has(id))));
  if ([...wanted].some((id) => !found.has(id))) return closureOf(graph, entries);
  const isForOthers = (section: string): boolean => {
    const ids = idsOf(section);
    return ids.size > 0 && ![...ids].some((id) => wanted.has(id));
  };
  return closureOf(graph, entries, (from, to) => joining.has(from) && isForOthers(to));
}

/** Ids in what a section exports: each of its records, in lists or alone. */
export function idsIn(exported: unknown): ReadonlySet<string> {
  const ids = new Set<string>();
  const visit = (value: unknown, depth: number): void => {
    if (Array.isArray(value)) for (const one of value) visit(one, depth);
    else if (typeof value === 'object' && value !== null) {
      const { id } = value as { readonly id?: unknown };
      if (typeof id === 'string') ids.add(id);
      else if (depth > 0) for (const one of Object.values(value)) visit(one, depth - 1);
    }
  };
  visit(exported, 1);
  return ids;
}
