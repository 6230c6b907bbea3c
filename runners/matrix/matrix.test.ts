import { expect, it } from 'vitest';
import { staleIn } from './carried.js';
import {
  type EquivalentRow,
  type MutantRow,
  retryIdle,
  tryAll,
  tryEquivalents,
  type Ways,
} from './matrix.js';
import type { Attempt, Scope, Trial } from './trial.js';

const nothing: Attempt = { killers: [], strays: [], faults: [] };

const trial = (path: string, attempt: Trial['attempt'], waits = 0): Trial => ({
  path,
  protocol: 'toy',
  kind: 'peer',
  clause: ['TOY-1'],
  what: 'Is wrong.',
  waits,
  attempt,
});

async function rowsOf(trials: readonly Trial[], ways: Partial<Ways> = {}): Promise<readonly MutantRow[]> {
  const rows: MutantRow[] = [];
  const signal = new AbortController().signal;
  await tryAll(trials, { atOnce: 4, strays: false, signal, tell: (row) => rows.push(row), ...ways });
  return rows;
}

const fates = (rows: readonly MutantRow[]) => Object.fromEntries(rows.map(({ path, fate }) => [path, fate]));

it('distinguishes killed mutants from survivors', async () => {
  const rows = await rowsOf([
    trial('killed', async () => ({ ...nothing, killers: ['toy/1/a'] })),
    trial('survived', async () => nothing),
    trial('elsewhere', async (scope) => (scope === 'all' ? { ...nothing, strays: ['toy/2/b'] } : nothing)),
    trial('faulty', async () => ({ ...nothing, killers: ['toy/1/a'], faults: ['toy/1/c does not find it'] })),
  ]);
  expect(fates(rows)).toEqual({
    killed: 'killed',
    survived: 'survived',
    elsewhere: 'elsewhere',
    faulty: 'faulty',
  });
});

it('tries a survivor once more, alone', async () => {
  let running = 0;
  let alone = false;
  const counted = async (found: Attempt): Promise<Attempt> => {
    running++;
    await new Promise((resolve) => setImmediate(resolve));
    running--;
    return found;
  };
  let asked = 0;
  const late = trial('late', async () => {
    asked++;
    if (asked === 1) return counted(nothing);
    alone = running === 0;
    return counted({ ...nothing, killers: ['toy/1/a'] });
  });
  const others = ['a', 'b', 'c'].map((path) =>
    trial(path, () => counted({ ...nothing, killers: ['toy/1/a'] })),
  );
  expect(fates(await rowsOf([late, ...others]))).toMatchObject({ late: 'killed' });
  expect([asked, alone]).toEqual([2, true]);
});

it('runs cases of other clauses only with strays, or when no other case killed the mutant', async () => {
  const scopes: Scope[] = [];
  const one = trial('one', async (scope) => {
    scopes.push(scope);
    return { ...nothing, killers: ['toy/1/a'] };
  });
  await rowsOf([one]);
  await rowsOf([one], { strays: true });
  expect(scopes).toEqual(['related', 'all']);
});

it('runs a survivor again with cases of other clauses if strays are wanted', async () => {
  const scopes: Scope[] = [];
  const late = trial('late', async (scope) => {
    scopes.push(scope);
    return scopes.length === 1 ? nothing : { ...nothing, killers: ['toy/1/a'], strays: ['toy/2/b'] };
  });
  expect(await rowsOf([late], { strays: true })).toMatchObject([{ fate: 'killed', strays: ['toy/2/b'] }]);
  expect(scopes).toEqual(['all', 'all']);
});

