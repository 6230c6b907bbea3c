import { describe, expect, test } from 'vitest';
import type { Result } from '../suites/model.js';
import type { Background } from './background.js';
import { blocked, erred, failed, footer, header, passed, run, skipped } from './example.js';
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

const background: Background = {
  clause: (id) => (id === 'ECHO-7-2' ? { level: 'must', text: 'One bit counts.' } : undefined),
  findings: (ids) => (ids.includes('ECHO-7-2') ? [{ id: 'PUNCH-F9', title: 'Two readings' }] : []),
};
const green = { ...footer, exit: 0, gating: 0, reasons: [] };
const waived: Result = { ...failed, id: 'echo/token/waived', gates: false, waived: 'known, #7' };
const may: Result = { ...failed, id: 'echo/token/may', gates: false, level: 'may' };

test('every format that shows a failure in full draws the same rows', () => {
  const texts = {
    console: draw('console', run, { background }),
    junit: draw('junit', run, { background }),
    tap: draw('tap', run, { background }),
    github: draw('github', run, { background }),
    sarif: draw('sarif', run, { background }),
    markdown: draw('markdown', run, { background }),
  };
  for (const [kind, text] of Object.entries(texts)) {
    for (const part of [
      'One bit counts.',
      'PUNCH-F9',
      'byte 33',
      'anyone could join any session',
      '--only',
    ]) {
      expect(text, kind).toContain(part);
    }
  }
});

describe('tap', () => {
  test('has a point for each result, and fails where a case that gates does', () => {
    const { final, points, stray } = readTap(draw('tap', run));
    expect(stray).toEqual([]);
    expect(final).toMatchObject({ ok: false, count: 5, fail: 2, skip: 2, plan: { start: 1, end: 5 } });
    expect(points.map(({ ok }) => ok)).toEqual([true, false, true, true, false]);
    expect(points[1]?.diag).toMatchObject({ matters: 'anyone could join any session' });
    expect(points[3]?.skip).toBe('blocked: no route');
  });

  test('shows a second failed check and a second finding, each under a key of its own', () => {
    const two: Result = { ...failed, checks: [...(failed.checks ?? []), { what: 'the end', ok: false }] };
    const findings = () => [1, 2].map((one) => ({ id: `PUNCH-F${one}`, title: 'Two readings' }));
    const { points, stray } = readTap(
      draw('tap', [header, two], { background: { ...background, findings } }),
    );
    expect(stray).toEqual([]);
    expect(points[0]?.diag).toMatchObject({
      check: 'the answer',
      'check 2': 'the end',
      'finding 2': 'PUNCH-F2: Two readings',
    });
  });

  const planned = (ids: readonly string[]) => ({
    ...header,
    plan: { hash: 'x', cases: [{ target: 'exec:adapter', ids }] },
  });

  test('is green where nothing that fails gates', () => {
    const { final } = readTap(draw('tap', [planned([waived.id, may.id]), waived, may, green]));
    expect(final).toMatchObject({ ok: true, todo: 2, fail: 2 });
  });

  test('bails out where the run is red for another reason, or did not end', () => {
    const late = { ...footer, exit: 3, gating: 0, reasons: ['out of time'] };
    expect(readTap(draw('tap', [planned([passed.id]), passed, late])).final).toMatchObject({
      ok: false,
      bailout: 'out of time',
    });
    expect(readTap(draw('tap', [planned([passed.id]), passed])).final.bailout).toBe('the run did not end');
  });
});

test('junit is read by two parsers', async () => {
  const { tree, suites } = await readJunit(draw('junit', run));
  expect(tree).toMatchObject({
    testsuites: { '@_tests': '5', '@_failures': '1', '@_errors': '1', '@_skipped': '2' },
  });
  expect(suites).toMatchObject({ tests: 5, failures: 1, errors: 1 });
});

describe('github', () => {
  test('annotates each cause, as error or warning, and says why the run is not green', () => {
    const all = readGithub(
      draw('github', [header, failed, { ...failed, id: 'echo/token/also' }, may, erred, footer]),
    );
    expect(all.map(({ kind, title }) => `${kind} ${title}`)).toEqual([
      'error echo/token/also',
      'error echo/4.2/ours',
      'warning echo/token/may',
      'notice conform',
    ]);
    expect(all[0]?.message).toContain('1 more fails alike: echo/token/bad-mac');
    expect(all[3]?.message).toBe('1 gating case failed');
  });

  test('says how many causes it leaves out', () => {
    const many = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'].map((what) => ({
      ...failed,
      id: `echo/token/${what}`,
      checks: [{ what, ok: false }],
    }));
    const errors = readGithub(draw('github', [header, ...many, footer])).filter(
      ({ kind }) => kind === 'error',
    );
    expect(errors).toHaveLength(10);
    expect(errors[9]?.message).toBe('3 more causes: see the log of the step');
  });

  test('is silent where all is well', () => {
    expect(draw('github', [header, passed, green])).toBe('');
  });
});

test('gitlab has an issue for each fail, with a fingerprint that stays', () => {
  const issues = readGitlab(draw('gitlab', [header, passed, failed, may, waived, erred, skipped, footer]));
  expect(issues.map(({ severity, check_name }) => `${severity} ${check_name}`)).toEqual([
    'critical ECHO-7-2',
    'info ECHO-7-2',
    'minor ECHO-7-2',
    'blocker ECHO-7-1',
  ]);
  expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(4);
  expect(readGitlab(draw('gitlab', [header, { ...failed, reason: 'other' }, footer]))[0]?.fingerprint).toBe(
    issues[0]?.fingerprint,
  );
  expect(readGitlab(draw('gitlab', [header, passed, green]))).toEqual([]);
});

