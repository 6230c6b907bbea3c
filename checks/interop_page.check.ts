/** The page of `conform interop` in Chromium, for a right program, one with mistakes, and the reference. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conform } from '../bin/testing/conform.js';
import { inPackage } from '../package.js';
import { quoteWord } from '../runners/exec/words.js';
import { seriousFaults } from './browser/accessible.js';
import { findChromium, open } from './browser/chromium.js';

const program = findChromium();
const none = program === undefined || spawnSync('python3', ['--version']).status !== 0;
const python = (...words: readonly string[]): string =>
  `exec:python3 ${words.map((word) => quoteWord(word)).join(' ')}`;
const adapters = inPackage('examples', 'adapters', 'python');
const peers = {
  right: python(join(adapters, 'adapter.py')),
  wrong: python(inPackage('checks', 'five_mistakes', 'mistaken.py'), adapters, 'signs-the-text'),
};

describe.skipIf(none)('the page of an interop run', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'conform-interop-page-'));
  const file = join(folder, 'interop.html');
  let browser: Browser;
  beforeAll(async () => {
    const words = Object.entries(peers).flatMap(([name, target]) => ['--peer', `${name}=${target}`]);
    const report = ['--quiet', '--only', 'punch/token/**', '--report', `html=${file}`];
    expect((await conform(['interop', ...words, ...report])).status).toBe(1);
    browser = await open({ program: program ?? '' });
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  it.each(['light', 'dark'] as const)('has no serious fault of accessibility, %s', async (colorScheme) => {
    const page = await browser.newPage({ colorScheme });
    const faults: string[] = [];
    page.on('console', (message) => faults.push(message.text()));
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) faults.push(request.url());
    });
    await page.goto(pathToFileURL(file).href);
    // The style applies, so the content policy allows it.
    expect(await page.evaluate('getComputedStyle(document.querySelector("table")).borderCollapse')).toBe(
      'collapse',
    );
    expect(await seriousFaults(page)).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('blames only the wrong program, and links from its cell to the failures', async () => {
    const page = await browser.newPage();
    await page.goto(pathToFileURL(file).href);
    const cells = await page.locator('tr:has(th[scope="row"])').allTextContents();
    expect(cells.filter((row) => /fail/.test(row.replace(/^wrong/, '')))).not.toEqual([]);
    await page.locator('td.fail a').first().click();
    const place = await page.locator(':target').textContent();
    expect(place).toMatch(/wrong as (?:en|de)coder is at fault/);
    expect(await page.locator('section').allTextContents()).not.toContainEqual(
      expect.stringMatching(/(?:right|reference) as \w+ is at fault/),
    );
  });
});
