/** A page of 100,000 results in Chromium: the time to its first content, and of a key press in the filter. */
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

/** From the key press to the frame that shows the result. */
const KEY = `(key) => new Promise((resolve) => {
  const input = document.getElementById('filter-text');
  const started = performance.now();
  input.value += key;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - started)));
})`;

/** Milliseconds. The CPU time of the page does not depend on other work on this machine, unlike the elapsed time. */
interface Key {
  readonly elapsed: number;
  readonly own: number;
}

async function keystrokes(page: Page): Promise<Key> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busy = async (): Promise<number> => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    const seconds = metrics.find(({ name }) => name === 'TaskDuration')?.value;
    if (seconds === undefined) throw new Error('this Chromium does not tell how long its tasks take');
    return 1000 * seconds;
  };
  let slowest: Key = { elapsed: 0, own: 0 };
  for (const key of TYPED) {
    const before = await busy();
    const elapsed = await page.evaluate<number>(`(${KEY})(${JSON.stringify(key)})`);
    const own = (await busy()) - before;
    slowest = { elapsed: Math.max(slowest.elapsed, elapsed), own: Math.max(slowest.own, own) };
  }
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
        what: `${KEYSTROKE} ms against the slowest key in the filter (${slowest.own.toFixed(1)} ms of the processor)`,
        ratio: KEYSTROKE / slowest.own,
        target: 1,
      },
      {
        what: `${KEYSTROKE} ms against the slowest key until it is seen (${slowest.elapsed.toFixed(1)} ms)`,
        ratio: KEYSTROKE / slowest.elapsed,
      },
    ];
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
}

export const benches = [{ name: 'reports/page', run }];
