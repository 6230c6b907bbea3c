import { readdirSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const rooms = ['reference', 'vectors', 'suites', 'runners', 'reports', 'bin', 'bench', 'checks', 'scripts'];

/** What imports fast-check states properties, and runs under a seed that the setup file sets. */
const properties = rooms
  .flatMap((room) =>
    readdirSync(room, { recursive: true, encoding: 'utf8' }).map((name) => `${room}/${name}`),
  )
  .filter((path) => path.endsWith('.test.ts') && readFileSync(path, 'utf8').includes("from 'fast-check'"));

export default defineConfig({
  test: {
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
    projects: [
      {
        extends: true,
        test: { name: 'properties', include: properties, setupFiles: 'checks/property_seed.ts' },
      },
      {
        extends: true,
        test: { name: 'examples', include: [`{${rooms}}/**/*.test.ts`, '*.test.ts'], exclude: properties },
      },
    ],
  },
});
