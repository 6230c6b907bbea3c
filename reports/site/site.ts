/** A static site of recordings: who conforms to what, clause by clause. Links are relative, so that it lies anywhere. */
import type { Background } from '../background.js';
import { badgeEndpoint, badgeSvg } from '../badge.js';
import { pageAssets } from '../html/assets.js';
import type { SiteLinks } from '../html/data.js';
import { htmlReporter } from '../html/html.js';
import { memory } from '../memory.js';
import { clauseIndex, clausePage, lookupOf } from './clause_page.js';
import { navigation } from './frame.js';
import { historyOf } from './history.js';
import type { SiteKnowledge } from './knowledge.js';
import { type Implementation, linesOf, readImplementations, type SiteRun } from './recordings.js';
import { searchPage } from './search.js';

export interface SiteFile {
  /** Relative, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** File by file, so that a large site is never in memory as a whole. */
export function* siteOf(
  paths: readonly string[],
  knowledgeOf: (protocols: ReadonlySet<string>) => SiteKnowledge,
  background: Background,
): Generator<SiteFile> {
  const implementations = readImplementations(paths);
  const knowledge = knowledgeOf(protocolsOf(implementations));
  const lookup = lookupOf(knowledge);
  yield { path: 'style.css', text: pageAssets().style };
  yield { path: 'index.html', text: indexPage(implementations, knowledge, background) };
  for (const one of implementations) yield* implementationFiles(one, knowledge, background);
  yield { path: 'clauses.html', text: clauseIndex(knowledge, lookup) };
  for (const clause of knowledge.clauses) {
    yield {
      path: `clauses/${encodeURIComponent(clause.id)}.html`,
      text: clausePage(clause, lookup, implementations),
    };
  }
  yield { path: 'search.html', text: searchPage(knowledge, implementations) };
}

function protocolsOf(implementations: readonly Implementation[]): ReadonlySet<string> {
  const ids = implementations.flatMap(({ verdicts }) => [...verdicts.keys()]);
  return new Set(ids.map((id) => id.slice(0, Math.max(0, id.indexOf('/')))));
}

const linksFrom = (
  root: string,
  { clauses }: SiteKnowledge,
  implementations: readonly Implementation[],
): SiteLinks => ({
  root,
  clauses: clauses.map(({ id }) => id),
  implementations: Object.fromEntries(
    implementations.map(({ target, slug }) => [target, `implementations/${slug}.html`]),
  ),
});

function indexPage(
  implementations: readonly Implementation[],
  knowledge: SiteKnowledge,
  background: Background,
): string {
  const newest = implementations.flatMap(({ target, runs }) =>
    runs.slice(-1).map((run) => ({ target, run })),
  );
  return page(newest, background, {
    before: navigation('', 'index.html'),
    site: linksFrom('', knowledge, implementations),
  });
}

function* implementationFiles(
  one: Implementation,
  knowledge: SiteKnowledge,
  background: Background,
): Generator<SiteFile> {
  const newest = one.runs.at(-1);
  if (!newest) return;
  const base = `implementations/${one.slug}`;
  const last = one.runs.slice(-2).map((run) => ({ target: one.target, run }));
  const options = { before: historyOf(one), site: linksFrom('../', knowledge, [one]) };
  yield { path: `${base}.html`, text: page(last, background, options) };
  yield { path: `${base}.svg`, text: badgeSvg(newest.header, newest.footer) };
  yield { path: `${base}.json`, text: badgeEndpoint(newest.header, newest.footer) };
}

function page(
  shown: readonly { readonly target: string; readonly run: SiteRun }[],
  background: Background,
  options: { readonly before: string; readonly site: SiteLinks },
): string {
  const output = memory();
  const reporter = htmlReporter(output, background, options);
  for (const { target, run } of shown) linesOf(target, run, (line) => reporter.line(line));
  reporter.end();
  return output.text();
}
