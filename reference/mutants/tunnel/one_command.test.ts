import { expect, it } from 'vitest';
import { tunnelMutants } from './mutants.js';
import { ofOneCommand } from './one_command.js';

const made = ofOneCommand(tunnelMutants);

it('makes one command wrong, and names it', () => {
  const stays = made.find(({ id }) => id === 'signals-ignored-by-in');
  expect(stays).toMatchObject({
    what: 'Only in: SIGINT and SIGTERM do not end the program.',
    drawnFrom: 'signals-ignored',
    only: 'in',
  });
  expect(made.map(({ id, only }) => id.endsWith(`-by-${only}`))).toEqual(made.map(() => true));
});

it('is found by the cases that find both commands, or by those that it names', () => {
  const killersOf = (name: string) => made.find(({ id }) => id === name)?.killedBy;
  expect(killersOf('wrong-key-replaced-by-in')).toEqual([
    'tunnel/identity/length-0',
    'tunnel/identity/length-31',
  ]);
  expect(killersOf('long-key-cut-by-in')).toEqual(['tunnel/identity/length-33']);
});

it('rejects a mistake of a mutant that does not exist', () => {
  expect(() => ofOneCommand([])).toThrow('no mutant is called signals-ignored');
});
