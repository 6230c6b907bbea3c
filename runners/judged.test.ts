/** Evidence and reasons are redacted and bounded before they leave, and a first pass keeps none. */
import { expect, it } from 'vitest';
import type { Case, Target } from '../suites/model.js';
import { judgeOne } from './judged.js';

const target: Target = {
  name: 'a target',
  kind: 'exec',
  capabilities: '',
  ports: {},
  concurrency: 1,
  production: false,
  redact: (text) => text.replaceAll('s3cret', '<secret>'),
  close: async () => {},
};

const caseWith = (ok: boolean, read: () => string): Case => ({
  id: 'a/case',
  why: '',
  title: 'a case',
  protocol: 'a',
  section: '1',
  requires: [],
  level: 'must',
  ports: [],
  kind: 'live',
  expects: 'service',
  deadline: 60_000,
  run: async ({ expect: judge, note }) => {
    note('transcript', read);
    judge.that('the answer is s3cret', ok, { expected: 's3cret', observed: 'x'.repeat(100_000) });
    return { ended: 'seen', checks: [] };
  },
});

const options = { seed: 1, signal: new AbortController().signal };
const limits = { production: false };

it('reads no evidence of a first pass, and all evidence of a pass that contradicts an earlier failure', async () => {
  let read = 0;
  const passes = caseWith(true, () => `line ${++read}`);
  expect(await judgeOne(passes, target, limits, options)).toEqual({
    verdict: 'pass',
    ms: expect.any(Number),
  });
  expect(read).toBe(0);
  const again = await judgeOne(passes, target, limits, { ...options, attempt: 2 });
  expect(again.verdict).toBe('pass');
  expect(again.evidence?.[0]?.text).toMatch(/^line \d$/);
});

it('keeps the failed check, redacted and cut, also in the reason', async () => {
  const failed = await judgeOne(
    caseWith(false, () => 'said'),
    target,
    limits,
    options,
  );
  expect(failed.verdict).toBe('fail');
  expect(failed.reason).toContain('<secret>');
  expect(JSON.stringify(failed)).not.toContain('s3cret');
  expect(JSON.stringify(failed).length).toBeLessThan(50_000);
  expect(failed.evidence).toEqual([{ name: 'transcript', text: 'said' }]);
});
