import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { interopText, interopVerdict, type ShownCell, type ShownInterop } from './interop.js';
import { interopHtml } from './interop_html.js';
import { interopMarkdown } from './interop_markdown.js';
import { readMarkdown } from './testing/consumers.js';

const counts = { pass: 3, fail: 0, skip: 0, blocked: 0, error: 0 };
const works = (row: string, column: string): ShownCell => ({
  row,
  column,
  verdict: 'pass',
  counts,
  open: [],
  blame: [],
});

const matrixOf = (name: string, text: string): ShownInterop => ({
  what: 'toys',
  rows: 'out',
  columns: 'in',
  rowNames: ['reference', name],
  columnNames: ['reference', name],
  cells: [
    works('reference', 'reference'),
    works('reference', name),
    {
      row: name,
      column: 'reference',
      verdict: 'fail',
      counts: { ...counts, pass: 1, fail: 2, skip: 4 },
      open: [
        { id: `toys/1/${text}`, title: text, verdict: 'fail', reason: text },
        { id: 'toys/1/left', title: 'not claimed', verdict: 'skip' },
      ],
      blame: [text],
    },
    { ...works(name, name), verdict: 'blocked', counts: { ...counts, pass: 0, blocked: 3 } },
  ],
});

const matrices = [matrixOf('b', 'b as out is at fault')];

describe('the interop matrix', () => {
  it('as text', () => {
    const lines = interopText(matrices, 80, false).split('\n');
    expect(lines.map((line) => line.trimEnd())).toEqual([
      'toys: out x in',
      '',
      'out \\ in   reference    b',
      'reference  3 pass       3 pass',
      'b          2 of 3 fail  3 of 3 blocked',
      '',
      'FAIL  b x reference',
      '  b as out is at fault',
      '  toys/1/b as out is at fault  b as out is at fault',
      '    b as out is at fault',
      '',
      'BLOCKED  b x b',
      '',
    ]);
  });

  it('sums up', () => {
    expect(interopVerdict(matrices)).toBe('2 of 4 pairs work, 1 fail, 1 could not be tested\n');
  });

  it('as Markdown, read by its parser', () => {
    const { html } = readMarkdown(interopMarkdown(matrices));
    expect(html).toContain('<td>❌ 2 of 3 fail</td>');
    expect(html).toContain('<td>✅ 3 pass</td>');
    expect(html).toMatch(
      /<details><summary>b x reference: 2 of 3 fail<\/summary>\s*<ul>\s*<li>b as out is at fault<\/li>/,
    );
    expect(html).not.toContain('not claimed');
  });

  it('as a page whose cells link to the failures, with a policy that allows no script', () => {
    const html = interopHtml(matrices);
    expect(html).toContain('<td class="fail"><a href="#toys-b-reference">2 of 3 fail</a></td>');
    expect(html).toContain('<section id="toys-b-reference">');
    const style = /<style>(.*)<\/style>/s.exec(html)?.[1] ?? '';
    const digest = createHash('sha256').update(style).digest('base64');
    expect(html).toContain(
      `content="default-src 'none'; style-src 'sha256-${digest}'; img-src data:; base-uri 'none'; form-action 'none'"`,
    );
  });

  it.each([
    '<script>alert(1)</script>',
    ']]>&lt;',
    '| a | b |\n\n# x',
    '`x` <img src=x onerror=y> [a](javascript:x)',
    '::error::x\n##[error]y',
    '\u001b[2J\u202e\0\ud800',
    'x'.repeat(10_000_000),
  ])('holds hostile text of a peer apart: %#', (evil) => {
    const hostile = [matrixOf('b', evil)];
    const [text, md, html] = [
      interopText(hostile, 80, false),
      interopMarkdown(hostile),
      interopHtml(hostile),
    ];
    for (const drawn of [text, md, html]) {
      expect(drawn).not.toMatch(/[\u001b\u202e\0\ud800]/);
      expect(drawn).not.toMatch(/^\s*::|##\w*\[/m);
      expect(drawn.length).toBeLessThan(20_000);
    }
    const ours = new Set([
      'details',
      'summary',
      'h2',
      'p',
      'ul',
      'li',
      'table',
      'thead',
      'tbody',
      'tr',
      'th',
      'td',
    ]);
    expect([...readMarkdown(md).tags].filter((tag) => !ours.has(tag))).toEqual([]);
    expect(html).not.toMatch(/<(?:script|img|a href="(?!#))/);
  });
});
