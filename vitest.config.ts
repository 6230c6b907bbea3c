import { defineConfig } from 'vitest/config';

const rooms = ['reference', 'vectors', 'suites', 'runners', 'reports', 'bin', 'bench', 'checks', 'scripts'];

export default defineConfig({
  test: {
    include: [`{${rooms}}/**/*.test.ts`, '*.test.ts'],
    // Gives every property its seed.
    setupFiles: 'checks/property_seed.ts',
    // Checks of minutes, many processes or measured time are vitest.checks.config.ts.
    maxConcurrency: 16,
    // Files share a worker's modules: to load them for each file took half of the CPU. A test that needs a world of
    // its own spawns it.
    isolate: false,
    // Two keep two cores busy; a third only makes the others late.
    maxWorkers: 2,
    // No deadline of a test decides what it proves: on a machine that others use, all take several times as long.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 50_000 } },
  },
});
