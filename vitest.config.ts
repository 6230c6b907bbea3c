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
    maxConcurrency: 16,
    // Most tests wait for processes and sockets: three at once keep two cores busy, and halve the time.
    maxWorkers: 3,
    testTimeout: 20_000,
    hookTimeout: 20_000,
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
