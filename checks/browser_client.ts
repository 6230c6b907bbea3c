/**
 * The client under test is a page in Chromium. `conform run` puts the client suite to it, and must find a page that
 * requests the wrong binding mode.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inPackage } from '../package.js';
import { quoteWord } from '../runners/exec/words.js';
import type { Line, Result } from '../suites/model.js';
import { findChromium, serveChromium } from './browser/chromium.js';

/** The --timeout of the run of all cases. */
const limit = '8m';
const binding = 'openhost/3.3/client-browser-binding';
const folder = mkdtempSync(join(tmpdir(), 'conform-browser-'));

/** Runs the cases against a page with this binding mode. Returns the failures, and whether all cases ran. */
async function put(
  endpoint: string,
  mode: 'cert_fp' | 'exporter',
  only: readonly string[],
): Promise<{ readonly results: readonly Result[]; readonly whole: boolean }> {
  const client = [process.execPath, inPackage('dist', 'checks', 'browser', 'client.js')].map(quoteWord);
  const options = `--chromium ${endpoint} --binding ${mode} --relay {relay} --relay {relay2}`;
  const target = `openhost-client:${client.join(' ')} ${options} {url}`;
  const stream = join(folder, `${mode}.jsonl`);
  const words = ['run', '--quiet', '--browser', '--target', target, '--timeout', limit, ...only];
  const run = [inPackage('dist', 'bin', 'conform.js'), ...words, '--report', `jsonl=${stream}`];
  await new Promise<void>((resolve, reject) => {
    const child = spawn(process.execPath, run, { stdio: 'inherit' });
    child.on('error', reject);
    child.on('close', () => resolve());
  });
  const lines = readFileSync(stream, 'utf8').trimEnd().split('\n');
  const read = lines.map((line): Line => JSON.parse(line));
  return {
    results: read.filter((line) => line.kind === 'result'),
    whole: read.some((line) => line.kind === 'footer' && line.notRun === 0),
  };
}

async function check(endpoint: string): Promise<{ passed: number; failed: number }> {
  const counts = { passed: 0, failed: 0 };
  const count = (right: boolean, text: string) => {
    if (right) counts.passed += 1;
    else counts.failed += 1;
    console.log(`${right ? 'ok  ' : 'FAIL'} ${text}`);
  };
  const { results, whole } = await put(endpoint, 'cert_fp', []);
  for (const { id, verdict, gates, dialect, reason = '', checks = [] } of results) {
    // A case of a dialect that the page does not follow.
    if (verdict === 'fail' && !gates && dialect !== undefined) continue;
    const seen = checks.map(({ observed }) => JSON.stringify(observed)).join(' ');
    count(verdict === 'pass', verdict === 'pass' ? id : `${id} ${verdict}: ${reason} ${seen}`);
  }
  count(whole, 'every case was put to it');
  const wrong = await put(endpoint, 'exporter', ['--only', binding]);
  const found = wrong.results.length === 1 && wrong.results[0]?.verdict === 'fail';
  count(found, 'a page that asks for the exporter is found');
  return counts;
}

try {
  const program = findChromium();
  if (program === undefined) console.log('skipped: there is no chromium');
  else {
    const chromium = await serveChromium(program);
    const { passed, failed } = await check(chromium.endpoint).finally(chromium.close);
    console.log(`${passed} passed, ${failed} failed: cases put to a page in Chromium`);
    process.exitCode = failed === 0 ? 0 : 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
