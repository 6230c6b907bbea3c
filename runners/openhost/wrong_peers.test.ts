import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inPackage } from '../../package.js';
import { givingOf } from '../../reference/mutants/openhost/relays.js';
import { daemonCases } from '../../suites/openhost/cases.js';
import { openhost } from '../../suites/openhost/index.js';
import { finders } from './mutants.js';
import { wrongPeers } from './wrong_peers.js';

const { trials, equivalents, built } = wrongPeers;

describe('the wrong peers', () => {
  it('have paths of their own, by which a person selects them', () => {
    const paths = [...trials, ...equivalents].map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    for (const { path, kind } of trials) expect(path).toMatch(new RegExp(`^openhost/${kind}/[a-z0-9-]+$`));
    expect(new Set(trials.map(({ kind }) => kind))).toEqual(new Set(['daemon', 'client', 'relay']));
  });

  it('break clauses that exist, and each is put to a case', () => {
    const known = new Set(openhost.requirements.map(({ id }) => id));
    expect(trials.filter(({ clause }) => !clause.every((id) => known.has(id)))).toEqual([]);
    expect(trials.filter(({ asks = [] }) => asks.length === 0).map(({ path }) => path)).toEqual([]);
  });

  it('are put to cases of this suite, controls included', () => {
    const controls = new Map(openhost.cases.map(({ id, control }) => [id, control]));
    for (const { asks = [] } of trials) {
      for (const id of asks) {
        expect(controls.has(id)).toBe(true);
        const control = controls.get(id);
        if (control !== undefined) expect(asks).toContain(control);
      }
    }
  });

  it('name the mutant from which a generated one was derived', () => {
    const derived = trials.flatMap(({ kind, path, drawnFrom }) =>
      drawnFrom === undefined ? [] : [{ kind, path, from: `openhost/${kind}/${drawnFrom}` }],
    );
    expect(new Set(derived.map(({ kind }) => kind))).toEqual(new Set(['daemon', 'client']));
    for (const { path, from } of derived) expect(path.startsWith(`${from}-`)).toBe(true);
  });

  it('name the modules behind them, which exist', () => {
    for (const file of [...(built?.entries ?? []), ...(built?.lists ?? [])])
      expect([file, existsSync(inPackage(file.replace(/js$/, 'ts')))]).toEqual([file, true]);
  });
});

describe('a wrong relay', () => {
  const foundBy = (clause: string, give = (newest: Uint8Array) => newest) =>
    finders(
      'related',
      daemonCases,
      { clause: [clause] },
      { relay: (rules) => ({ ...rules, ...givingOf(give) }), patience: 3000 },
    );

  it('is put to no case when no case cites its clause', async () => {
    expect(await foundBy('OPENHOST-none')).toEqual([]);
  });

  it('is found by the cases of its clause, and one that is right is not', async () => {
    const clause = 'OPENHOST-2-14';
    const found = await foundBy(clause, (newest) => newest.with(10, (newest[10] ?? 0) ^ 1));
    expect(found.length).toBeGreaterThan(0);
    for (const { own, verdict } of found) expect([own, verdict]).toEqual([true, 'fail']);
    expect(await foundBy(clause)).toEqual([]);
  });
});
