import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{reference,vectors,suites,runners,reports,bin,bench,checks,scripts}/**/*.test.ts'],
    maxConcurrency: 16,
    // Most tests wait for processes and sockets: three at once keep two cores busy, and halve the time.
    maxWorkers: 3,
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
