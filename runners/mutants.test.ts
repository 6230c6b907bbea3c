import { expect, it } from 'vitest';
import { protocols } from '../suites/protocols.js';
import { loadVectors } from '../vectors/load.js';
import { listMutants } from './mutants.js';

const all = listMutants(loadVectors());

it('lists every mutant once', () => {
  const names = all.map(({ protocol, kind, id }) => `${protocol} ${kind} ${id}`);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});

it('lists codec mutants and peer mutants of every protocol', () => {
  for (const protocol of new Set(all.map((one) => one.protocol))) {
    const kinds = new Set(all.filter((one) => one.protocol === protocol).map(({ kind }) => kind));
    expect([...kinds], protocol).toContain('codec');
    expect(kinds.size, protocol).toBeGreaterThan(1);
  }
});

it('gives every mutant existing clauses and one sentence that says what is wrong', () => {
  const known = new Set(protocols.flatMap(({ requirements }) => requirements.map(({ id }) => id)));
  for (const { id, clause, what } of all) {
    expect(clause.length, id).toBeGreaterThan(0);
    expect(
      clause.filter((one) => !known.has(one)),
      id,
    ).toEqual([]);
    expect(what, id).toMatch(/^\p{Lu}?[^\n]+\.$/u);
  }
});
