import { defineConfig } from 'vitest/config';
import { inTurn } from './checks/commit_turn.js';

/** What takes a minute each. With CONFORM_TURNS=1, as `.ci/run` sets it, a commit asks one of these sets. */
const sets = [
  ['package', 'fourth_protocol', 'fuzz_live'],
  ['contributing', 'optional', 'report_page'],
  ['pages'],
] as const;
const asked = process.env['CONFORM_TURNS'] === '1' ? inTurn(sets) : sets;
const left = sets.filter((set) => !asked.includes(set)).flat();
if (left.length > 0) process.stdout.write(`the turn of another commit: ${left.join(', ')}\n`);

/** What needs minutes, spawns many processes or measures time: `npm run checks`, and `.ci/run`. */
export default defineConfig({
  test: {
    include: ['checks/**/*.check.ts'],
    exclude: left.map((name) => `checks/${name}.check.ts`),
    maxConcurrency: 8,
    maxWorkers: 2,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
