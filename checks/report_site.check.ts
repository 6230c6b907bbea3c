/**
 * Builds the site of the reference and of the example and interop programs that are built here, follows its links, and
 * opens it in Chromium.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conform } from '../bin/testing/conform.js';
import { brokenLinks } from '../reports/testing/links.js';
import { quoteWord } from '../runners/exec/words.js';
import { builtFile } from '../runners/tunnel/built_file.js';
import { labRefused } from '../runners/tunnel/namespaces.js';
import { seriousFaults } from './browser/accessible.js';
import { findChromium, open } from './browser/chromium.js';
import { buildExample, canBuild, examples } from './examples/build.js';
import { peerIfBuilt } from './interop/rust.js';

const folder = mkdtempSync(join(tmpdir(), 'conform-site-'));
afterAll(() => rmSync(folder, { recursive: true }));
const out = join(folder, 'public');
const made = examples.filter(canBuild).map(buildExample);
afterAll(() => made.forEach(({ folder: copy }) => void rmSync(copy, { recursive: true, force: true })));
const adapters = made.map(({ command }) => `exec:${command}`);
const files = new Map<string, string>();

/** A few cases of each implementation. The checks of interop run all cases. */
const ASKED = [
  { crate: 'tunnel-rs', program: 'tunnel-rs', only: 'tunnel/tcp/half-close', how: 'tunnel:PROGRAM' },
  {
    crate: 'tunnel-rs-0-97',
    program: 'tunnel-rs-0-97',
    only: 'tunnel/tcp/half-close',
    how: 'tunnel:PROGRAM',
  },
  {
    crate: 'openhost-rs',
    program: 'openhost-interop',
    only: 'openhost/4/client-request',
    how: 'openhost-client:PROGRAM client --dialect deployed --patience 8 --relay {relay} --relay {relay2} --url {url}',
  },
] as const;
const refused = await labRefused();
const missing: string[] = [];
const interop = ASKED.flatMap(({ crate, program, only, how }) => {
  const noLab = how.startsWith('tunnel:') ? refused : undefined;
  const file = noLab === undefined ? peerIfBuilt(crate, program) : undefined;
  if (file === undefined) missing.push(`${crate} is not on the site: ${noLab ?? 'it is not built'}`);
  return file === undefined ? [] : [{ crate, only, target: how.replace('PROGRAM', quoteWord(file)) }];
});
/** The recording of a run of all references, which takes minutes. `.ci/run` makes it before. */
const references = process.env['CONFORM_REFERENCES'];
if (references === undefined)
  missing.push('the peers of the references are not on the site: CONFORM_REFERENCES names no recording');
for (const why of missing) console.log(why);

function recorded({ crate, only, target }: (typeof interop)[number]): void {
  const report = `jsonl=${join(folder, `${crate}.jsonl`)}`;
  const words = ['run', '--quiet', '--only', only, '--target', target, '--report', report];
  const { status } = spawnSync(process.execPath, [builtFile('bin/entry.js'), ...words], { timeout: 120_000 });
  expect(status).toBe(0);
}

beforeAll(async () => {
  if (references !== undefined) copyFileSync(references, join(folder, 'references.jsonl'));
  for (const one of interop) recorded(one);
  for (const [at, target] of ['reference:codecs', ...adapters, adapters[0] ?? ''].entries()) {
    const words = ['run', '--quiet', '--target', target, '--report', `jsonl=${join(folder, `${at}.jsonl`)}`];
    expect(await conform(words)).toMatchObject({ status: 0 });
  }
  expect(await conform(['report', 'site', '--from', folder, '--out', out])).toMatchObject({
    status: 0,
    stderr: '',
  });
  for (const entry of readdirSync(out, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) files.set(path.slice(out.length + 1), readFileSync(path, 'utf8'));
  }
});

it.skipIf(references === undefined)('has a page for the references, with live cases of each protocol', () => {
  const text = files.get('implementations/reference.html') ?? '';
  for (const id of ['punch/5/create', 'openhost/3/binds-exporter', 'tunnel/tcp/half-close'])
    expect(text).toContain(id);
});

it.skipIf(interop.length === 0)('has a page for each interop program that is built', () => {
  const named = [...files].filter(([path]) =>
    /^implementations\/(?:tunnel|openhost-client)-.*\.html$/.test(path),
  );
  expect(named).toHaveLength(interop.length);
  for (const [, text] of named) expect(interop.some(({ only }) => text.includes(only))).toBe(true);
});

it('has a page for each example that can be built here', () => {
  const named = [...files.keys()].filter((path) => /^implementations\/exec-.*\.html$/.test(path));
  expect(named).toHaveLength(adapters.length);
});

it('has a page for each clause, and no broken link', () => {
  expect([...files.keys()].filter((path) => path.startsWith('clauses/')).length).toBeGreaterThan(300);
  expect(brokenLinks(files)).toEqual([]);
});

const program = findChromium();

describe.skipIf(program === undefined)('in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await open({ program: program ?? '' });
  });
  afterAll(() => browser.close());

  async function shown(path: string) {
    const page = await browser.newPage();
    const faults: string[] = [];
    page.on('console', (message) => faults.push(message.text()));
    page.on('pageerror', (error) => faults.push(String(error)));
    await page.goto(pathToFileURL(join(out, path)).href);
    return { page, faults };
  }

  const implementation = (): string =>
    [...files.keys()].find((path) => path.startsWith('implementations/exec-') && path.endsWith('.html')) ??
    '';

  it.each([
    ['the matrix', () => 'index.html'],
    ['an implementation', implementation],
    ['a clause', () => 'clauses/PUNCH-7-6.html'],
    ['all clauses', () => 'clauses.html'],
    ['the search', () => 'search.html'],
  ])('%s has its style, no serious fault of accessibility, and nothing to complain of', async (_, path) => {
    const { page, faults } = await shown(path());
    expect(await page.evaluate('getComputedStyle(document.body).margin')).toBe('0px');
    expect(await seriousFaults(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.close();
  });

  it('links from the matrix to an implementation, and from a clause to its result there', async () => {
    const { page } = await shown('index.html');
    await page
      .getByRole('link', { name: /python/ })
      .first()
      .click();
    await page.waitForSelector('text=History: 2 runs');
    await page.goto(pathToFileURL(join(out, 'clauses/PUNCH-7-6.html')).href);
    await page.locator('a.said').first().click();
    await page.waitForSelector('dialog[open]');
    expect(page.url()).toMatch(/implementations\/[\w-]+\.html#punch\//);
  });

  it('finds a clause by its words', async () => {
    const { page } = await shown('search.html');
    await page.keyboard.type('base64url turn_ip');
    await expect.poll(() => page.locator('#told').textContent()).toMatch(/^\d+ found/);
    await page.locator('#search').fill('PUNCH-7-6');
    await page.locator('#found a').first().click();
    await page.waitForSelector('h1:text("PUNCH-7-6")');
  });
});
