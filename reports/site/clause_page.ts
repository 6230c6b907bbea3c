/** A page for each clause: its words, who keeps it, and the cases, vectors and findings that hold it. */
import type { Json, Verdict } from '../../suites/model.js';
import { markup } from '../escape.js';
import { killWords } from '../kill_rate.js';
import { framed, list } from './frame.js';
import type { SiteCase, SiteClause, SiteFinding, SiteKnowledge } from './knowledge.js';
import { type Implementation, nameOf } from './recordings.js';

export interface ClauseLookup {
  readonly cases: ReadonlyMap<string, readonly SiteCase[]>;
  readonly findings: ReadonlyMap<string, readonly SiteFinding[]>;
}

export function lookupOf({ cases, findings }: SiteKnowledge): ClauseLookup {
  const byClause = new Map<string, SiteCase[]>();
  for (const one of cases)
    for (const id of one.requires) byClause.set(id, [...(byClause.get(id) ?? []), one]);
  const related = new Map<string, SiteFinding[]>();
  for (const one of findings)
    for (const id of one.related) related.set(id, [...(related.get(id) ?? []), one]);
  return { cases: byClause, findings: related };
}

const LONGEST = 2000;
/** Vectors beyond this number are named without their title. */
const MOST_VECTORS = 40;

const text = (words: string): string => markup(words, LONGEST);

export function clausePage(
  clause: SiteClause,
  lookup: ClauseLookup,
  implementations: readonly Implementation[],
): string {
  const { id, protocol, section, level, binds, observed, untested } = clause;
  const killed = killWords(clause.mutants);
  const cases = lookup.cases.get(id) ?? [];
  const ids = new Set([id, ...cases.map((one) => one.id)]);
  const findings = new Set([...ids].flatMap((one) => lookup.findings.get(one) ?? []));
  const body = [
    `<p class="subject">${text(protocol)} section ${text(section)}</p>\n<h1 class="clause-title">${text(id)}</h1>`,
    `<p class="lead">${text(clause.text)}</p>`,
    `<p class="aside"><span class="note">${level}</span> binds ${text(binds.join(', '))}; observed by ${text(observed.join(', '))}</p>`,
    killed === undefined ? '' : `<p class="aside">${sentence(killed)}</p>`,
    untested === undefined ? '' : `<p class="remark">No case tests it: ${text(untested)}</p>`,
    standings(cases, implementations),
    cases.length === 0
      ? ''
      : `<section><h2>Cases <small>${cases.length}</small></h2>${caseList(cases, implementations)}</section>`,
    findings.size === 0
      ? ''
      : `<section><h2>Findings <small>${findings.size}</small></h2>${[...findings].map(finding).join('\n')}</section>`,
  ];
  return framed({
    title: `${id} - conform`,
    root: '../',
    body: body.filter((part) => part !== '').join('\n'),
  });
}

const sentence = (words: string): string =>
  `${words.charAt(0).toUpperCase()}${words.slice(1)} that break it are found by these cases.`;

/** By implementation: how many of the cases of the clause have which verdict. */
function standings(cases: readonly SiteCase[], implementations: readonly Implementation[]): string {
  if (cases.length === 0) return '';
  const rows = implementations.map((one) => {
    const counts = new Map<Verdict, number>();
    for (const { id } of cases) {
      const verdict = one.verdicts.get(id);
      if (verdict) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
    }
    const told = [...counts].map(
      ([verdict, count]) => `<span class="said ${verdict}">${count} ${verdict}</span>`,
    );
    return `<tr><th scope="row"><a href="../implementations/${one.slug}.html">${markup(nameOf(one))}</a></th><td>${told.length === 0 ? 'not asked' : told.join(' ')}</td></tr>`;
  });
  return `<section><h2>Implementations</h2><div class="scroll"><table class="overview"><thead><tr><th scope="col">implementation</th><th scope="col">cases of this clause</th></tr></thead><tbody>${rows.join('\n')}</tbody></table></div></section>`;
}

function caseList(cases: readonly SiteCase[], implementations: readonly Implementation[]): string {
  return cases.map((one, at) => caseCard(one, implementations, at < MOST_VECTORS)).join('\n');
}

function caseCard(
  { id, title, why, vector }: SiteCase,
  implementations: readonly Implementation[],
  full: boolean,
): string {
  const told = implementations.flatMap((one) => {
    const verdict = one.verdicts.get(id);
    const link = `../implementations/${one.slug}.html#${encodeURI(id).replaceAll('#', '%23')}`;
    return verdict === undefined || verdict === 'skip'
      ? []
      : [
          `<a class="said ${verdict}" href="${markup(link, LONGEST)}">${markup(nameOf(one), 60)}: ${verdict}</a>`,
        ];
  });
  const bytes = vector && full ? vectorRows(vector) : '';
  return `<article class="one-case" id="${markup(id, LONGEST)}"><h3>${text(title)}</h3><p class="id">${text(id)}</p>${why === undefined ? '' : `<p class="aside">${text(why)}</p>`}${list(told, 'tellings')}${bytes}</article>`;
}

const vectorRows = ({ op, given, input, expect }: NonNullable<SiteCase['vector']>): string =>
  `<details><summary>The vector</summary><dl class="rows">${(
    [
      ['operation', op],
      ['given', given],
      ['input', input],
      ['expect', expect],
    ] as const
  )
    .map(
      ([name, value]) => `<div class="row"><dt>${name}</dt><dd><pre>${text(shown(value))}</pre></dd></div>`,
    )
    .join('')}</dl></details>`;

const shown = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

const finding = ({ id, kind, title, breaks, stance }: SiteFinding): string =>
  `<article class="one-case"><h3>${text(title)}</h3><p class="id">${text(id)}</p><p><span class="note">${text(kind)}</span> ${text(breaks)}</p><p class="aside">${text(stance)}</p></article>`;

/** All clauses, by protocol and section, each a link. */
export function clauseIndex({ clauses }: SiteKnowledge, lookup: ClauseLookup): string {
  const protocols = [...new Set(clauses.map(({ protocol }) => protocol))];
  const parts = protocols.map((protocol) => {
    const own = clauses.filter((one) => one.protocol === protocol);
    const items = own.map(
      ({ id, level, text: words, untested }) =>
        `<a href="clauses/${encodeURIComponent(id)}.html">${text(id)}</a> <span class="note">${level}</span> ${untested === undefined ? `<span class="note">${lookup.cases.get(id)?.length ?? 0} cases</span>` : '<span class="note">cannot be tested</span>'}<br>${text(words)}`,
    );
    return `<section><h2>${text(protocol)} <small>${own.length} clauses</small></h2>${list(items, 'clause-list')}</section>`;
  });
  return framed({
    title: 'Clauses - conform',
    root: '',
    body: `<h1 class="clause-title">Clauses</h1>\n${parts.join('\n')}`,
  });
}
