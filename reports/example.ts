/** A small invented run, for the tests of reporters and readers of streams. */
import type { Footer, Header, Line, Result } from '../suites/model.js';

export const header: Header = {
  kind: 'header',
  format: 1,
  tool: { name: 'p2p-conform', version: '0.1.0' },
  specs: [{ protocol: 'echo', title: 'Echo', version: '1.0.0', sha256: 'ab'.repeat(32) }],
  seed: 7,
  level: 'must',
  profile: 'full',
  targets: [
    {
      name: 'exec:adapter',
      kind: 'exec',
      capabilities: { 'echo/token': ['decode'] },
      dialects: {},
      rerun: "conform run --target 'exec:./adapter'",
    },
  ],
  plan: {
    hash: 'f00d',
    cases: [
      {
        target: 'exec:adapter',
        ids: ['echo/token/ok', 'echo/token/bad-mac', 'echo/token/dialect', 'echo/5.3/late', 'echo/4.2/ours'],
      },
    ],
  },
  repeat: 1,
  started: '2026-01-02T03:04:05.000Z',
};

export const passed: Result = {
  kind: 'result',
  target: 'exec:adapter',
  id: 'echo/token/ok',
  title: 'a valid token is accepted',
  section: '7',
  requires: ['ECHO-7-1'],
  level: 'must',
  verdict: 'pass',
  gates: true,
  ms: 1.25,
};

export const failed: Result = {
  ...passed,
  id: 'echo/token/bad-mac',
  title: 'a token with one bit changed is rejected',
  requires: ['ECHO-7-2', 'ECHO-7-3'],
  verdict: 'fail',
  why: 'anyone could join any session',
  checks: [
    {
      what: 'the answer',
      ok: false,
      expected: 'aa'.repeat(40),
      observed: `${'aa'.repeat(33)}ab00`,
      offset: 33,
    },
  ],
  evidence: [{ name: 'stderr', text: 'panic\n\x1b[31mred\u202e' }],
};

export const skipped: Result = {
  ...passed,
  id: 'echo/token/dialect',
  verdict: 'skip',
  gates: false,
  reason: 'the target speaks another dialect',
};

export const blocked: Result = {
  ...passed,
  id: 'echo/5.3/late',
  section: '5.3',
  verdict: 'blocked',
  reason: 'no route',
};

export const erred: Result = {
  ...passed,
  id: 'echo/4.2/ours',
  section: '4.2',
  verdict: 'error',
  reason: 'TypeError: x',
};

export const footer: Footer = {
  kind: 'footer',
  planHash: 'f00d',
  counts: { pass: 1, fail: 1, skip: 1, blocked: 1, error: 1 },
  gating: 1,
  planned: 5,
  notRun: 0,
  exit: 1,
  reasons: ['1 gating case failed'],
  ms: 1234,
};

export const run: readonly Line[] = [header, passed, failed, skipped, blocked, erred, footer];
