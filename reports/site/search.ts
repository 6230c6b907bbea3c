/** One page that finds clauses, cases, findings and implementations by their words; its index is in it. */
import { readFileSync } from 'node:fs';
import { inPackage } from '../../package.js';
import { pageAssets, policyOf } from '../html/assets.js';
import { inScript } from '../html/script_text.js';
import { navigation } from './frame.js';
import type { SiteKnowledge } from './knowledge.js';
import { type Implementation, nameOf } from './recordings.js';

/** What it is, its name, its words, and where it is. */
export type SearchEntry = readonly [kind: string, name: string, words: string, link: string];

export function searchPage(knowledge: SiteKnowledge, implementations: readonly Implementation[]): string {
  const { style } = pageAssets();
  const script = readFileSync(inPackage('dist', 'page', 'search.js'), 'utf8');
  const policy = policyOf({ script, style });
  const index = inScript(JSON.stringify(indexOf(knowledge, implementations)));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>Search - conform</title>
<style>${style}</style>
</head>
<body>
${navigation('', 'search.html')}<main class="page">
<h1 class="clause-title">Search</h1>
<search class="filter"><input id="search" type="search" aria-label="Search clauses, cases, findings and implementations" placeholder="A word, an id, a clause"></search>
<p class="found" id="told" aria-live="polite"></p>
<ul class="clause-list" id="found"></ul>
<noscript><p>Searching needs JavaScript; <a href="clauses.html">all clauses</a> are in one list.</p></noscript>
</main>
<script id="data" type="application/json">${index}</script>
<script>${script}</script>
</body>
</html>
`;
}

function indexOf(
  { clauses, cases, findings }: SiteKnowledge,
  implementations: readonly Implementation[],
): readonly SearchEntry[] {
  const known = new Set(clauses.map(({ id }) => id));
  const pageOf = (ids: readonly string[]): string | undefined => ids.find((id) => known.has(id));
  const clauseLink = (id: string): string => `clauses/${encodeURIComponent(id)}.html`;
  return [
    ...implementations.map(
      (one): SearchEntry => ['implementation', nameOf(one), '', `implementations/${one.slug}.html`],
    ),
    ...clauses.map(({ id, text }): SearchEntry => ['clause', id, text, clauseLink(id)]),
    ...cases.flatMap(({ id, title, requires }): SearchEntry[] => {
      const page = pageOf(requires);
      return page === undefined ? [] : [['case', id, title, `${clauseLink(page)}#${encodeURI(id)}`]];
    }),
    ...findings.flatMap(({ id, title, related }): SearchEntry[] => {
      const page = pageOf(related);
      return page === undefined ? [] : [['finding', id, title, clauseLink(page)]];
    }),
  ];
}
