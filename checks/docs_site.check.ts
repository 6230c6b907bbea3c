/** Builds the site of the documentation without warnings, and reads, searches and follows its links in Chromium. */
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, extname, join, resolve } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inPackage } from '../package.js';
import { findChromium, open } from './browser/chromium.js';
import { spawned } from './packed/unpacked.js';

let out = '';
beforeAll(() => {
  out = mkdtempSync(join(tmpdir(), 'conform-site-'));
  const installed = spawned(
    'npm',
    ['ci', '--prefix', 'docs/site', '--no-audit', '--no-fund', '--loglevel=warn'],
    inPackage(),
  );
  expect(installed.stderr).toBe('');
  const built = spawned(process.execPath, ['docs/site/build.mjs', out], inPackage());
  expect(built.stdout + built.stderr).toBe('');
  expect(built.status).toBe(0);
});
afterAll(() => rmSync(out, { recursive: true, force: true }));

const pages = (): string[] =>
  readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html'));

describe('the site', () => {
  it('has the tasks, the data and the API', () => {
    const names = pages();
    for (const name of ['Test_a_Punch_broker', 'Exit_codes', 'Findings_in_punch', 'Vectors_of_openhost']) {
      expect(names.some((page) => page.includes(name))).toBe(true);
    }
    for (const name of ['reference_punch_token', 'vectors', 'engine', 'stream', 'vitest', 'bytes'])
      expect(names).toContain(join('modules', `p2p-conform_${name}.html`));
    expect(names).not.toContain(join('documents', 'index.html'));
  });

  it('has no broken link', () => {
    const ids = new Map<string, Set<string>>();
    const idsOf = (file: string): Set<string> => {
      const known = ids.get(file);
      if (known) return known;
      const found = new Set(
        [...readFileSync(file, 'utf8').matchAll(/\bid="([^"]+)"/g)].map(([, id = '']) => id),
      );
      ids.set(file, found);
      return found;
    };
    const dead: string[] = [];
    let links = 0;
    for (const page of pages()) {
      const file = join(out, page);
      for (const [, href = ''] of readFileSync(file, 'utf8').matchAll(/<a [^>]*href="([^"]+)"/g)) {
        if (/^(?:[a-z]+:|#$)/.test(href)) continue;
        links++;
        const [path = '', anchor] = href.split('#');
        const target = path === '' ? file : resolve(dirname(file), decodeURIComponent(path));
        try {
          if (anchor && !idsOf(target).has(decodeURIComponent(anchor))) dead.push(`${page}: ${href}`);
          else if (!anchor) readFileSync(target);
        } catch {
          dead.push(`${page}: ${href}`);
        }
      }
    }
    expect(links).toBeGreaterThan(500);
    expect(dead).toEqual([]);
  });
});

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
};

/** Serves the site like a static file host. */
function serve(): Server {
  return createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const path = pathname === '/' ? '/index.html' : decodeURIComponent(pathname);
    try {
      const body = readFileSync(join(out, path));
      response.setHeader('Content-Type', TYPES[extname(path)] ?? 'text/plain');
      response.end(body);
    } catch {
      response.statusCode = path === '/favicon.ico' ? 204 : 404;
      response.end();
    }
  }).listen(0, '127.0.0.1');
}

const program = findChromium();

describe.skipIf(program === undefined)('the site in Chromium', () => {
  let browser: Browser;
  let page: Page;
  let server: Server;
  let home = '';
  const faults: string[] = [];
  beforeAll(async () => {
    browser = await open({ program: program ?? '' });
    page = await browser.newPage({ colorScheme: 'dark' });
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('requestfailed', (request) => faults.push(`${request.url()} failed`));
    page.on('response', (response) => {
      if (response.status() >= 400 || !response.url().startsWith(home)) faults.push(response.url());
    });
    server = serve();
    await once(server, 'listening');
    home = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    await page.goto(home);
  });
  afterAll(async () => {
    await browser.close();
    server.close();
  });

  it('follows the color scheme of the reader', async () => {
    const background = async () =>
      (await page.evaluate<string>('getComputedStyle(document.body).backgroundColor'))
        .match(/\d+/g)
        ?.map(Number) ?? [];
    expect(Math.max(...(await background()))).toBeLessThan(80);
    await page.emulateMedia({ colorScheme: 'light' });
    expect(Math.min(...(await background()))).toBeGreaterThan(200);
  });

  it('leads from a task to its page', async () => {
    await page.getByRole('link', { name: 'broker', exact: true }).first().click();
    await page.waitForURL(/Test_a_Punch_broker/);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Test a Punch broker');
  });

  it('leads from the home page to the pages made from the data', async () => {
    await page.goto(home);
    await page.locator('.col-content').getByRole('link', { name: 'look something up' }).click();
    await page.locator('.col-content').getByRole('link', { name: 'Exit codes' }).click();
    await page.waitForURL(/Exit_codes/);
  });

  it('shows the name of each module to its end', async () => {
    await page.goto(`${home}modules/p2p-conform_engine.html`);
    const names = page.locator('.tsd-navigation').getByText('reference/', { exact: false });
    await names.first().waitFor();
    const end = async (one: Locator): Promise<number> => {
      const box = await one.boundingBox();
      return box === null ? 0 : box.x + box.width;
    };
    const menu = await end(page.locator('.site-menu'));
    expect(menu).toBeGreaterThan(0);
    for (const name of await names.all()) expect(await end(name)).toBeLessThanOrEqual(menu);
    expect(await names.count()).toBeGreaterThan(20);
  });

  it('finds words of the pages and of the API', async () => {
    for (const [words, found] of [
      ['half-close', /Live cases of tunnel|Run the lab/],
      ['describeVectors', /describeVectors/],
    ] as const) {
      await page.keyboard.press('Escape');
      await page.locator('#tsd-search-trigger').click();
      await page.locator('#tsd-search-input').fill(words);
      await page.locator('#tsd-search-results a').first().waitFor();
      await expect.poll(() => page.locator('#tsd-search-results').textContent()).toMatch(found);
    }
  });

  it('shows no error and asks no other host', () => {
    expect(faults).toEqual([]);
  });
});
