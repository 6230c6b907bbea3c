import { describe, expect, test } from 'vitest';
import type { Line, Result } from '../suites/model.js';
import type { Background } from './background.js';
import { readingText } from './cause_text.js';
import { collectCauses } from './causes.js';
import { consoleReporter } from './console.js';
import { blocked, failed, footer, header, passed } from './example.js';
import { memory } from './memory.js';

const check = (what: string, expected: string, observed: string) => ({ what, ok: false, expected, observed });
const sent = [
  { name: 'operation', text: 'echo/token verify' },
  { name: 'given', text: '{"now":7}' },
  { name: 'input', text: 'p_x' },
];
const fails = (id: string, more: Partial<Result> = {}): Result => ({ ...failed, id, ...more });
const hangs = (id: string, control: string): Result => ({
  ...blocked,
  id,
  control,
  reason: `its control ${control} failed`,
});

function causesOf(results: readonly Result[]) {
  const collector = collectCauses();
  for (const result of results) collector.add(result);
  return collector.end();
}

const drawn = (lines: readonly Line[]): string => {
  const output = memory();
  const reporter = consoleReporter(output);
  for (const line of lines) reporter.line(line);
  reporter.end();
  return output.text();
};

test('cases with the same failure form one cause, represented by the first case by section', () => {
  const { list } = causesOf(['n10', 'n9', 'n2'].map((slug) => fails(`echo/token/${slug}`)));
  expect(list).toHaveLength(1);
  expect(list[0]).toMatchObject({ count: 3, first: { id: 'echo/token/n2' } });
  expect(list[0]?.alike.map(({ id }) => id)).toEqual(['echo/token/n9', 'echo/token/n10']);
});

test('a cause is represented by a case of its strongest level', () => {
  const levels = { n2: 'may', n9: 'should', n10: 'should' } as const;
  const { list } = causesOf(
    (['n10', 'n2', 'n9'] as const).map((slug) =>
      fails(`echo/token/${slug}`, { level: levels[slug], gates: false }),
    ),
  );
  expect(list).toMatchObject([{ count: 3, first: { id: 'echo/token/n9' } }]);
});

describe('two mistakes stay two causes', () => {
  const reject = (code: string) => ({
    checks: [{ what: 'is rejected', ok: false, expected: { reject: code }, observed: { accept: 1 } }],
  });
  test.each([
    ['another check', {}, { checks: [check('the other answer', 'a', 'b')] }],
    ['another required rejection', reject('token/expired'), reject('token/other-role')],
    [
      'another member that differs',
      { checks: [{ what: 'x', ok: false, expected: { a: 1, b: 1 }, observed: { a: 2, b: 1 } }] },
      { checks: [{ what: 'x', ok: false, expected: { a: 1, b: 1 }, observed: { a: 1, b: 2 } }] },
    ],
    ['one that does not gate', {}, { gates: false }],
    [
      'another operation',
      { evidence: sent },
      { evidence: [{ name: 'operation', text: 'echo/token decode' }] },
    ],
    ['another target', {}, { target: 'other' }],
  ])('%s', (_what, one, other) => {
    expect(causesOf([fails('echo/token/a', one), fails('echo/token/b', other)]).list).toHaveLength(2);
  });
});

test('folds cases that depend on a failed control, directly or not, under that failure', () => {
  const results = [
    hangs('echo/token/late', 'echo/token/between'),
    hangs('echo/token/between', 'echo/token/base'),
    fails('echo/token/base'),
    { ...blocked, id: 'echo/token/away' },
  ];
  const { list, blocked: alone } = causesOf(results);
  expect(drawn([header, ...results])).toMatch(
    /^1 blocked: .*, besides those that depend on a failure above$/m,
  );
  expect(list[0]?.dependents).toMatchObject({
    count: 2,
    examples: ['echo/token/between', 'echo/token/late'],
  });
  expect(alone.map(({ examples }) => examples)).toEqual([['echo/token/away']]);
});

test('lists cases that depend on a blocked control by their reason', () => {
  const { blocked: alone } = causesOf([
    hangs('echo/token/late', 'echo/token/base'),
    { ...blocked, id: 'echo/token/base' },
  ]);
  expect(alone.reduce((sum, { count }) => sum + count, 0)).toBe(2);
});

test('controls that hang on each other end nowhere', () => {
  expect(causesOf([hangs('a/b/1', 'a/b/2'), hangs('a/b/2', 'a/b/1')]).blocked).toHaveLength(2);
});

