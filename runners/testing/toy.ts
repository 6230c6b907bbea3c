/** A protocol with one section, and a target that does nothing, for tests of the engine. */
import { defineCase } from '../../suites/case.js';
import type { Case, Footer, Header, Level, Result, Target } from '../../suites/model.js';
import { type RunOptions, run } from '../run.js';

export type Body = Case['run'];

export const passes: Body = async ({ expect }) => expect.equal('holds', true, true);
export const fails: Body = async ({ expect }) => expect.equal('holds', false, true);

export const question = (slug: string, body: Body, more: Partial<Case> = {}): Case => ({
  ...defineCase({
    id: `alpha/1/${slug}`,
    title: slug,
    why: '',
    requires: ['ALPHA-1-1'],
    expects: 'service',
    ports: [],
    run: body as () => ReturnType<Body>,
  }),
  ports: ['codec'],
  ...more,
});

export const target = (more: Partial<Target> = {}): Target => ({
  name: 'toy',
  kind: 'toy',
  capabilities: null,
  ports: { codec: () => ({ ask: () => ({ accept: null }) }) },
  concurrency: 4,
  production: false,
  close: async () => {},
  ...more,
});

export async function runWith(cases: readonly Case[], more: Partial<RunOptions> = {}, on = target()) {
  const lines: (Header | Result | Footer)[] = [];
  const footer = await run({
    cases,
    targets: [{ target: on, rerun: 'conform run' }],
    level: 'must' as Level,
    jobs: 4,
    seed: 1,
    specs: [],
    tool: { name: 'conform', version: '0' },
    signal: new AbortController().signal,
    line: (line) => lines.push(line),
    ...more,
  });
  const results = lines.filter((line): line is Result => line.kind === 'result');
  const verdicts = Object.fromEntries(
    results.map(({ id, verdict }) => [id.slice('alpha/1/'.length), verdict]),
  );
  return { footer, lines, results, verdicts };
}
