/** The HTML report in Chromium: what it shows, filters and links to, and that it runs no text of a target. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sample } from 'fast-check';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Background, noBackground } from '../reports/background.js';
import { header, run } from '../reports/example.js';
import { draw } from '../reports/testing/draw.js';
import { hostile, hostileRun } from '../reports/testing/hostile.js';
import type { Line, Result } from '../suites/model.js';
import { seriousFaults } from './browser/accessible.js';
import { findChromium, open } from './browser/chromium.js';

const folder = mkdtempSync(join(tmpdir(), 'conform-page-'));
afterAll(() => rmSync(folder, { recursive: true }));

const program = findChromium();
const clause = {
  id: 'ECHO-7-1',
  protocol: 'echo',
  section: '7',
  level: 'must',
  text: 'A clause.',
} as const;

describe.skipIf(program === undefined)('a page in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await open({ program: program ?? '' });
  });
  afterAll(() => browser.close());

  /** Each error, request or dialog of the page is a fault. */
  async function shown(
    lines: readonly Line[],
    options: Parameters<Browser['newPage']>[0] = {},
    hash = '',
    background: Background = noBackground,
  ) {
    const page = await browser.newPage(options);
    const faults: string[] = [];
    page.on('console', (message) => faults.push(message.text()));
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('dialog', (dialog) => {
      faults.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (!/^(file|data):/.test(request.url())) faults.push(`asks for ${request.url()}`);
    });
    const file = join(folder, 'page.html');
    writeFileSync(file, draw('html', lines, { background }));
    await page.goto(`${pathToFileURL(file).href}${hash}`);
    await page.waitForSelector('.found:not(:text("Sorting..."))');
    return { page, faults };
  }

  const rows = (page: Page) => page.locator('.result').count();

  it.each(['light', 'dark'] as const)('has no serious fault of accessibility, %s', async (colorScheme) => {
    const { page, faults } = await shown(run, { colorScheme });
    expect(await seriousFaults(page)).toEqual([]);
    await page.locator('.result a').first().click();
    await page.waitForSelector('dialog[open]');
    expect(await seriousFaults(page)).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('shows the verdict first, and a failure with both sides', async () => {
    const { page } = await shown(run);
    expect(await page.locator('h1').textContent()).toBe('Red');
    const cause = page.locator('.cause').first();
    expect(await cause.textContent()).toMatch(/bytes\s*40 bytes expected, 35 received/);
    expect(await cause.textContent()).toContain("--only 'echo/token/bad-mac'");
  });

  it('shows how many mutants the cases kill, for the protocol and for each clause', async () => {
    const [begin, ...rest] = run;
    if (begin?.kind !== 'header') throw new Error('no header');
    const specs = begin.specs.map((one) => ({ ...one, mutants: { killed: 255, of: 256 } }));
    const background = {
      ...noBackground,
      catalogue: () => ({ clauses: [{ ...clause, mutants: { killed: 3, of: 4 } }], findings: [] }),
    };
    const { page } = await shown([{ ...begin, specs }, ...rest], {}, '', background);
    expect(await page.locator('h3').first().textContent()).toBe('echo kill rate 99.6 %: 255 of 256 mutants');
    const square = page.getByRole('button', { name: clause.id }).first();
    expect(await square.getAttribute('title')).toMatch(/\nkill rate 75 %: 3 of 4 mutants$/);
    expect(await seriousFaults(page)).toEqual([]);
  });

  it('filters by text, verdict and section, and says when nothing matches', async () => {
    const { page } = await shown(run);
    expect(await rows(page)).toBe(5);
    await page.keyboard.press('/');
    await page.keyboard.type('bad-mac');
    expect(await rows(page)).toBe(1);
    await page.keyboard.type(' nowhere');
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByRole('button', { name: 'error', exact: true }).click();
    expect(await page.locator('.result').textContent()).toContain('echo/4.2/ours');
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByLabel('Section').selectOption('echo 5.3');
    expect(await rows(page)).toBe(1);
  });

  it('opens the result in a link, moves on by keyboard, and closes with Escape', async () => {
    const { page } = await shown(run, {}, '#echo/token/bad-mac');
    const id = page.locator('dialog .id');
    expect(await id.textContent()).toBe('echo/token/bad-mac');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => id.textContent()).toBe('echo/token/dialect');
    expect(page.url()).toMatch(/#echo\/token\/dialect$/);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('dialog').count()).toBe(0);
    expect(page.url()).not.toContain('#');
  });

  it('moves through the results by keyboard only', async () => {
    const { page } = await shown(many(500));
    await page.locator('.virtual').focus();
    for (const key of ['End', 'ArrowUp', 'Enter']) {
      await page.keyboard.press(key);
      if (key !== 'Enter') await page.waitForSelector('.result a:focus');
    }
    expect(await page.locator('dialog .id').textContent()).toBe('echo/token/n498');
  });

  it('keeps few rows in the page, however many results there are', async () => {
    const { page } = await shown(many(20_000));
    expect(await page.locator('.found').textContent()).toBe('20,000 results');
    expect(await rows(page)).toBeLessThan(100);
  });

  it('compares implementations, and shows the bytes and the command of an opened cell', async () => {
    const { page, faults } = await shown([...run, ...changed('exec:other', 'bad-mac')]);
    expect(await page.locator('h1').textContent()).toBe('2 implementations');
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByLabel('Only where they differ').check();
    expect(await page.locator('.clause-id').allTextContents()).toEqual(['ECHO-7-2', 'ECHO-7-3']);
    await page.getByRole('button', { name: 'ECHO-7-2, exec:other: hold' }).focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    const sheet = await page.locator('dialog[open]').textContent();
    expect(sheet).toMatch(/bytes\s*40 bytes expected, 35 received/);
    expect(sheet).toContain("conform run --target 'exec:./adapter' --only 'echo/token/bad-mac'");
    expect(await seriousFaults(page)).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('fits a phone, however long the name of a target is', async () => {
    const long = changed(`exec:/${'long'.repeat(60)}`, 'bad-mac');
    for (const lines of [long, [...run, ...long]]) {
      const { page } = await shown(lines, { viewport: { width: 320, height: 640 } });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
    }
  });

  it('shows what changed between two runs of one target', async () => {
    const { page, faults } = await shown([...run, ...changed('exec:adapter', 'bad-mac')]);
    expect(await page.locator('#changes').textContent()).toMatch(/Fixed\s*1.*echo\/token\/bad-mac/);
    expect(await seriousFaults(page)).toEqual([]);
    await page.locator('#changes a').click();
    expect(await page.locator('dialog .pill').textContent()).toBe('pass');
    expect(faults).toEqual([]);
  });

  it('shows the verdict and the failures without scripts', async () => {
    const page = await browser.newPage({ javaScriptEnabled: false });
    writeFileSync(join(folder, 'plain.html'), draw('html', run));
    await page.goto(pathToFileURL(join(folder, 'plain.html')).href);
    expect(await page.locator('main').textContent()).toMatch(/RED: exec:adapter[\s\S]*echo\/token\/bad-mac/);
  });

  it('prints each failure in full, and all results', async () => {
    const { page } = await shown(many(300));
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    await expect.poll(() => rows(page)).toBe(300);
  });

  it('shows everything that a target sends as plain text', async () => {
    const tags = new Set<string>();
    for (const evil of sample(hostile, { numRuns: 6, seed: 1 })) {
      const { page, faults } = await shown(hostileRun(`${evil}<img src=x onerror=alert(1)>`).lines);
      await page.getByRole('button', { name: 'fail', exact: true }).click();
      await page.locator('.result a').first().click();
      await page.waitForSelector('dialog[open]');
      for (const tag of await page.evaluate<string[]>(
        'Array.from(document.body.querySelectorAll("*"), (one) => one.localName)',
      ))
        tags.add(tag);
      expect(await page.locator('dialog h2').textContent()).toContain('<img src=x onerror=alert(1)>');
      expect(faults).toEqual([]);
      await page.close();
    }
    expect(
      [...tags].filter((tag) => ['img', 'iframe', 'object', 'embed', 'link', 'base', 'form'].includes(tag)),
    ).toEqual([]);
  });
});

/** The run of the examples for another target, a day later, with one more passed case. */
const changed = (target: string, fixed: string): Line[] =>
  run.map((line): Line => {
    if (line.kind === 'header') {
      return {
        ...line,
        started: '2026-01-03T00:00:00Z',
        targets: line.targets.map((one) => ({ ...one, name: target })),
      };
    }
    if (line.kind === 'footer') return line;
    return { ...line, target, ...(line.id.endsWith(fixed) ? { verdict: 'pass' as const } : {}) };
  });

function many(count: number): Line[] {
  const ids = Array.from({ length: count }, (_, at) => `echo/token/n${at}`);
  const [, example] = run as readonly [unknown, Result];
  const counts = { pass: count, fail: 0, skip: 0, blocked: 0, error: 0 };
  const target = example.target;
  return [
    { ...header, plan: { hash: 'f00d', cases: [{ target, ids }] } },
    ...ids.map((id): Result => ({ ...example, id })),
    { ...(run.at(-1) as Extract<Line, { kind: 'footer' }>), counts, planned: count },
  ];
}
