/** Whatever a target sends, each format stays what it is, and its consumer reads it. */
import { array, assert, constantFrom, oneof, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Line, Result } from '../suites/model.js';
import { erred, failed, footer, header, skipped } from './example.js';
import { reportFault } from './schema.js';
import { streamReader } from './stream_read.js';
import {
  readGithub,
  readGitlab,
  readHar,
  readJunit,
  readMarkdown,
  readSarif,
  readSvg,
  readTap,
} from './testing/consumers.js';
import { draw } from './testing/draw.js';

const nasty = constantFrom(
  ...[
    ']]>',
    '<script>alert(1)</script>',
    '</script>',
    '<!--',
    '-->',
    '&amp;',
    '"',
    "'",
    '`',
    '```',
    '~~~',
    '</details>',
  ],
  ...[
    '::error::x',
    '\n::error title=a::b',
    '%0A::set-output',
    '##[error]x',
    '##vso[task]',
    '\x1b[2J',
    '\x9b31m',
    '\u202e',
    '\u200b',
  ],
  ...[
    '\0',
    '\ud800',
    '\udc00',
    '\ufffe',
    '\u2028',
    '\ufeff',
    '\n',
    '\r\n',
    '\r',
    '\t',
    '#',
    '\\',
    ' # SKIP',
    ' # TODO',
    '\nnot ok 1',
    '\nBail out!',
  ],
  ...[
    '\n1..0',
    '\n  ...\n',
    '| a | b |',
    '[a](javascript:x)',
    '![a](http://x/y)',
    '<img src=x>',
    '@all',
    '=cmd|x',
    '> #1 GET /x',
    '< #1 200 x',
  ],
);
const hostile = array(oneof(nasty, string({ unit: 'binary', maxLength: 6 })), {
  minLength: 1,
  maxLength: 20,
}).map((parts) => parts.join('') || 'x');

function hostileRun(evil: string): { lines: readonly Line[]; count: number } {
  const target = evil;
  const result: Result = {
    ...failed,
    target,
    id: `a/b/${evil}`,
    title: evil,
    section: evil,
    requires: [evil],
    reason: evil,
    why: evil,
    dialect: evil,
    checks: [{ what: evil, ok: false, expected: { [evil]: evil }, observed: evil }],
    evidence: ['operation', 'given', 'input', 'transcript', evil].map((name) => ({
      name,
      text: `> #1 GET /${evil}\n< #1 200 ${evil}`,
    })),
  };
  const results = [
    result,
    { ...result, id: `a/b/2${evil}`, gates: false, waived: evil },
    { ...skipped, target, id: `a/b/3${evil}`, reason: evil },
    { ...erred, target, id: `a/b/4${evil}`, reason: evil },
    { ...skipped, target, id: `a/b/5${evil}`, verdict: 'blocked' as const, reason: evil, control: result.id },
  ];
  const targets = [
    {
      ...header.targets[0],
      name: evil,
      kind: 'exec',
      capabilities: evil,
      dialects: {},
      rerun: evil,
      remarks: [evil],
    },
  ];
  const plan = { hash: 'f00d', cases: [{ target, ids: results.map(({ id }) => id) }] };
  const counts = { pass: 0, fail: 2, skip: 1, blocked: 1, error: 1 };
  const tool = { ...header.tool, version: evil };
  return {
    lines: [{ ...header, tool, targets, plan }, ...results, { ...footer, counts, reasons: [evil] }],
    count: results.length,
  };
}

const unseen = /[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|[^\P{Cc}\n]/u;
const command = /^\s*::|##\w*\[/m;
const some = { numRuns: 60 };

const holds = (kind: string, check: (text: string, count: number) => void, runs = some): void =>
  assert(
    property(hostile, (evil) => {
      const { lines, count } = hostileRun(evil);
      check(draw(kind, lines), count);
    }),
    runs,
  );

describe.each(['console', 'junit', 'tap', 'gitlab', 'sarif', 'markdown', 'badge', 'har', 'jsonl', 'json'])(
  '%s',
  (kind) => {
    test('holds nothing that moves, turns or hides text, and no command of a CI system', () => {
      holds(kind, (text) => {
        expect(text).not.toMatch(unseen);
        if (kind !== 'jsonl' && kind !== 'json') expect(text).not.toMatch(command);
      });
    });

    // These two hold what the stream holds, which the run bounds.
    test.skipIf(kind.startsWith('json'))('takes a text of 10 MB in every field', () => {
      const { lines } = hostileRun('a<]]>'.repeat(2_000_000));
      expect(draw(kind, lines).length).toBeLessThan(1_000_000);
    });
  },
);

test('github: each line is one of our own annotations', () => {
  holds('github', (text) => {
    const all = readGithub(text);
    expect(all.map(({ kind }) => kind).sort()).toEqual(['error', 'error', 'notice', 'warning']);
    expect(text).not.toMatch(unseen);
  });
});

test('tap: as many points as results, and no line that is none', () => {
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
