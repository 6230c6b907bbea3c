/**
 * Runs the worked examples of CONTRIBUTING in a clone, one after the other. A commit runs one of them, chosen by its
 * hash; `CONFORM_ALL=1` runs all of them. `checks/fourth_protocol.check.ts` runs the page about a new protocol.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inPackage } from '../package.js';
import { inTurn } from './commit_turn.js';
import { cloneBuilt } from './packed/copied.js';
import { inClone, type Page, worked } from './pages/pages.js';
import { Performance } from './pages/perform.js';

let home = '';
let clone = '';
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'conform-clone-'));
  clone = cloneBuilt(join(home, 'clone'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

test.each([...inClone.map((path): Page => ({ path })), ...inTurn(worked)])(
  '$path',
  async ({ path, lacks }) => {
    const missing = await lacks?.();
    if (missing !== undefined) {
      console.log(`skipped: ${path}: ${missing}`);
      return;
    }
    const performed = await new Performance({ folder: clone }).perform(readFileSync(inPackage(path), 'utf8'));
    expect(performed).toBeGreaterThan(2);
  },
);
