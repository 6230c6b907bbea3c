import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Line } from '../../suites/model.js';
import { noBackground } from '../background.js';
import { failed, footer, header, passed, run } from '../example.js';
import { memory } from '../memory.js';
import { streamReporter } from '../stream.js';
import { readHtml, readSvg } from '../testing/consumers.js';
import { brokenLinks } from '../testing/links.js';
import type { SiteKnowledge } from './knowledge.js';
import { oneTarget } from './one_target.js';
import { siteOf } from './site.js';

const folder = mkdtempSync(join(tmpdir(), 'conform-site-'));
afterAll(() => rmSync(folder, { recursive: true }));

function recorded(name: string, lines: readonly Line[]): string {
  const output = memory();
  const reporter = streamReporter(output);
  for (const line of lines) reporter.line(line);
  const path = join(folder, `${name}.jsonl`);
  writeFileSync(path, output.text());
  return path;
}

const of = (target: string, started = header.started): Line[] =>
  run.map((line): Line => {
    if (line.kind === 'footer') return line;
    if (line.kind === 'result') return { ...line, target };
    const [first] = line.targets;
    const [cases] = line.plan.cases;
    if (!first || !cases) throw new Error('no target');
    return {
      ...line,
      started,
      targets: [{ ...first, name: target }],
      plan: { ...line.plan, cases: [{ ...cases, target }] },
    };
  });

const clause = {
  protocol: 'echo',
  section: '7',
  level: 'must',
  binds: ['decoder'],
  observed: ['vector'],
} as const;
const knowledge: SiteKnowledge = {
  clauses: [
    { ...clause, id: 'ECHO-7-1', text: 'A token is <signed>.' },
    { ...clause, id: 'ECHO-7-2', text: 'A changed token is rejected.', mutants: { killed: 2, of: 3 } },
    { ...clause, id: 'ECHO-7-9', text: 'Nobody sees it.', untested: 'nothing shows it' },
  ],
  cases: [
    {
      id: passed.id,
      title: passed.title,
      requires: passed.requires,
      vector: { op: 'decode', given: {}, input: 'p_</pre>', expect: { accept: 1 } },
    },
    { id: failed.id, title: failed.title, requires: ['ECHO-7-2'], why: 'anyone could join' },
  ],
  findings: [
    {
      id: 'PUNCH-F1',
      kind: 'deviation',
      title: 'Two readings',
      breaks: 'Peers.',
      stance: 'Both.',
      related: ['ECHO-7-2'],
    },
  ],
};

const site = (...paths: string[]): ReadonlyMap<string, string> =>
  new Map([...siteOf(paths, () => knowledge, noBackground)].map(({ path, text }) => [path, text]));

describe('a site', () => {
  const files = site(
    recorded('old', of('exec:a', '2026-01-01T00:00:00.000Z')),
    recorded('new', of('exec:a', '2026-02-01T00:00:00.000Z')),
    recorded('other', of('exec:"A" <b>')),
  );

  test('has a page for each implementation and each clause, and no link that leads nowhere', () => {
    expect([...files.keys()].filter((path) => path.endsWith('.html'))).toEqual([
      ...['index.html', 'implementations/exec-a.html', 'implementations/exec-a-b.html', 'clauses.html'],
      ...['ECHO-7-1', 'ECHO-7-2', 'ECHO-7-9'].map((id) => `clauses/${id}.html`),
      'search.html',
    ]);
    expect(brokenLinks(files)).toEqual([]);
    const pages = [...files].filter(([path]) => path !== 'clauses/ECHO-7-2.html');
    expect(brokenLinks(new Map(pages))).toContain('clauses.html: clauses/ECHO-7-2.html');
  });

  test('puts the newest run of each implementation side by side', () => {
    const { data } = readHtml(files.get('index.html') ?? '');
    expect(data.runs.map((one) => [one.columns[0]?.target, one.header.started])).toEqual([
      ['exec:a', '2026-02-01T00:00:00.000Z'],
      ['exec:"A" <b>', header.started],
    ]);
    expect(data.site?.implementations['exec:a']).toBe('implementations/exec-a.html');
  });

  test('shows the history of an implementation, newest first, and its badge', () => {
    const page = files.get('implementations/exec-a.html') ?? '';
    expect(page.match(/2026-0\d-01 00:00/g)?.slice(0, 2)).toEqual(['2026-02-01 00:00', '2026-01-01 00:00']);
    expect(page).toMatch(/<td class="number \w+" data-verdict="blocked">\d+<\/td>/);
    expect(readHtml(page).data.runs).toHaveLength(2);
    expect(readSvg(files.get('implementations/exec-a.svg') ?? '').svg.title).toContain('1 failed');
    expect(JSON.parse(files.get('implementations/exec-a.json') ?? '')).toMatchObject({
      schemaVersion: 1,
      message: '1 failed',
    });
  });

  test('shows the cases, vectors and findings of a clause, and which targets keep it', () => {
    const held = files.get('clauses/ECHO-7-1.html') ?? '';
    expect(held).toContain('A token is &#60;signed&#62;.');
    expect(held).toContain('<pre>p_&#60;/pre&#62;</pre>');
    expect(held).toContain('exec:a: pass</a>');
    const broken = files.get('clauses/ECHO-7-2.html') ?? '';
    expect(broken).toContain('<span class="said fail">1 fail</span>');
    expect(broken).toContain('Kill rate 66.6 %: 2 of 3 mutants that break it are found by these cases.');
    expect(broken).toContain('Two readings');
    expect(files.get('clauses/ECHO-7-9.html')).toContain('No case tests it: nothing shows it');
  });

  test('shows the name of an implementation as text', () => {
    for (const [path, text] of files) if (path.endsWith('.html')) expect(text, path).not.toContain('<b>');
  });
});

test('takes the results of one target from a run of several, with its own footer', () => {
  const second = { ...passed, target: 'exec:b' };
  const [cases] = header.plan.cases;
  const both: Line[] = [
    {
      ...header,
      targets: [...header.targets, ...header.targets.map((one) => ({ ...one, name: 'exec:b' }))],
      plan: { hash: 'x', cases: [...(cases ? [cases] : []), { target: 'exec:b', ids: [passed.id] }] },
    },
    ...run.slice(1, -1),
    second,
    { ...footer, counts: { ...footer.counts, pass: 2 }, planned: 6 },
  ];
  const lines: Line[] = [];
  const take = oneTarget('exec:b', (line) => lines.push(line));
  for (const line of both) take(line);
  expect(lines).toMatchObject([
    { targets: [{ name: 'exec:b' }], plan: { cases: [{ target: 'exec:b' }] } },
    second,
    { counts: { pass: 1, fail: 0 }, planned: 1, notRun: 0, exit: 0, reasons: [] },
  ]);
});
