/** Whatever a target sends, each format stays what it is, and its consumer reads it. */
import { assert, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Line } from '../suites/model.js';
import { pageAssets } from './html/assets.js';
import { reportFault } from './schema.js';
import { streamReader } from './stream_read.js';
import {
  readGithub,
  readGitlab,
  readHar,
  readHtml,
  readJunit,
  readMarkdown,
  readSarif,
  readSvg,
  readTap,
} from './testing/consumers.js';
import { draw } from './testing/draw.js';
import { hostile, hostileRun } from './testing/hostile.js';

const unseen = /[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|[^\P{Cc}\n]/u;
const command = /^\s*::|##\w*\[/m;
const some = { numRuns: 12 };
/** A text of a megabyte in every field; checks/hostile_size.check.ts has ten. */
const huge = hostileRun('a<]]>'.repeat(200_000)).lines;

const holds = (kind: string, check: (text: string, count: number) => void, runs = some): void =>
  assert(
    property(hostile, (evil) => {
      const { lines, count } = hostileRun(evil);
      check(draw(kind, lines), count);
    }),
    runs,
  );

describe.each([
  ...['console', 'junit', 'tap', 'gitlab', 'sarif', 'markdown', 'html', 'badge', 'har', 'jsonl', 'json'],
])('%s', (kind) => {
  test('contains nothing that moves, turns or hides text, and no command of a CI system', () => {
    holds(kind, (drawn) => {
      const text = kind === 'html' ? drawn.replace(pageAssets().script, '') : drawn;
      expect(unseen.test(text)).toBe(false);
      if (kind !== 'jsonl' && kind !== 'json') expect(text).not.toMatch(command);
    });
  });

  // These two hold what the stream holds, which the run bounds.
  test.skipIf(kind.startsWith('json'))('takes a text of a megabyte in every field', () => {
    expect(draw(kind, huge).length).toBeLessThan(1_000_000);
  });
});

test('github: each line is one of our own annotations', () => {
  holds('github', (text) => {
    const all = readGithub(text);
    expect(all.map(({ kind }) => kind).sort()).toEqual(['error', 'error', 'notice', 'warning']);
    expect(text).not.toMatch(unseen);
  });
});

test('tap: one point for each result, and no invalid line', () => {
  holds('tap', (text, count) => {
    const { final, points, stray } = readTap(text);
    expect(stray).toEqual([]);
    expect(points).toHaveLength(count);
    expect(final).toMatchObject({ ok: false, bailout: false, skip: 2, todo: 1, fail: 3 });
  });
});

test('junit: XML of as many cases', async () => {
  const texts: string[] = [];
  holds('junit', (text) => void texts.push(text));
  for (const text of texts)
    expect((await readJunit(text)).suites).toMatchObject({ tests: 5, failures: 1, errors: 1 });
});

test('sarif: as many results as fails', () => {
  holds('sarif', (text) => expect(readSarif(text).runs[0]?.results).toHaveLength(3));
});

test('gitlab: as many issues as fails', () => {
  holds('gitlab', (text) => expect(readGitlab(text)).toHaveLength(3));
});

test('har: every entry fits its schema', () => {
  holds('har', (text) => expect(readHar(text).log.entries.length).toBeGreaterThan(1));
});

test('badge: well-formed SVG', () => {
  holds('badge', (text) => expect(readSvg(text).svg.title).toContain(': 1 failed'));
});

const OURS = new Set([
  ...['h2', 'h3', 'p', 'ul', 'li', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ...['details', 'summary', 'code', 'pre', 'i', 'blockquote'],
]);

test('markdown: no tag, link or image that is not ours', () => {
  holds('markdown', (text) => {
    const { tags, html } = readMarkdown(text);
    expect([...tags].filter((tag) => !OURS.has(tag))).toEqual([]);
    expect(html.match(/<details>/g)?.length).toBe(html.match(/<\/details>/g)?.length);
  });
});

test('jsonl and json: read back to the line', () => {
  holds('jsonl', (text) => {
    const read: Line[] = [];
    const reader = streamReader('x', (line) => read.push(line));
    reader.push(Buffer.from(text));
    expect(reader.end().complete).toBe(true);
    expect(read).toHaveLength(7);
  });
  holds('json', (text) => expect(reportFault(JSON.parse(text))).toBeUndefined());
});

const SHELL = new Set(['body', 'div', 'main', 'h1', 'h2', 'p', 'ul', 'li', 'code', 'noscript']);

test('html: no tag that is not ours, one script, and each result in its data', () => {
  holds('html', (text, count) => {
    const { data, tags, scripts } = readHtml(text);
    expect([...tags].filter((tag) => !SHELL.has(tag))).toEqual([]);
    expect(scripts).toEqual([pageAssets().script]);
    expect(data.runs[0]?.columns[0]?.results).toHaveLength(count);
  });
});
