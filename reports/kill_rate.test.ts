import { expect, test } from 'vitest';
import type { Line } from '../suites/model.js';
import { header, run } from './example.js';
import { killRates } from './kill_rate.js';
import { readHar, readJunit, readMarkdown, readSarif, readSvg, readTap } from './testing/consumers.js';
import { draw } from './testing/draw.js';

const [spec] = header.specs;
const rated = (mutants: { killed: number; of: number }, protocol = 'echo'): typeof header => ({
  ...header,
  specs: spec === undefined ? [] : [{ ...spec, protocol, mutants }],
});
const lines = (of: typeof header): readonly Line[] => [of, ...run.slice(1)];
const RATE = 'echo: kill rate 66.6 %: 2 of 3 mutants';
const twoOfThree = lines(rated({ killed: 2, of: 3 }));

test('each report that has a header shows there how many mutants its cases kill', async () => {
  expect(draw('console', twoOfThree).split('\n').slice(0, 3)).toContain(RATE);
  expect(readMarkdown(draw('markdown', twoOfThree)).html).toContain(RATE);
  const tap = draw('tap', twoOfThree);
  expect(tap.split('\n')[2]).toBe(`# ${RATE}`);
  expect(readTap(tap).stray).toEqual([]);
  expect(draw('junit', twoOfThree)).toContain(`<property name="mutants" value="${RATE}"/>`);
  expect((await readJunit(draw('junit', twoOfThree))).suites).toMatchObject({ tests: 5 });
  expect(readSarif(draw('sarif', twoOfThree)).runs[0]?.tool.driver.properties).toEqual({ killRates: [RATE] });
  expect(readHar(draw('har', twoOfThree)).log.creator.comment).toBe(RATE);
  expect(readSvg(draw('badge', twoOfThree)).svg.desc).toBe(RATE);
});

test.each([
  ['of a protocol that the run does not ask about', rated({ killed: 1, of: 1 }, 'other')],
  ['of a protocol without a mutant', rated({ killed: 0, of: 0 })],
  ['that nobody recorded', header],
])('no report shows a rate %s', (_, head) => {
  expect(killRates(head)).toEqual([]);
  for (const kind of ['console', 'markdown', 'tap', 'junit', 'sarif', 'har', 'badge'])
    expect(draw(kind, lines(head))).not.toMatch(/kill rate|killRates/);
});

test('a name of a protocol puts nothing into a report that a terminal would act on', () => {
  const evil = rated({ killed: 1, of: 1 }, 'echo\x1b[2J');
  const asked = { ...evil, plan: { hash: 'x', cases: [{ target: 't', ids: ['echo\x1b[2J/a/b'] }] } };
  expect(killRates(asked).join()).not.toContain('\x1b');
});
