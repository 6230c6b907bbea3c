import { expect, test } from 'vitest';
import { tunnelMutants } from '../../reference/mutants/tunnel/mutants.js';
import { RULES } from '../../reference/tunnel/peers/reference_rules.js';
import { neverRed, uncited } from './mutants.js';

test('every script is asked of a wrong program that breaks a clause which the script cites', () => {
  expect(neverRed(new Set(tunnelMutants.flatMap(({ killedBy }) => killedBy)))).toEqual([]);
  expect(tunnelMutants.flatMap(uncited)).toEqual([]);
});

test('reports a script that does not exist, or cites nothing that is broken', () => {
  const id = 'key-not-printed';
  const killedBy = ['tunnel/out/nothing', 'tunnel/out/no-spec'];
  expect(uncited({ id, clause: ['TUNNEL-OUT-2'], what: '', killedBy, change: (rules) => rules })).toEqual([
    `${id}: tunnel/out/nothing`,
    `${id}: tunnel/out/no-spec`,
    `${id}: TUNNEL-OUT-2`,
  ]);
});

test('a mutant has an id of its own, says what is wrong in one sentence, and changes the rules', () => {
  expect(new Set(tunnelMutants.map(({ id }) => id)).size).toBe(tunnelMutants.length);
  expect(
    tunnelMutants.filter(({ what }) => !/^(?:in |out |[A-Z]).*\.$/.test(what)).map(({ id }) => id),
  ).toEqual([]);
  expect(tunnelMutants.filter(({ change }) => change(RULES) === RULES).map(({ id }) => id)).toEqual([]);
});
