/** Pages to look something up, made from the data of the program: returns their texts by file name. */
import { EXIT, exitWords } from '../../dist/exit.js';
import { protocols } from '../../dist/suites/protocols.js';
import { casesOf } from '../../dist/suites/registry.js';
import { loadVectors } from '../../dist/vectors/load.js';

/** In a cell of a table, and never markup. */
const cell = (text) =>
  String(text)
    .replace(/[\\`*_{}[\]<>|~]/g, '\\$&')
    .replace(/\s+/g, ' ');
const row = (cells) => `| ${cells.map(cell).join(' | ')} |`;
const table = (head, rows) =>
  [row(head), `| ${head.map(() => '---').join(' | ')} |`, ...rows.map(row)].join('\n');
const page = (title, intro, parts) => `# ${title}\n\n${intro}\n\n${parts.join('\n\n')}\n`;
const inOrder = (one, other) => one.localeCompare(other, 'en', { numeric: true });

/** Rows of the same section under one heading, sections in the order of the text. */
function bySection(rows, sectionOf, head, cellsOf) {
  const sections = Map.groupBy?.(rows, sectionOf) ?? grouped(rows, sectionOf);
  return [...sections]
    .sort(([a], [b]) => inOrder(a, b))
    .map(([section, own]) => `## Section ${section}\n\n${table(head, own.map(cellsOf))}`);
}

function grouped(rows, keyOf) {
  const groups = new Map();
  for (const one of rows) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}

const MADE = 'This page is made from the data of the program.';

function requirementsPage({ spec, requirements }, cases) {
  const testedBy = new Map();
  for (const { id, requires } of cases) {
    for (const one of requires) testedBy.set(one, [...(testedBy.get(one) ?? []), id]);
  }
  const standing = ({ id, excluded, waits }) => {
    const own = testedBy.get(id) ?? [];
    if (own.length > 0) return `${own.length}, such as ${own[0]}`;
    return excluded === undefined ? `waits for ${waits ?? 'a suite'}` : `none: ${excluded}`;
  };
  return page(
    `Requirements of ${spec.protocol}`,
    `${MADE} Each clause is in our words; the text itself decides. \`npx p2p-conform explain ID\` shows one in full.`,
    bySection(
      requirements,
      ({ section }) => section,
      ['id', 'level', 'clause', 'cases'],
      (one) => [one.id, one.level, one.text, standing(one)],
    ),
  );
}

function casesPage({ spec, cases }, levelled) {
  const levels = new Map(levelled.map(({ id, level }) => [id, level]));
  return page(
    `Live cases of ${spec.protocol}`,
    `${MADE} Vectors are cases too, and have a page of their own.`,
    bySection(
      cases,
      ({ id }) => id.split('/')[1],
      ['id', 'level', 'what must happen', 'clauses'],
      ({ id, title, requires }) => [id, levels.get(id) ?? 'must', title, requires.join(', ')],
    ),
  );
}

function vectorsPage({ spec }, files) {
  const own = files.filter(({ protocol }) => protocol === spec.protocol);
  return page(
    `Vectors of ${spec.protocol}`,
    `${MADE} \`npx p2p-conform vectors show ID\` prints one, and [vectors](../../vectors.md) tells how to use them.`,
    own.map(
      ({ structure, vectors }) =>
        `## ${structure}\n\n${table(
          ['id', 'operation', 'expects', 'what it shows'],
          vectors.map(({ id, op, expect, title }) => [
            id,
            op,
            'reject' in expect ? 'reject' : 'accept',
            title,
          ]),
        )}`,
    ),
  );
}

function findingsPage({ spec, findings }) {
  return page(
    `Findings in ${spec.protocol}`,
    `${MADE} What the text leaves wrong or open, what it breaks, and how the program decides.`,
    findings.map(
      ({ id, kind, title, sections, breaks, stance, related }) =>
        `## ${id}: ${cell(title)}\n\n${[
          ['kind', kind],
          ['sections', sections.join(', ')],
          ['breaks', breaks],
          ['stance', stance],
          ['clauses and cases that depend on it', related.join(', ')],
        ]
          .map(([name, text]) => `- **${name}**: ${cell(text)}`)
          .join('\n')}`,
    ),
  );
}

const MEANINGS = {
  [EXIT.green]:
    'each of your targets passed a gating case, every gating case has run, none failed, no waiver is stale',
  [EXIT.failed]: 'a gating case failed, or a waiver is stale or expired',
  [EXIT.usage]: 'wrong usage or config; nothing was run',
  [EXIT.incomplete]:
    'incomplete: no gating case failed, but no case matched, a case could not run, or the time limit was reached',
  [EXIT.interrupted]: 'interrupted; the recording has the results so far',
};

function exitPage() {
  const codes = Object.values(EXIT);
  const silent = codes.filter((code) => MEANINGS[code] === undefined);
  if (silent.length > 0) throw new Error(`the page of exit codes has no meaning for ${silent}`);
  return page('Exit codes', MADE, [
    table(
      ['exit', 'word', 'means'],
      codes.map((code) => [code, exitWords[code], MEANINGS[code]]),
    ),
  ]);
}

export function referencePages() {
  const files = loadVectors();
  const cases = casesOf();
  const pages = { 'exit-codes.md': exitPage() };
  for (const protocol of protocols) {
    const { protocol: name } = protocol.spec;
    pages[`requirements-${name}.md`] = requirementsPage(protocol, cases);
    pages[`cases-${name}.md`] = casesPage(protocol, cases);
    pages[`vectors-${name}.md`] = vectorsPage(protocol, files);
    pages[`findings-${name}.md`] = findingsPage(protocol);
  }
  return pages;
}
