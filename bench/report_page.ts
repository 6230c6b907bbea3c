/** A page of 100,000 results in Chromium: how soon it shows something, and how long a key in the filter takes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { knownBackground } from '../bin/background.js';
import { findChromium, open } from '../checks/browser/chromium.js';
import { htmlReporter } from '../reports/html/html.js';
import { fileOutput } from '../reports/output.js';
import { type Measured, shareOf } from './model.js';
import { streamOf } from './recorded.js';

const COUNT = 100_000;
/** Milliseconds. */
const FIRST_CONTENT = 1500;
const KEYSTROKE = 100;
const TYPED = 'decode 99';

/** From a key until the frame that shows what it found. */
const KEY = `(key) => new Promise((resolve) => {
  const input = document.getElementById('filter-text');
  const started = performance.now();
  input.value += key;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - started)));
})`;

async function keystrokes(page: Page): Promise<number> {
  let slowest = 0;
  for (const key of TYPED)
    slowest = Math.max(slowest, await page.evaluate<number>(`(${KEY})(${JSON.stringify(key)})`));
  return slowest;
}

async function run(share: number): Promise<readonly Measured[]> {
  const program = findChromium();
  if (program === undefined) return [];
  const count = shareOf(COUNT, share);
  const folder = mkdtempSync(join(tmpdir(), 'conform-bench-'));
  const browser = await open({ program });
  try {
    const path = join(folder, 'page.html');
    const output = fileOutput(path);
    const reporter = htmlReporter(output, knownBackground);
    for (const line of streamOf(count)) reporter.line(line);
    reporter.end();
    output.close();
    const page = await browser.newPage();
    await page.goto(pathToFileURL(path).href);
    await page.waitForSelector('.result');
    const first = await page.evaluate<number>(
      'performance.getEntriesByName("first-contentful-paint")[0].startTime',
    );
    const whole = await page.evaluate<number>('performance.now()');
    const slowest = await keystrokes(page);
    const of = `of ${count} results`;
    return [
      {
        what: `${FIRST_CONTENT} ms against the first content ${of} (${Math.round(first)} ms)`,
        ratio: FIRST_CONTENT / first,
        target: 1,
      },
      {
        what: `${FIRST_CONTENT} ms against the list ${of} (${Math.round(whole)} ms)`,
        ratio: FIRST_CONTENT / whole,
      },
      {
        what: `${KEYSTROKE} ms against the slowest key in the filter (${slowest.toFixed(1)} ms)`,
        ratio: KEYSTROKE / slowest,
        target: 1,
      },
    ];
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
}

export const benches = [{ name: 'reports/page', run }];
