import { expect, it } from 'vitest';
import { rate } from './kill_rate.js';
import { equivalentsTable, mutantsTable, type ShownRow } from './mutants.js';

const row = (path: string, fate: string, more: Partial<ShownRow> = {}): ShownRow => ({
  path,
  fate,
  what: 'Accepts a second peer.',
  clause: ['TOY-1'],
  killers: [],
  strays: [],
  carried: [],
  faults: [],
  ...more,
});

it('shows who killed a mutant, and what a survivor does and breaks', () => {
  const text = mutantsTable(
    {
      rows: [
        row('toy/peer/b', 'survived'),
        row('toy/peer/a', 'killed', { killers: ['toy/1/a', 'toy/1/b', 'toy/1/c', 'toy/1/d'] }),
      ],
      rates: [
        { clause: 'TOY-1', mutants: 2, killed: 1 },
        { clause: 'TOY-2', mutants: 0, killed: 0 },
      ],
      unproven: [{ id: 'toy/1/z' }, { id: 'toy/1/y', reason: 'needs a printer' }],
      proven: ['toy/1/a'],
      stale: [],
      left: ['not tried: 3 of the peers of toy: no namespaces here'],
      unchanged: 1,
    },
    100,
  );
  expect(text.trimEnd().split('\n')).toEqual([
    'killed    toy/peer/a  toy/1/a toy/1/b toy/1/c and 1 more',
    'survived  toy/peer/b  Accepts a second peer.',
    '                      breaks TOY-1',
    '',
    'TOY-1  1 of 2 mutants killed',
    '',
    'not tried: 3 of the peers of toy: no namespaces here',
    'unproven: toy/1/z kills no mutant',
    'unproven: toy/1/y kills no mutant (needs a printer)',
    'toy/1/a kills a mutant, but has a reason for killing none: remove the reason',
    'not tried again: 1 that were killed before and that no change since then can reach',
    '1 of 2 mutants killed (50 %), 1 survived',
  ]);
});

it('shows uncounted cases by reason, and a mutant with an outdated `carries`', () => {
  const pairs = { sections: ['2', '4'], because: 'No pair comes about.' };
  const names = { sections: ['3'], because: 'Nobody has a name.' };
  const killed = (path: string, more: Partial<ShownRow>) =>
    row(path, 'killed', { killers: ['toy/1/a'], ...more });
  const rows = [
    killed('toy/peer/b', { carries: pairs, carried: ['toy/2/a', 'toy/4/a'] }),
    killed('toy/peer/a', { carries: pairs, carried: ['toy/2/a'] }),
    killed('toy/peer/c', { carries: names, carried: ['toy/3/a'] }),
    killed('toy/peer/d', { carries: names }),
  ];
  const matrix = { rows, rates: [], unproven: [], proven: [], stale: ['toy/peer/d'], left: [], unchanged: 0 };
  expect(mutantsTable(matrix, 100).trimEnd().split('\n').slice(-4)).toEqual([
    'not counted: failed cases of sections 2, 4 (3 in all) with toy/peer/a toy/peer/b. No pair comes about.',
    'not counted: failed cases of sections 3 (1 in all) with toy/peer/c. Nobody has a name.',
    'toy/peer/d is said to carry sections, but none of their cases fails: remove `carries` from its rule',
    '4 of 4 mutants killed (100 %)',
  ]);
});

it('says 100 % only if all are killed', () => {
  expect([rate(600, 600), rate(5999, 6000), rate(0, 0)]).toEqual(['100 %', '99.9 %', 'none']);
});

it('shows the alarms of an equivalent', () => {
  const text = equivalentsTable(
    [
      { path: 'toy/peer/b', what: 'Answers in chunks.', alarms: ['toy/1/a: fail, expected 200'] },
      { path: 'toy/peer/a', what: 'Sorts keys.', alarms: [] },
    ],
    [],
    100,
  );
  expect(text).toMatch(/^passes\s+toy\/peer\/a\nFALSE ALARM {2}toy\/peer\/b {2}Answers in chunks\.\n/);
  expect(text).toContain('toy/1/a: fail, expected 200');
  expect(text).toMatch(/1 of 2 equivalents pass every gating case\n$/);
});
