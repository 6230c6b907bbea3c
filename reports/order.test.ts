/** One run reads the same in whatever order its cases were asked: the seed chooses that. */
import { assert, property, shuffledSubarray } from 'fast-check';
import { expect, test } from 'vitest';
import type { Line, Result } from '../suites/model.js';
import { failed, footer, header, passed } from './example.js';
import { readHtml } from './testing/consumers.js';
import { draw } from './testing/draw.js';

const checks = (what: string): NonNullable<Result['checks']> => [
  { what, ok: false, expected: 1, observed: 2 },
];

/** Causes with others alike, with dependents, and alone; skips and blocks for several reasons; two readings. */
const results: readonly Result[] = Array.from({ length: 60 }, (_, at): Result => {
  const section = `${1 + (at % 3)}.${1 + (at % 11)}`;
  const one = { ...passed, id: `echo/${section}/case-${at}`, section, requires: [`ECHO-${section}-1`] };
  switch (at % 6) {
    case 0:
      return { ...failed, ...one, verdict: 'fail', checks: checks(`check ${at % 4}`) };
    case 1:
      return { ...one, verdict: 'skip', reason: `reason ${at % 5}` };
    case 2:
      return { ...one, verdict: 'blocked', reason: 'no route' };
    case 3:
      return { ...one, verdict: 'blocked', reason: 'its control failed', control: failureBefore(at) };
    case 4:
      return {
        ...one,
        verdict: at % 12 === 4 ? 'fail' : 'pass',
        gates: at % 12 === 4,
        dialect: at % 12 === 4 ? 'text' : 'octets',
      };
    default:
      return one;
  }
});

/** The failure three places before it. */
function failureBefore(at: number): string {
  const failure = at - 3;
  return `echo/${1 + (failure % 3)}.${1 + (failure % 11)}/case-${failure}`;
}

const linesOf = (shown: readonly Result[]): Line[] => [
  { ...header, plan: { hash: 'f00d', cases: [{ target: passed.target, ids: shown.map(({ id }) => id) }] } },
  ...shown,
  footer,
];

const before = { name: 'main', verdictOf: () => undefined };

test.each(['console', 'markdown', 'junit', 'github'])('%s', (kind) => {
  const wanted = draw(kind, linesOf(results));
  assert(
    property(shuffledSubarray([...results], { minLength: results.length }), (shuffled) => {
      expect(draw(kind, linesOf(shuffled))).toBe(wanted);
    }),
    { numRuns: 10 },
  );
});

test('markdown of the changes', () => {
  const reversed = [...results].reverse();
  expect(draw('markdown', linesOf(reversed), { before })).toBe(
    draw('markdown', linesOf(results), { before }),
  );
});

test('html: failures, cases that did not run, and their dependents', () => {
  const told = (shown: readonly Result[]) => {
    const { data } = readHtml(draw('html', linesOf(shown)));
    const [only] = data.runs;
    const named = only?.causes.list.map(({ column, result, ...cause }) => ({
      ...cause,
      id: data.cases[only.columns[column]?.results[result]?.[0] ?? -1]?.[0],
    }));
    return { ...only?.causes, list: named };
  };
  const wanted = told(results);
  expect(wanted.list?.some(({ dependents }) => dependents !== undefined)).toBe(true);
  assert(
    property(shuffledSubarray([...results], { minLength: results.length }), (shuffled) => {
      expect(told(shuffled)).toEqual(wanted);
    }),
    { numRuns: 10 },
  );
});
