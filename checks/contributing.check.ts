/**
 * What somebody does who adds something: the pages are performed in a clone, one after the other. A commit performs one of
 * the worked examples, chosen by its hash; `CONFORM_ALL=1` performs all of them. The page of a protocol is performed by
 * `checks/fourth_protocol.check.ts`.
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
