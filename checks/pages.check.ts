/**
 * Runs the commands of the pages, in order, and compares their output with the pages. A commit runs a third of the
 * pages, chosen by its hash; `CONFORM_ALL=1` runs all.
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
