import { build } from 'esbuild';
import { inPackage } from '../../package.js';

/** Bundles the client for a page. A module that browsers lack is an error here. */
export async function pageScript(): Promise<string> {
  const bundled = await build({
    entryPoints: [inPackage('checks', 'browser', 'page.mjs')],
    bundle: true,
    format: 'iife',
    platform: 'browser',
    write: false,
    logLevel: 'silent',
  });
  return bundled.outputFiles[0]?.text ?? '';
}
