/** What somebody does who adds something: the pages are performed in a clone, one after the other. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inPackage } from '../package.js';
import { cloneBuilt } from './packed/copied.js';
import { contributing } from './pages/pages.js';
import { Performance } from './pages/perform.js';

let home = '';
let clone = '';
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'conform-clone-'));
  clone = cloneBuilt(join(home, 'clone'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

test.each(contributing)('%s', async (path) => {
  const performed = await new Performance({ folder: clone }).perform(readFileSync(inPackage(path), 'utf8'));
  expect(performed).toBeGreaterThan(2);
});
