import { describe, expect, it } from 'vitest';
import { coverageMarkdown, coverageTable, type ShownCoverage } from './coverage.js';
import { coverageHtml } from './coverage_html.js';

const row = (id: string, standing: string, more: object = {}) => ({
  requirement: { id, protocol: 'alpha', level: 'must', text: 'Something holds.' },
  standing,
  cases: [],
  unseen: [],
  ...more,
});

const totals = { protocol: 'alpha', requirements: 3, tested: 1, excluded: 0, waits: 1, neither: 1, cases: 4 };

const open: ShownCoverage = {
  rows: [
    row('A-1', 'tested', { cases: ['alpha/1/a', 'alpha/1/b', 'alpha/1/c', 'alpha/1/d'], unseen: ['live'] }),
    row('A-2', 'neither'),
    row('A-3', 'waits', { reason: 'for the suite alpha live' }),
  ],
  totals: [totals],
  unknown: [{ case: 'alpha/1/z', requirement: 'A-9' }],
  complete: false,
};

describe('coverageTable', () => {
  it('names a few cases of a requirement and counts the rest', () => {
    expect(coverageTable(open, 100)).toContain('by alpha/1/a alpha/1/b alpha/1/c and 1 more');
    expect(coverageTable(open, 100)).toContain('not yet seen by: live');
  });

  it('says in a sentence what is missing', () => {
    const text = coverageTable(open, 100);
    expect(text).toContain('1 neither tested nor excluded: A-2.');
    expect(text).toContain('1 waiting for a suite that does not test them yet: A-3.');
    expect(text).toContain('alpha/1/z cites A-9, which is not a requirement.');
  });

  it('says so when nothing is', () => {
    expect(coverageTable({ ...open, complete: true }, 100)).toMatch(/tested or excluded with a reason\.\n$/);
  });

  it('fits the terminal', () => {
    for (const line of coverageTable(open, 80).split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });
});

describe('coverageMarkdown', () => {
  it('has the totals and a row for each requirement', () => {
    const text = coverageMarkdown(open);
    expect(text).toContain('| alpha | 3 | 1 | 0 | 1 | 1 | 4 |');
    for (const id of ['A-1', 'A-2', 'A-3']) expect(text).toContain(`| ${id} | must |`);
  });
});

describe('coverageHtml', () => {
  it('has the totals and a row for each requirement, and escapes their texts', () => {
    const hostile = row('A-9', 'tested', {
      requirement: { id: 'A-9', protocol: 'alpha', level: 'must', text: '<script>' },
    });
    const page = coverageHtml({ ...open, rows: [...open.rows, hostile] });
    for (const id of ['A-1', 'A-2', 'A-3', 'A-9']) expect(page).toContain(`id="${id}"`);
    expect(page).toContain('1 neither tested nor excluded: A-2.');
    expect(page).toMatch(/&(?:lt|#60|#x3c);script/i);
    expect(page).not.toContain('<script>');
  });
});
