import { describe, expect, it } from 'vitest';
import { readLedger } from './ids.js';
import type { Case } from './model.js';
import { protocols } from './protocols.js';
import { casesOf } from './registry.js';
import { asFrozen, freeze, inIdsOfToday, type RequirementSet, readSet, setFiles } from './requirement_set.js';

/** The hash of each file: one that changes is no longer frozen. A new set is a new line. */
const FROZEN: Readonly<Record<string, string>> = {
  'openhost-draft-m0': 'd2f22f8a1c2f5538500c81026bdd634a6c0cc6de0114da909131d923509dd6b3',
  'punch-1.0.0': '0401ea49fadcab3ba778ac965698745026c7d112e9508e61848a451aaec4f4fe',
  'tunnel-2026': '5b7b78f09f8f9d9ad88891cbfeab6acb3467224cd7f17cdc7cefc91bb558c472',
};

const files = setFiles(protocols.map(({ spec }) => spec.protocol));
const known = {
  cases: casesOf().map(({ id }) => id),
  requirements: protocols.flatMap(({ requirements }) => requirements.map(({ id }) => id)),
  ledger: readLedger(),
};

describe('the requirement sets', () => {
  it('are those that were frozen, byte for byte', () => {
    const read = Object.fromEntries([...files].map(([name, path]) => [name, readSet(path).sha256]));
    expect(read).toEqual(FROZEN);
  });

  it.each([...files])('%s has the name of its file, and ids of today', (name, path) => {
    const set = readSet(path);
    expect(set.name).toBe(name);
    const { requirements, cases } = inIdsOfToday(set, known);
    expect(requirements.length).toBeGreaterThan(50);
    expect(cases.must.length).toBeGreaterThan(50);
  });

  it.each(protocols.map(({ spec }) => spec.protocol))('there is one of %s', (protocol) => {
    expect([...files.values()].map((path) => readSet(path).protocol)).toContain(protocol);
  });
});

const set: RequirementSet = {
  name: 'alpha-1',
  protocol: 'alpha',
  spec: { version: '1', sha256: '0'.repeat(64) },
  frozen: '2026-01-01',
  requirements: ['ALPHA-1'],
  cases: { must: ['alpha/1/a'], should: ['alpha/1/b'], may: [] },
};
const one = (id: string, level: Case['level'] = 'must'): Case =>
  ({ id, level, protocol: id.split('/')[0] }) as Case;

describe('a run on a set', () => {
  it('keeps the level that a case had, and says why a later one gates nothing', () => {
    const cases = [one('alpha/1/a'), one('alpha/1/b'), one('alpha/1/c'), one('beta/1/a')];
    expect(asFrozen(cases, [set]).map(({ id, level, outside }) => [id, level, outside])).toEqual([
      ['alpha/1/a', 'must', undefined],
      ['alpha/1/b', 'should', undefined],
      ['alpha/1/c', 'must', 'newer than alpha-1'],
      ['beta/1/a', 'must', 'not in alpha-1'],
    ]);
  });
});

describe('ids of a set', () => {
  const today = {
    cases: ['alpha/1/a', 'alpha/1/new'],
    requirements: ['ALPHA-1'],
    ledger: { aliases: { 'alpha/1/b': 'alpha/1/new' }, tombstones: {} },
  };

  it('follow an alias', () => {
    expect(inIdsOfToday(set, today).cases.should).toEqual(['alpha/1/new']);
  });

  it('leave out ids that were removed with a reason', () => {
    const ledger = { aliases: {}, tombstones: { 'alpha/1/b': 'it tested nothing' } };
    expect(inIdsOfToday(set, { ...today, ledger }).cases.should).toEqual([]);
  });

  it('are rejected for an unknown name', () => {
    const ledger = { aliases: {}, tombstones: {} };
    expect(() => inIdsOfToday(set, { ...today, ledger })).toThrow(
      'alpha-1: names the case alpha/1/b, which does not exist',
    );
    expect(() => inIdsOfToday(set, { ...today, requirements: [] })).toThrow('the requirement ALPHA-1');
  });
});

it('freezes the ids of today by level', () => {
  const spec = { protocol: 'alpha', version: '1', sha256: '0'.repeat(64) };
  const cases = [one('alpha/1/b', 'should'), one('alpha/1/a')];
  expect(freeze('alpha-1', '2026-01-01', { spec, requirements: [{ id: 'ALPHA-1' }], cases })).toEqual(set);
});
