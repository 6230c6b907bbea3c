import { expect, it } from 'vitest';
import { DecodeError } from '../bytes/error.js';
import { acts, checks, permits, serves } from './kinds.js';
import { clientMutants } from './openhost/clients.js';
import { daemonMutants } from './openhost/mutants.js';
import { relayMutants } from './openhost/relays.js';
import { clientEntries, daemonEntries, relayEntries } from './openhost/systematic.js';
import type { MutantFacts } from './peer_mutants.js';
import { punchMutants } from './punch/mutants.js';
import { punchEntries } from './punch/systematic.js';
import { type Absent, byHand, entriesOf, mutantsIn, none, noneOf, type RuleTable } from './systematic.js';
import { tunnelMutants } from './tunnel/mutants.js';
import { tunnelEntries } from './tunnel/systematic.js';

interface Rules {
  readonly takesPort: (port: number, from: string) => boolean;
  readonly isOver: (from: string) => boolean;
  readonly told: (room: string, peers: readonly string[]) => readonly string[];
  readonly check: (text: string) => void;
  readonly greets: () => string;
  readonly pace?: number;
}
const right: Rules = {
  takesPort: (port) => port < 10,
  isOver: (from) => from === 'old',
  told: (_room, peers) => peers,
  check(text) {
    if (text === 'bad') throw new DecodeError('bad');
  },
  greets: () => 'hello',
};
const GREETED = { sections: ['6'], because: 'Nobody stays.' };
const table: RuleTable<Rules, { readonly silent?: true }> = {
  takesPort: {
    clause: ['TOY-1'],
    kind: permits((_port, from) => from),
    dropped: 'Takes every port.',
    inverted: { what: 'Takes the wrong ports.', clause: ['TOY-2'], facts: { silent: true } },
    late: 'Takes the first wrong port.',
  },
  isOver: { clause: ['TOY-3'], kind: acts((from) => from), dropped: 'a', inverted: 'b', late: 'c' },
  told: {
    clause: ['TOY-4'],
    kind: serves(
      (room) => room,
      (told): readonly string[] => told.toReversed(),
    ),
    dropped: 'a',
    inverted: 'b',
    late: 'c',
  },
  check: { clause: ['TOY-5'], kind: checks((text) => text), dropped: 'a', inverted: 'b', late: 'c' },
  greets: {
    clause: ['TOY-6'],
    dropped: byHand('silent'),
    inverted: { what: 'Takes leave.', as: () => () => 'bye', carries: GREETED },
    late: none('nobody hears it'),
  },
  pace: noneOf('each has its own'),
};
const made = new Map(mutantsIn(entriesOf(table)).map((one) => [one.id, one]));
const changed = (id: string): Rules => made.get(id)?.change(right) ?? right;

it('names each mutant after its rule, with the clause and the facts of its cell', () => {
  expect([...made.keys()].filter((id) => /takes|greets|pace/.test(id))).toEqual([
    'takes-port-dropped',
    'takes-port-inverted',
    'takes-port-late',
    'greets-inverted',
  ]);
  expect(made.get('takes-port-late')).toMatchObject({
    clause: ['TOY-1'],
    what: 'Takes the first wrong port.',
  });
  expect(made.get('takes-port-inverted')).toMatchObject({ clause: ['TOY-2'], silent: true });
  expect([...made.values()].flatMap(({ id, carries }) => (carries ? [id, carries] : []))).toEqual([
    'greets-inverted',
    GREETED,
  ]);
});

it('changes one rule and leaves the others alone', () => {
  expect(changed('greets-inverted')).toEqual({ ...right, greets: expect.any(Function) });
  expect(changed('greets-inverted').greets()).toBe('bye');
});

it('drops and inverts a rule that says yes or no, and lets the first case of each subject pass when late', () => {
  const asked = (id: string) => {
    const { takesPort } = changed(id);
    return [takesPort(1, 'a'), takesPort(99, 'a'), takesPort(99, 'a'), takesPort(99, 'b')];
  };
  expect(asked('takes-port-dropped')).toEqual([true, true, true, true]);
  expect(asked('takes-port-inverted')).toEqual([false, true, true, true]);
  expect(asked('takes-port-late')).toEqual([true, true, false, true]);
  const over = (id: string) => ['new', 'old', 'old'].map(changed(id).isOver);
  expect(over('is-over-dropped')).toEqual([false, false, false]);
  expect(over('is-over-inverted')).toEqual([true, false, false]);
  expect(over('is-over-late')).toEqual([false, false, true]);
});

it('serves nobody, others, or those of the time before in the same place', () => {
  expect(changed('told-dropped').told('x', ['a'])).toEqual([]);
  expect(changed('told-inverted').told('x', ['a', 'b'])).toEqual(['b', 'a']);
  const { told } = changed('told-late');
  expect([told('x', ['a']), told('y', ['c']), told('x', ['b'])]).toEqual([[], [], ['a']]);
});

it('checks nothing, the opposite, or only from the second time on', () => {
  expect(() => changed('check-dropped').check('bad')).not.toThrow();
  expect(() => changed('check-inverted').check('bad')).not.toThrow();
  expect(() => changed('check-inverted').check('good')).toThrow(DecodeError);
  const { check } = changed('check-late');
  expect(() => check('bad')).not.toThrow();
  expect(() => check('bad')).toThrow(DecodeError);
});

interface Cell {
  readonly rule: string;
  readonly way: string;
  readonly cell: MutantFacts | Absent;
}

const tables: readonly (readonly [name: string, cells: readonly Cell[], mutants: readonly MutantFacts[]])[] =
  [
    ['broker', punchEntries, punchMutants],
    ['daemon', daemonEntries, daemonMutants],
    ['client', clientEntries, clientMutants],
    ['relay', relayEntries, relayMutants],
    ['tunnel program', tunnelEntries, tunnelMutants],
  ];

it.each(tables)(
  'names mutants of the %s that exist, and gives a reason for each other cell',
  (_, cells, mutants) => {
    const ids = mutants.map(({ id }) => id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
    const drawn = new Set(cells.flatMap(({ cell }) => ('what' in cell ? [cell.id] : [])));
    for (const { rule, way, cell } of cells) {
      if ('byHand' in cell)
        expect([rule, way, cell.byHand.filter((id) => !ids.includes(id) || drawn.has(id))]).toEqual([
          rule,
          way,
          [],
        ]);
      else if ('because' in cell)
        expect([rule, way, cell.because]).toEqual([rule, way, expect.stringMatching(/\.$/)]);
    }
  },
);
