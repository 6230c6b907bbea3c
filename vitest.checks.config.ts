import { defineConfig } from 'vitest/config';

/** What needs minutes, spawns many processes or measures time: `npm run checks`, and `.ci/run`. */
export default defineConfig({
  test: {
    include: ['checks/**/*.check.ts'],
    maxConcurrency: 8,
    maxWorkers: 2,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
