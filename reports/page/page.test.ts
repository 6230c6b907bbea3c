import { describe, expect, test } from 'vitest';
import type { Line, Result, Verdict } from '../../suites/model.js';
import { failed, footer, header, passed, run } from '../example.js';
import { checkRows } from '../failure_values.js';
import { killWords } from '../kill_rate.js';
import { readHtml } from '../testing/consumers.js';
import { draw } from '../testing/draw.js';
import { coverageOf, standingOf } from './clauses.js';
import { changesBetween } from './differences.js';
import { type Filter, indexOf, matching, noFilter } from './filter.js';
import { differs, matrixOf } from './matrix_rows.js';
import { type Model, modelOf, resultOf, shownOf, verdictOf } from './model.js';
import { hashOf, placeOf } from './route.js';
import { sided } from './sides.js';

const modelFrom = (lines: readonly Line[]): Model =>
  modelOf(
    readHtml(draw('html', lines, { background: { clause: () => undefined, findings: () => [], tags } })).data,
  );
const tags = (id: string): string[] => (id === passed.id ? ['boundary'] : []);

const model = modelFrom(run);
const [column] = model.columns;
if (!column) throw new Error('no column');

const named = (target: string, lines: readonly Line[] = run): Line[] =>
  lines.map((line) => {
    if (line.kind === 'header')
      return { ...line, targets: line.targets.map((one) => ({ ...one, name: target })) };
    return line.kind === 'result' ? { ...line, target } : line;
  });

describe('the mode of the page', () => {
  test('one target', () => expect(model.mode).toBe('one'));
  test('two targets stand side by side', () => {
    const both = modelFrom([...run, ...named('exec:other')]);
    expect(both.mode).toBe('matrix');
    expect(both.columns.map(({ label }) => label)).toEqual(['exec:adapter', 'exec:other']);
  });
  test('two runs of one target are before and after, and their start times distinguish them', () => {
    const later = run.map((line) =>
      line.kind === 'header' ? { ...line, started: '2026-01-03T10:00:00Z' } : line,
    );
    const both = modelFrom([...run, ...later]);
    expect(both.mode).toBe('compare');
    expect(both.columns.map(({ label }) => label)).toEqual([
      'exec:adapter, 2026-01-02 03:04',
      'exec:adapter, 2026-01-03 10:00',
    ]);
  });
});

test('a result in the page is the line of the stream', () => {
  const rows = column.results.map((row) => resultOf(model, column, row));
  expect(rows[1]).toEqual({ ...failed, at: 0 });
  const { why: _, ...shown } = shownOf(model, column, column.results[1] ?? [0, 0, 0, 0]) as unknown as {
    why?: string;
    rows: { label: string }[];
  };
  expect(shown.rows.map(({ label }) => label)).toEqual([
    'clause',
    'check',
    'bytes',
    'matters',
    'stderr',
    'rerun',
  ]);
});

describe('the filter', () => {
  const index = indexOf(model, column);
  const found = (filter: Partial<Filter>): string[] =>
    matching(model, index, { ...noFilter, ...filter }).map(
      (at) => model.cases[column.results[at]?.[0] ?? -1]?.id ?? '',
    );

  test('orders by section, then id', () => {
    expect(found({})).toEqual([
      ...['echo/4.2/ours', 'echo/5.3/late'],
      ...['echo/token/bad-mac', 'echo/token/dialect', 'echo/token/ok'],
    ]);
  });
  test.each<[Partial<Filter>, string[]]>([
    [{ text: 'MAC' }, ['echo/token/bad-mac']],
    [{ text: 'echo-7-3 bit' }, ['echo/token/bad-mac']],
    [{ text: 'echo-7-3 nowhere' }, []],
    [{ verdicts: new Set<Verdict>(['fail', 'error']) }, ['echo/4.2/ours', 'echo/token/bad-mac']],
    [{ section: 'echo 5.3' }, ['echo/5.3/late']],
    [{ section: 'openhost' }, []],
    [{ level: 'should' }, []],
    [{ tag: 'boundary' }, ['echo/token/ok']],
  ])('%o', (filter, ids) => expect(found(filter)).toEqual(ids));

  test('orders numbers in ids by their value', () => {
    const ids = ['echo/token/n10', 'echo/token/n9', 'echo/token/n100'];
    const many = modelFrom([header, ...ids.map((id): Result => ({ ...passed, id })), footer]);
    const [first] = many.columns;
    if (!first) throw new Error('no column');
    expect(indexOf(many, first).order).toEqual([1, 0, 2]);
  });
});

