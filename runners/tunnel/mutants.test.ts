import { expect, test } from 'vitest';
import { tunnelMutants } from '../../reference/mutants/tunnel/mutants.js';
import { FAULTS } from '../../reference/tunnel/peers/faults.js';
import { neverRed, uncited } from './mutants.js';

test('every script is asked of a wrong program that breaks a clause which the script cites', () => {
  expect(neverRed(new Set(tunnelMutants.flatMap(({ killedBy }) => killedBy)))).toEqual([]);
  expect(tunnelMutants.flatMap(uncited)).toEqual([]);
});

test('a script that is not there, or cites nothing that is broken, is told', () => {
  const [fault] = FAULTS;
  const killedBy = ['tunnel/out/nothing', 'tunnel/out/no-spec'];
  expect(uncited({ fault, breaks: ['TUNNEL-OUT-2'], killedBy })).toEqual([
    `${fault}: tunnel/out/nothing`,
    `${fault}: tunnel/out/no-spec`,
    `${fault}: TUNNEL-OUT-2`,
  ]);
});

test('every fault has its cases, and only once', () => {
  expect(tunnelMutants.map(({ fault }) => fault).sort()).toEqual([...FAULTS].sort());
});
