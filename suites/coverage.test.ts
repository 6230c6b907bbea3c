import { describe, expect, it } from 'vitest';
import { coverage } from './coverage.js';
import type { Requirement } from './model.js';

const requirement = (id: string, more: Partial<Requirement> = {}): Requirement => ({
  id,
  protocol: id.startsWith('B') ? 'beta' : 'alpha',
  section: '1',
  level: 'must',
  binds: ['server'],
  observed: ['vector', 'live'],
  text: 'Something holds.',
  ...more,
});

const requirements = [
  requirement('A-1'),
  requirement('A-2', { observed: ['none'], excluded: 'nobody sees it' }),
  requirement('A-3', { observed: ['live'], waits: 'alpha live' }),
  requirement('B-1'),
];

describe('coverage', () => {
  it('distinguishes tested, excluded, waiting and forgotten requirements', () => {
    const { rows, complete } = coverage(requirements, [{ id: 'alpha/1/one', requires: ['A-1'] }]);
    expect(rows.map(({ requirement, standing }) => [requirement.id, standing])).toEqual([
      ['A-1', 'tested'],
      ['A-2', 'excluded'],
      ['A-3', 'waits'],
      ['B-1', 'neither'],
    ]);
    expect(rows.map(({ reason }) => reason)).toEqual([
      undefined,
      'nobody sees it',
      'for the suite alpha live',
      undefined,
    ]);
    expect(complete).toBe(false);
  });

  it('counts per protocol, and a case once however much it cites', () => {
    const { totals } = coverage(requirements, [
      { id: 'alpha/1/one', requires: ['A-1', 'A-3'] },
      { id: 'alpha/1/two', requires: ['A-1', 'A-1'] },
    ]);
    expect(totals).toEqual([
      { protocol: 'alpha', requirements: 3, tested: 2, excluded: 1, waits: 0, neither: 0, cases: 2 },
      { protocol: 'beta', requirements: 1, tested: 0, excluded: 0, waits: 0, neither: 1, cases: 0 },
    ]);
  });

  it('is complete when every requirement that is not excluded is tested, also the waiting ones', () => {
    const cases = [{ id: 'alpha/1/all', requires: ['A-1', 'A-3', 'B-1'] }];
    expect(coverage(requirements, cases).complete).toBe(true);
  });

  it('is not complete for a requirement that only waits', () => {
    const cases = [{ id: 'alpha/1/all', requires: ['A-1', 'B-1'] }];
    expect(coverage(requirements, cases).complete).toBe(false);
  });

  it('names the ways that are still unseen', () => {
    const cases = [{ id: 'alpha/token/one', requires: ['A-1'], way: 'vector' }];
    expect(coverage(requirements, cases).rows[0]?.unseen).toEqual(['live']);
  });

  it('reports a citation of an unknown clause', () => {
    const cases = [{ id: 'alpha/1/all', requires: ['A-1', 'A-3', 'B-1', 'A-9'] }];
    const { unknown, complete } = coverage(requirements, cases);
    expect(unknown).toEqual([{ case: 'alpha/1/all', requirement: 'A-9' }]);
    expect(complete).toBe(false);
  });
});
