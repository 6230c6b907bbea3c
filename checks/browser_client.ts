/**
 * A page in Chromium is the client under test: `conform run` puts the suite of clients to it, and has to find one that
 * asks for the wrong binding mode.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inPackage } from '../package.js';
import { quoteWord } from '../runners/exec/words.js';
import type { Line, Result } from '../suites/model.js';
import { findChromium } from './browser/chromium.js';

const patienceMs = 300_000;
const binding = 'openhost/3.3/client-browser-binding';
const folder = mkdtempSync(join(tmpdir(), 'conform-browser-'));

async function put(mode: 'cert_fp' | 'exporter', only: readonly string[]): Promise<readonly Result[]> {
  const client = [process.execPath, inPackage('dist', 'checks', 'browser', 'client.js')].map(quoteWord);
  const command = [...client, '--binding', mode, '--relay {relay} --relay {relay2} {url}'].join(' ');
  const stream = join(folder, `${mode}.jsonl`);
  const words = ['run', '--quiet', '--browser', '--target', `openhost-client:${command}`, ...only];
  const run = [inPackage('dist', 'bin', 'conform.js'), ...words, '--report', `jsonl=${stream}`];
  await new Promise<void>((resolve, reject) => {
    const child = spawn(process.execPath, run, { stdio: 'inherit', timeout: patienceMs });
    child.on('error', reject);
    child.on('close', () => resolve());
  });
  const lines = readFileSync(stream, 'utf8').trimEnd().split('\n');
  return lines.map((line): Line => JSON.parse(line)).filter((line) => line.kind === 'result');
}

async function check(): Promise<{ passed: number; failed: number }> {
  const counts = { passed: 0, failed: 0 };
  const count = (right: boolean, text: string) => {
    if (right) counts.passed += 1;
    else counts.failed += 1;
    console.log(`${right ? 'ok  ' : 'FAIL'} ${text}`);
  };
  for (const { id, verdict, gates, dialect, reason = '', checks = [] } of await put('cert_fp', [])) {
    // In a reading that the page does not speak.
    if (verdict === 'fail' && !gates && dialect !== undefined) continue;
    const seen = checks.map(({ observed }) => JSON.stringify(observed)).join(' ');
    count(verdict === 'pass', verdict === 'pass' ? id : `${id} ${verdict}: ${reason} ${seen}`);
  }
  const wrong = await put('exporter', ['--only', binding]);
  count(wrong.length === 1 && wrong[0]?.verdict === 'fail', 'a page that asks for the exporter is found');
  return counts;
}

try {
  if (findChromium() === undefined) console.log('0 passed, 0 failed: skipped, there is no chromium');
  else {
    const { passed, failed } = await check();
    console.log(`${passed} passed, ${failed} failed: cases put to a page in Chromium`);
    process.exitCode = failed === 0 && passed > 1 ? 0 : 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
