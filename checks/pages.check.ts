/**
 * What the pages tell people to type works, in the order of the page, with the output that it shows. A commit performs a third
 * of them, chosen by its hash; `CONFORM_ALL=1` performs all.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inPackage } from '../package.js';
import { inTurn } from './commit_turn.js';
import { pages } from './pages/pages.js';
import { Performance } from './pages/perform.js';

test.each(inTurn(pages, 3))('$path', async ({ path, lacks, ...around }) => {
  const missing = await lacks?.();
  if (missing !== undefined) {
    console.log(`skipped: ${path}: ${missing}`);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'conform-page-'));
  try {
    const performed = await new Performance({ ...around, folder }).perform(
      readFileSync(inPackage(path), 'utf8'),
    );
    expect(performed).toBeGreaterThan(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
