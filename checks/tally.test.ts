import { expect, it } from 'vitest';
import { openTally } from './tally.js';

it.each([
  ['fails when nothing was tried', [], 1],
  ['passes when all passed', [['a'], ['b', undefined, 0]], 0],
  ['fails when one failed', [['a'], ['b', 'it is blue']], 1],
] as const)('%s', (_what, told, exit) => {
  const lines: string[] = [];
  const tally = openTally((line) => lines.push(line));
  for (const [what, fault, since] of told) tally.tell(what, fault, since);
  expect(tally.end(' (seed 7)')).toBe(exit);
  const failed = told.filter(([, fault]) => fault !== undefined).length;
  expect(lines.at(-1)).toBe(`${told.length - failed} passed, ${failed} failed (seed 7)`);
  for (const [at, [what, fault]] of told.entries())
    expect(lines[at]).toMatch(
      fault === undefined ? RegExp(`^ok {3}${what}( \\(.* s\\))?$`) : `FAIL ${what}: ${fault}`,
    );
});

it('passes when all was skipped', () => {
  const tally = openTally(() => {});
  tally.skip('go', 'there is no go');
  expect(tally.end()).toBe(0);
});
