import { array, assert, constant, integer, nat, oneof, property, shuffledSubarray, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import { caseNumbers } from './case_numbers.js';

const ids = (count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, at) => `a/b/${from + at}`);

/** Ids of a plan as a run gives them back: each somewhat earlier or later. */
const jostled = (planned: readonly string[], by: number) =>
  array(nat(by), { minLength: planned.length, maxLength: planned.length }).map((shifts) =>
    planned
      .map((id, at) => ({ id, at: at + (shifts[at] ?? 0) }))
      .sort((a, b) => a.at - b.at)
      .map(({ id }) => id),
  );

const column = oneof(constant(ids(200)), constant(ids(50, 100)), constant<string[]>([])).chain((planned) =>
  tuple(
    constant(planned),
    oneof(
      integer({ min: 0, max: 100 }).chain((by) => jostled(planned, by)),
      shuffledSubarray(planned),
      jostled(planned, 5).map((round) => [...round, ...round]),
      jostled(planned, 5).map((round) => [...round, 'not/in/plan', ...planned.slice(0, 3)]),
    ),
  ),
);

test('a case keeps the number of its first appearance, in any order and from any plan', () => {
  assert(
    property(array(column, { maxLength: 4 }), (columns) => {
      const numbers = caseNumbers();
      const known = new Map<string, number>();
      const open = columns.map(([planned, came]) => ({ numberOf: numbers.column(planned), came }));
      for (const { numberOf, came } of open) {
        for (const id of came) if (!known.has(id)) known.set(id, known.size);
        expect(came.map(numberOf)).toEqual(came.map((id) => known.get(id)));
      }
      expect(numbers.count).toBe(known.size);
    }),
  );
});

test('columns that come at once share their numbers', () => {
  const planned = ids(300);
  const numbers = caseNumbers();
  const [a, b] = [numbers.column(planned), numbers.column(ids(300))];
  for (const [at, id] of planned.entries()) {
    expect(a(id)).toBe(at);
    if (at >= 10) expect(b(planned[at - 10] ?? '')).toBe(at - 10);
  }
});
