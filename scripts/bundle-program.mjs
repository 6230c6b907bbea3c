/**
 * Joins our own modules to few files in `dist/program`: Node reads and links 300 small modules more slowly than it runs
 * the default run. Packages stay where npm put them.
 */
import { rmSync } from 'node:fs';
import { build } from 'esbuild';
import { inPackage } from '../dist/package.js';

const outdir = inPackage('dist', 'program');
rmSync(outdir, { recursive: true, force: true });
await build({
  entryPoints: [inPackage('dist', 'bin', 'conform.js')],
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  packages: 'external',
  outdir,
  logLevel: 'warning',
});