it('does not count a failed case as stray or as killer if the rule carries its section', async () => {
  const carries = { sections: ['2', '4'], because: 'Nobody gets there.' };
  const failing = (path: string, killers: readonly string[]): Trial => ({
    ...trial(path, async () => ({ ...nothing, killers, strays: ['toy/2/b', 'toy/22/c'] })),
    carries,
  });
  const rows = await rowsOf([failing('a', ['toy/1/a']), failing('b', [])], { strays: true });
  expect(fates(rows)).toEqual({ a: 'killed', b: 'elsewhere' });
  expect(rows).toMatchObject([0, 1].map(() => ({ carries, strays: ['toy/22/c'], carried: ['toy/2/b'] })));
});

it('names a mutant with `carries` if no case of these sections fails', () => {
  const carries = { sections: ['2'], because: 'Nobody gets there.' };
  expect(
    staleIn([
      { path: 'shown', carries, carried: ['toy/2/b'] },
      { path: 'stale', carries, carried: [] },
      { path: 'plain', carried: [] },
    ]),
  ).toEqual(['stale']);
});

it('begins with the mutant whose cases wait longest', async () => {
  const order: string[] = [];
  const named = (path: string, waits: number) =>
    trial(
      path,
      async () => {
        order.push(path);
        return { ...nothing, killers: ['toy/1/a'] };
      },
      waits,
    );
  await rowsOf([named('short', 0), named('long', 60_000), named('middle', 5000)], { atOnce: 1 });
  expect(order).toEqual(['long', 'middle', 'short']);
});

it('counts an error of a trial as a fault, and continues', async () => {
  const rows = await rowsOf([
    trial('broken', async () => {
      throw new Error('no lab');
    }),
    trial('killed', async () => ({ ...nothing, killers: ['toy/1/a'] })),
  ]);
  expect(fates(rows)).toEqual({ broken: 'survived', killed: 'killed' });
  expect(rows.find(({ path }) => path === 'broken')?.faults).toEqual(['no lab']);
});

it('starts no further trial after an interrupt', async () => {
  const stop = new AbortController();
  const one = (path: string) =>
    trial(path, async () => {
      stop.abort();
      return { ...nothing, killers: ['toy/1/a'] };
    });
  const rows = await rowsOf([one('a'), one('b'), one('c')], { atOnce: 1, signal: stop.signal });
  expect(rows.map(({ path }) => path)).toEqual(['a']);
});

it('raises an alarm for an equivalent only if it also raises one when it runs alone', async () => {
  const told: EquivalentRow[] = [];
  let asked = 0;
  const one = (path: string, attempt: () => Promise<readonly string[]>) => ({
    path,
    protocol: 'toy',
    kind: 'peer',
    what: 'Is right.',
    attempt,
  });
  const late = one('late', async () => {
    asked++;
    return asked === 1 ? ['toy/1/a: fail, too late'] : [];
  });
  const wrong = one('wrong', async () => ['toy/1/b: fail']);
  await tryEquivalents([late, wrong, one('right', async () => [])], {
    atOnce: 3,
    signal: new AbortController().signal,
    tell: (row) => told.push(row),
  });
  expect(Object.fromEntries(told.map(({ path, alarms }) => [path, alarms]))).toEqual({
    late: [],
    wrong: ['toy/1/b: fail'],
    right: [],
  });
});

it('tries the mutants of its clauses again for a case that killed nothing', async () => {
  const asked: string[] = [];
  const wrong = (path: string, clause: string, killers: readonly string[]): Trial => ({
    ...trial(path, async () => {
      asked.push(path);
      return { ...nothing, killers };
    }),
    clause: [clause],
  });
  const trials = [wrong('a', 'TOY-2', []), wrong('b', 'TOY-1', ['toy/1/idle']), wrong('c', 'TOY-1', [])];
  const rows = await rowsOf([trial('b', async () => ({ ...nothing, killers: ['toy/1/a'] }))]);
  const found = await retryIdle([{ id: 'toy/1/idle', requires: ['TOY-1'] }], trials, rows);
  expect(found.map(({ killers }) => killers)).toEqual([['toy/1/a', 'toy/1/idle']]);
  expect(asked).toEqual(['b']);
});
