import { expect, it } from 'vitest';
import { tunnelMutants } from './mutants.js';
import { ofOneCommand } from './one_command.js';

const made = ofOneCommand(tunnelMutants);

it('makes one command wrong, and says which', () => {
  const stays = made.find(({ id }) => id === 'signals-ignored-by-in');
  expect(stays).toMatchObject({
    what: 'Only in: SIGINT and SIGTERM do not end the program.',
    drawnFrom: 'signals-ignored',
    only: 'in',
  });
  expect(made.map(({ id, only }) => id.endsWith(`-by-${only}`))).toEqual(made.map(() => true));
});

it('leaves out the command in which nobody can see the mistake', () => {
  expect(made.filter(({ id }) => id.startsWith('key-made-by-each'))).toEqual([]);
});

it('rejects a mistake of a mutant that does not exist', () => {
  expect(() => ofOneCommand([])).toThrow('no mutant is called signals-ignored');
});