describe('a link', () => {
  test.each([...column.results.keys()])('leads to its result: %i', (at) => {
    expect(placeOf(model, hashOf(model, { column, at }))).toEqual({ column, at });
  });
  test('of two columns names the one', () => {
    const both = modelFrom([...run, ...named('exec:"other" #1 <b>')]);
    const second = both.columns[1];
    if (!second) throw new Error('no column');
    const hash = hashOf(both, { column: second, at: 1 });
    expect(hash).not.toMatch(/["<> ]|.#/);
    expect(placeOf(both, hash)).toEqual({ column: second, at: 1 });
    expect(placeOf(both, '#echo/token/bad-mac')?.column).toBe(second);
  });
  test.each(['a/b/\ud800', 'a/b/%0A', 'a/b@@c', 'a/b #1', 'a/b/\r\n'])(
    'leads to an id of any characters: %j',
    (id) => {
      const target = 'exec:\udc00';
      for (const lines of [named(target), [...named(target), ...named('other')]]) {
        const odd = modelFrom(lines.map((line) => (line.kind === 'result' ? { ...line, id } : line)));
        const [first] = odd.columns;
        if (!first) throw new Error('no column');
        expect(placeOf(odd, hashOf(odd, { column: first, at: 0 }))?.column).toBe(first);
      }
    },
  );
  test.each(['', '#', '#nothing', '#%', '#a@@b'])('to nothing: "%s"', (hash) => {
    expect(placeOf(model, hash)).toBeUndefined();
  });
  test('of a case with rounds leads to the worst', () => {
    const repeated = { ...header, repeat: 2 };
    const rounds = modelFrom([
      repeated,
      { ...passed, repeat: 1 },
      { ...passed, repeat: 2, verdict: 'fail' },
      footer,
    ]);
    const place = placeOf(rounds, `#${passed.id}`);
    expect(place && verdictOf(place.column.results[place.at] ?? [0, 0, 0, 0])).toBe('fail');
  });
});

describe('a clause', () => {
  test.each<[Verdict[], string]>([
    [[], 'none'],
    [['pass', 'skip'], 'pass'],
    [['pass', 'blocked'], 'pass'],
    [['pass', 'error'], 'error'],
    [['pass', 'fail', 'error'], 'fail'],
    [['skip', 'blocked'], 'blocked'],
  ])('of %j is %s', (verdicts, standing) => expect(standingOf(verdicts)).toBe(standing));

  test('is in its section, with the cases that cite it', () => {
    const rows = coverageOf(model, column);
    expect(
      rows.map(({ section, clauses }) => [section, clauses.map(({ id, standing }) => `${id} ${standing}`)]),
    ).toEqual([['7', ['ECHO-7-1 error', 'ECHO-7-2 fail', 'ECHO-7-3 fail']]]);
  });
});

test('a clause shows how many of its mutants are killed', () => {
  const clause = { id: 'ECHO-7-1', protocol: 'echo', section: '7', level: 'must' as const, text: '' };
  const [rated] = coverageOf(
    modelOf({
      ...model.data,
      catalogue: { clauses: [{ ...clause, mutants: { killed: 2, of: 3 } }], findings: [] },
    }),
    column,
  ).flatMap(({ clauses }) => clauses);
  expect(killWords(rated?.mutants)).toBe('kill rate 66.6 %: 2 of 3 mutants');
});

test.each([[undefined], [{ killed: 0, of: 0 }]])('a clause without mutants shows no rate', (kills) =>
  expect(killWords(kills)).toBeUndefined(),
);

describe('two runs of one target', () => {
  const before = verdicts('a pass', 'b pass', 'c fail', 'd fail', 'e skip', 'f pass');
  const after = verdicts('a pass', 'b fail', 'c pass', 'd fail', 'e blocked', 'g fail', 'h pass');
  const both = modelFrom([...before, ...after]);
  const [old, now] = both.columns;
  if (!old || !now) throw new Error('no columns');
  const changes = changesBetween(both, old, now);
  const ids = (list: readonly { readonly caseAt: number }[]) =>
    list.map(({ caseAt }) => both.cases[caseAt]?.id.split('/').at(-1)).join(' ');

  test('shows new failures, fixed ones, and other changes', () => {
    const { worse, better, unsteady, other, same } = changes;
    expect([worse, better, unsteady, other].map(ids)).toEqual(['b f g', 'c', '', 'e h']);
    expect(same).toBe(2);
  });

  test('links a removed case to the earlier recording', () => {
    expect(changes.worse.map(({ place }) => place.column.at)).toEqual([1, 0, 1]);
  });

  test('a case with different verdicts in its rounds is unsteady, whatever it was before', () => {
    const rounds = { ...passed, id: 'echo/x/b' };
    const repeated = modelFrom([
      ...before,
      { ...header, repeat: 2 },
      { ...rounds, repeat: 1 },
      { ...rounds, repeat: 2, verdict: 'fail' },
      footer,
    ]);
    const [one, two] = repeated.columns;
    if (!one || !two) throw new Error('no columns');
    expect(
      changesBetween(repeated, one, two).unsteady.map(({ caseAt }) => repeated.cases[caseAt]?.id),
    ).toEqual(['echo/x/b']);
  });
});

test('the matrix has what one of them was asked, and knows where they differ', () => {
  const clause = (name: string, results: readonly Line[]): Line[] =>
    named(name, results).map((line) => (line.kind === 'result' ? { ...line, requires: [line.id] } : line));
  const both = modelFrom([
    ...clause('a', verdicts('same pass', 'apart pass', 'alone pass')),
    ...clause('b', verdicts('same pass', 'apart fail', 'alone skip')),
  ]);
  const cells = matrixOf(both).flatMap((row) => row.cells);
  expect(
    cells.map((row) => [row[0]?.id, row.map(({ standing }) => standing).join(' '), differs(row)]),
  ).toEqual([
    ['echo/x/same', 'pass pass', false],
    ['echo/x/apart', 'pass fail', true],
    ['echo/x/alone', 'pass skip', false],
  ]);
});

/** A run of cases with these verdicts. */
function verdicts(...told: readonly string[]): Line[] {
  const results = told.map((one): Result => {
    const [name = '', verdict] = one.split(' ');
    return { ...passed, id: `echo/x/${name}`, verdict: verdict as Verdict };
  });
  return [header, ...results, footer];
}

test('marks the first difference in the text of both sides, and never between the halves of a character', () => {
  const sides = (expected: string, observed: string) =>
    sided(checkRows({ what: 'name', ok: false, expected, observed })).flatMap(({ side }) => side ?? []);
  expect(sides('the same one', 'the same two')).toEqual([
    { shared: '"the same ', rest: 'one"' },
    { shared: '"the same ', rest: 'two"', note: 'first difference: character 11' },
  ]);
  expect(sides('the same \u{1f600}', 'the same \u{1f601}')[0]?.rest).toBe('\u{1f600}"');
  expect(sides('a', 'b')).toEqual([]);
});
