import { expect, test } from 'vitest';
import { protocols } from '../suites/protocols.js';
import { casesOf } from '../suites/registry.js';
import { clauseKills, knownBackground } from './background.js';

test('knows of the clauses of each protocol how many of their mutants are killed', () => {
  for (const { spec } of protocols) {
    const clauses = knownBackground.catalogue?.(new Set([spec.protocol])).clauses ?? [];
    const rated = clauses.flatMap(({ mutants }) => mutants ?? []);
    expect(rated.length).toBeGreaterThan(clauses.length / 2);
    for (const { killed, of } of rated) expect(killed).toBeLessThanOrEqual(of);
  }
});

test('knows nothing of a protocol or a clause that is not ours', () => {
  expect(clauseKills('none', 'NONE-1-1')).toBeUndefined();
  expect(clauseKills(protocols[0]?.spec.protocol ?? '', 'NONE-1-1')).toBeUndefined();
  expect(knownBackground.tags?.('none/1/case')).toEqual([]);
});

test('knows the tags of our cases', () => {
  const tagged = casesOf().find(({ tags = [] }) => tags.length > 0);
  expect(knownBackground.tags?.(tagged?.id ?? '')).toEqual(tagged?.tags);
});
