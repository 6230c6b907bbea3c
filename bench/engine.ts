/** The cost of the engine for each case (planning, context, judging, one line). The cases themselves do nothing. */
import { run } from '../runners/run.js';
import { defineCase } from '../suites/case.js';
import type { Case, Target } from '../suites/model.js';
import { shareOf } from './model.js';

const COUNT = 20_000;
const WANTED = 30;

const cases: Case[] = Array.from({ length: COUNT }, (_, i) =>
  defineCase({
    id: `bench/1/case-${i}`,
    title: 'does nothing',
    why: 'Nothing: the case measures the engine.',
    requires: [],
    expects: 'service',
    ports: ['codec'],
    async run({ expect }) {
      expect.equal('holds', true, true);
    },
  }),
);

const target: Target = {
  name: 'bench',
  kind: 'bench',
  capabilities: null,
  ports: { codec: () => ({ ask: () => ({ accept: null }) }) },
  concurrency: 64,
  production: false,
  close: async () => {},
};

async function once(count: number): Promise<number> {
  let bytes = 0;
  const before = process.cpuUsage();
  const footer = await run({
    cases: cases.slice(0, count),
    targets: [{ target, rerun: 'conform run' }],
    level: 'must',
    jobs: 8,
    seed: 1,
    specs: [],
    tool: { name: 'bench', version: '0' },
    signal: new AbortController().signal,
    line(line) {
      bytes += JSON.stringify(line).length;
    },
  });
  if (footer.counts.pass !== count || bytes === 0)
    throw new Error(`not all passed: ${footer.reasons.join()}`);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}

export const benches = [
  {
    name: 'engine/case',
    async run(share: number) {
      const count = shareOf(COUNT, share);
      let micros = Number.POSITIVE_INFINITY;
      for (let round = 0; round < 4; round++) micros = Math.min(micros, await once(count));
      return [
        {
          what: `${micros.toFixed(1)} µs of CPU a case, against ${WANTED}`,
          ratio: WANTED / micros,
          target: 1,
        },
      ];
    },
  },
];
