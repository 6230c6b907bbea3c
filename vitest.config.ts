import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{reference,vectors,suites,runners,reports,bin,bench,checks}/**/*.test.ts'],
    maxConcurrency: 16,
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