describe('sarif', () => {
  test('has a rule for each clause and a result for each fail', () => {
    const [one] = readSarif(
      draw('sarif', [header, passed, failed, may, waived, erred, blocked, footer], { background }),
    ).runs;
    expect(one?.tool.driver.rules).toEqual([
      { id: 'ECHO-7-2', shortDescription: { text: 'One bit counts.' }, properties: { level: 'must' } },
      { id: 'ECHO-7-1' },
    ]);
    expect(one?.results.map(({ level }) => level)).toEqual(['error', 'note', 'warning', 'error']);
    expect(one?.results[2]?.suppressions).toHaveLength(1);
  });

  test('says that a run did not end, and reads so', () => {
    expect(draw('sarif', [header, failed])).toContain('"executionSuccessful":false');
    expect(readSarif(draw('sarif', [header])).runs[0]?.results).toEqual([]);
  });
});

describe('badge', () => {
  test.each([
    [green, 'echo 1.0.0: 1 passed'],
    [footer, 'echo 1.0.0: 1 failed'],
    [{ ...footer, exit: 3, gating: 0 }, 'echo 1.0.0: incomplete'],
  ])('as SVG: %#', (last, title) => {
    expect(readSvg(draw('badge', [header, last])).svg.title).toBe(title);
  });

  test('as JSON for shields.io', () => {
    expect(JSON.parse(draw('badge', [header, green], { path: 'a.json' }))).toEqual({
      schemaVersion: 1,
      label: 'echo 1.0.0',
      message: '1 passed',
      color: 'green',
    });
  });

  test('of a run that did not end', () => {
    expect(readSvg(draw('badge', [header])).svg.title).toBe('echo 1.0.0: not finished');
  });
});

test('har has the exchanges of a transcript, and the messages of a WebSocket', () => {
  const text = [
    'shared: a session',
    '  > #1 POST /api/session (Content-Type: application/json) {"name":"x"}',
    '  < #1 201 (content-type: application/json; date: Sun, 29 Nov 2026 08:16:49 GMT) {"session":"x"}',
    '> #1 upgrade /api/ws/x?t=<token cf0a5670>',
    '< #1 101 (sec-websocket-protocol: punch)',
    '> #1 {"type":"punch.ping"}',
    '< #1 close 4404',
    '> #2 GET /api/none',
    '< #2 connect ECONNREFUSED',
  ].join('\n');
  const { log } = readHar(
    draw('har', [
      header,
      { ...failed, target: 'http://127.0.0.1:80', evidence: [{ name: 'transcript', text }] },
      footer,
    ]),
  );
  expect(
    log.entries.map(({ request, response }) => `${request.method} ${request.url} ${response.status}`),
  ).toEqual([
    'POST http://127.0.0.1/api/session 201',
    'GET http://127.0.0.1/api/ws/x?t=%3Ctoken%20cf0a5670%3E 101',
    'GET http://127.0.0.1/api/none 0',
  ]);
  expect(log.entries[1]?._webSocketMessages?.map(({ type, data }) => `${type} ${data}`)).toEqual([
    'send {"type":"punch.ping"}',
    'receive close 4404',
  ]);
  expect(readHar(draw('har', [header, passed, footer])).log.entries).toEqual([]);
});

describe('markdown', () => {
  test('has the verdict, the counts, and each cause folded', () => {
    const { html } = readMarkdown(draw('markdown', run, { background }));
    expect(html).toContain('<h2>RED: exec:adapter</h2>');
    expect(html).toContain(
      '<td>exec:adapter</td>\n<td>1</td>\n<td>1</td>\n<td>1</td>\n<td>1</td>\n<td>1</td>',
    );
    expect(html).toContain('<details><summary><code>echo/token/bad-mac</code>');
    expect(html.match(/<pre>/g)).toHaveLength(2);
  });

  test('shows only changes against an earlier run', () => {
    const was = new Map([
      [failed.id, 'fail'],
      [erred.id, 'pass'],
      [skipped.id, 'skip'],
      [passed.id, 'blocked'],
      [may.id, 'fail'],
    ] as const);
    const before = { name: 'main.jsonl', verdictOf: ({ id }: { id: string }) => was.get(id as never) };
    const lines = [...run.slice(0, -1), may, footer];
    const text = draw('markdown', lines, { background, before });
    expect(text, 'counts in the verdict what has not changed').toContain('- 1 fail does not gate: 1 may\n');
    expect(text).toContain('3 cases changed, 3 as before.');
    expect(text).toContain('| echo/4.2/ours | pass | error |');
    expect(text).toContain('| echo/5.3/late | absent | blocked |');
    expect(text).toContain('<code>echo/4.2/ours</code>');
    expect(text).not.toContain('<code>echo/token/bad-mac</code>');
  });

  test('is bounded', () => {
    const many = Array.from({ length: 3000 }, (_, at) => ({
      ...failed,
      id: `echo/token/n${at}`,
      checks: [{ what: 'x'.repeat(at), ok: false, expected: 'y'.repeat(5000), observed: 'z'.repeat(5000) }],
    }));
    expect(draw('markdown', [header, ...many, footer]).length).toBeLessThan(200_000);
  });
});
