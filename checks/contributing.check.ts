/**
 * What somebody does who adds something: the pages are performed in a clone, one after the other. A commit performs one of
 * the worked examples, chosen by its hash; `CONFORM_ALL=1` performs all of them.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inPackage } from '../package.js';
import { cloneBuilt } from './packed/copied.js';
import { spawned } from './packed/unpacked.js';
import { inClone, worked } from './pages/pages.js';
import { Performance } from './pages/perform.js';

let home = '';
let clone = '';
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'conform-clone-'));
  clone = cloneBuilt(join(home, 'clone'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Without a commit to choose by, none is left out. */
function inTurn(pages: readonly string[]): readonly string[] {
  const { stdout } = spawned('git', ['rev-parse', 'HEAD'], inPackage());
  const hash = /^[0-9a-f]{8}/.exec(stdout)?.[0];
  if (hash === undefined || process.env['CONFORM_ALL'] === '1') return pages;
  const at = Number.parseInt(hash, 16) % pages.length;
  return pages.slice(at, at + 1);
}

test.each([...inClone, ...inTurn(worked)])('%s', async (path) => {
  const performed = await new Performance({ folder: clone }).perform(readFileSync(inPackage(path), 'utf8'));
  expect(performed).toBeGreaterThan(2);
});
