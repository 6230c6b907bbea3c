/** The recordings of a site by implementation, each with the runs that there were of it. */
import type { Footer, Header, Line, Verdict } from '../../suites/model.js';
import { plain } from '../escape.js';
import { readStream, StreamError } from '../stream_read.js';
import { oneTarget } from './one_target.js';

export interface Implementation {
  /** As its recordings name it. */
  readonly target: string;
  /** The name of its files. */
  readonly slug: string;
  /** Oldest first. */
  readonly runs: readonly SiteRun[];
  /** Of each case the worst verdict of the newest run. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
}

export interface SiteRun {
  readonly path: string;
  readonly header: Header;
  readonly footer: Footer | undefined;
}

export function readImplementations(paths: readonly string[]): readonly Implementation[] {
  const runs = new Map<string, SiteRun[]>();
  for (const path of paths) {
    const { header, footer, reason } = readStream(path);
    if (!header) throw new StreamError(path, 0, '', reason ?? 'it has no header');
    for (const { name } of header.targets) {
      const own = runs.get(name) ?? [];
      runs.set(name, own);
      own.push({ path, header, footer });
    }
  }
  const slugs = new Set<string>();
  return [...runs].map(([target, own]) => {
    const sorted = own.toSorted((a, b) => (a.header.started < b.header.started ? -1 : 1));
    return { target, slug: slugOf(target, slugs), runs: sorted, verdicts: verdictsOf(target, sorted.at(-1)) };
  });
}

/** Letters, digits and dashes, unlike any other. */
function slugOf(target: string, taken: Set<string>): string {
  const words =
    target
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 60) || 'unnamed';
  let slug = words;
  for (let more = 2; taken.has(slug); more++) slug = `${words}-${more}`;
  taken.add(slug);
  return slug;
}

const RANK: Readonly<Record<Verdict, number>> = { pass: 0, skip: 1, blocked: 2, error: 3, fail: 4 };

function verdictsOf(target: string, run: SiteRun | undefined): ReadonlyMap<string, Verdict> {
  const verdicts = new Map<string, Verdict>();
  if (run) {
    readStream(run.path, (line) => {
      if (line.kind !== 'result' || line.target !== target) return;
      const known = verdicts.get(line.id);
      if (known === undefined || RANK[line.verdict] > RANK[known]) verdicts.set(line.id, line.verdict);
    });
  }
  return verdicts;
}

/** The lines of one run that are about one implementation. */
export function linesOf(target: string, { path, header }: SiteRun, take: (line: Line) => void): void {
  const only = header.targets.length === 1 ? take : oneTarget(target, take);
  readStream(path, only);
}

export const nameOf = ({ target }: Pick<Implementation, 'target'>): string => plain(target, 200);
