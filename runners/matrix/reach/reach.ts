/**
 * Which modules can change the result of a trial: those of its mutant, of its cases, and of the runner between them. A
 * list of cases or mutants imports all sections; the sections without its mutant and without its cases are left out. If
 * an id is in no section, all sections count.
 */
import { closureOf, type Graph } from './graph.js';

/** Paths in the build folder. */
export interface Built {
  /** The modules that run cases against mutants, and what they start. */
  readonly entries: readonly string[];
  /** Modules that only join sections of cases or of mutants. */
  readonly lists: readonly string[];
  /** Folders of the package with data that these modules read. */
  readonly data: readonly string[];
}

/** The ids of the mutants or cases that a section exports. Empty for other modules. */
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

/** The ids of the records that a section exports, in lists or as single exports. */
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