test('the report is the same whatever order the seed gave', () => {
  const lines = [
    fails('echo/9.6/tls', { section: '9.6', checks: [check('tls', 'a', 'b')] }),
    fails('echo/10/b', { section: '10', checks: [check('ten', 'a', 'b')] }),
    fails('echo/token/base', { checks: [check('base', 'a', 'b')] }),
    hangs('echo/token/x', 'echo/token/base'),
    fails('echo/5/late', { section: '5', level: 'should', gates: false }),
    fails('echo/token/n2'),
    fails('echo/token/n1'),
  ];
  const text = drawn([header, ...lines, footer]);
  expect(drawn([header, ...lines.toReversed(), footer])).toBe(text);
  const order = ['base', 'n1', 'tls', 'echo/10/b', 'echo/5/late'].map(
    (part) =>
      text.indexOf(`FAIL  ${part.includes('/') ? part : ''}`) && text.search(new RegExp(`FAIL  \\S*${part}`)),
  );
  expect(order).toEqual([...order].sort((a, b) => a - b));
});

test('a failure shows the input before the answer', () => {
  const text = drawn([
    header,
    fails('echo/token/a', { evidence: [{ name: 'stderr', text: 'oops' }, ...sent] }),
  ]);
  const at = [
    'operation echo/token verify',
    'given     {"now":7}',
    'input     p_x',
    'check     ',
    'stderr    oops',
    'rerun',
  ].map((part) => text.indexOf(part));
  expect(at).not.toContain(-1);
  expect(at).toEqual([...at].sort((a, b) => a - b));
});

test('shows the end of a transcript, which has the failed exchange', () => {
  const transcript = Array.from({ length: 60 }, (_, at) => `> #${at} GET /`).join('\n');
  const text = drawn([header, fails('echo/5/a', { evidence: [{ name: 'transcript', text: transcript }] })]);
  expect(text).toContain('(44 earlier lines) ...');
  expect(text).toContain('> #59 GET /');
  expect(text).not.toContain('> #43 GET /');
});

const findingOf = (byId: Readonly<Record<string, string>>): Background => ({
  clause: () => undefined,
  findings: (ids) => ids.flatMap((one) => (byId[one] === undefined ? [] : [{ id: byId[one], title: '' }])),
});

describe('a reading that passes where the one that gates fails', () => {
  const gating = { dialect: 'octets' };
  const other = { dialect: 'text', gates: false };
  const results = [
    fails('echo/token/a-octets', gating),
    { ...passed, id: 'echo/token/b-octets', ...gating },
    { ...passed, id: 'echo/token/a-text', ...other },
    { ...passed, id: 'echo/token/b-text', ...other },
  ];

  test('is one sentence', () => {
    const [reading] = causesOf(results).readings;
    expect(reading && readingText(reading, findingOf({ 'ECHO-7-2': 'PUNCH-F12' }))).toBe(
      'echo/token: 1 case of the reading "octets" does not pass, and all 2 of "text" pass. If the target speaks "text", let it declare that dialect: see docs/dialects.md and PUNCH-F12.',
    );
  });

  test('names the finding of the clause that most of its failed cases cite', () => {
    const rest = ['x', 'y'].map((one) =>
      fails(`echo/token/${one}-octets`, { ...gating, requires: ['ECHO-7-9', `ECHO-1-${one}`] }),
    );
    const findings = findingOf({ 'ECHO-1-x': 'PUNCH-F8', 'ECHO-1-y': 'PUNCH-F20', 'ECHO-7-9': 'PUNCH-F12' });
    const [reading] = causesOf([...results, ...rest]).readings;
    expect(reading && readingText(reading, findings)).toMatch(/ and PUNCH-F12\.$/);
  });

  test('is not claimed where a case of it fails, or where the reading that gates passes', () => {
    expect(causesOf([...results, fails('echo/token/c-text', other)]).readings).toEqual([]);
    expect(causesOf(results.slice(1)).readings).toEqual([]);
  });
});

test('a green verdict names the fails that do not gate', () => {
  const green = { ...footer, exit: 0, gating: 0, reasons: [] };
  const text = drawn([
    header,
    fails('echo/token/a', { gates: false, level: 'should' }),
    fails('echo/token/b', { gates: false, level: 'may' }),
    fails('echo/token/c', { gates: false, waived: 'known' }),
    fails('echo/token/d', { gates: false, dialect: 'text' }),
    green,
  ]);
  expect(text).toMatch(/GREEN [^\n]+\n {2}3 fails do not gate: 1 may, 1 of another reading, 1 should\n$/);
  expect(drawn([header, passed, green])).toMatch(/GREEN [^\n]+\n$/);
});
