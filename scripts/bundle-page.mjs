/**
 * Bundles the scripts and the style of the HTML report and of the site into `dist/page`, so that drawing a report needs
 * no package.
 */
import { build } from 'esbuild';
import { inPackage } from '../dist/package.js';

await build({
  entryPoints: {
    report: inPackage('reports', 'page', 'main.tsx'),
    search: inPackage('reports', 'page', 'search.ts'),
  },
  bundle: true,
  minify: true,
  format: 'iife',
  platform: 'browser',
  target: ['chrome111', 'firefox113', 'safari16.4'],
  tsconfig: inPackage('reports', 'page', 'tsconfig.json'),
  charset: 'ascii',
  legalComments: 'none',
  outdir: inPackage('dist', 'page'),
  logLevel: 'warning',
});
