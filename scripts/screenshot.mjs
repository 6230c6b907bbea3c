/**
 * Makes the picture of the report in the README: `node scripts/screenshot.mjs`. The target is our Python example
 * adapter with two mistakes. Needs a build, Python and Chromium.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findChromium, open } from '../dist/checks/browser/chromium.js';
import { inPackage } from '../dist/package.js';

const MISTAKES = [
  ['punch_token.py', 'given["now"] >= claims["exp"] * 1000', 'given["now"] > claims["exp"] * 1000'],
  ['openhost_frame.py', 'raise Refused(f"type 0x{kind:02x} is reserved")', 'pass'],
];
const SIZE = { width: 1200, height: 900 };

const program = findChromium();
if (program === undefined) throw new Error('there is no chromium');
const folder = mkdtempSync(join(tmpdir(), 'conform-picture-'));
try {
  cpSync(inPackage('examples', 'adapters', 'python'), join(folder, 'adapter'), { recursive: true });
  for (const [file, right, wrong] of MISTAKES) {
    const path = join(folder, 'adapter', file);
    const text = readFileSync(path, 'utf8');
    if (!text.includes(right)) throw new Error(`${file} has no longer: ${right}`);
    writeFileSync(path, text.replace(right, wrong));
  }
  const words = ['run', '--quiet', '--seed', '1', '--target', 'exec:python3 adapter/adapter.py'];
  const only = ['--only', 'punch/token/*', '--only', 'openhost/{frame,identity,record,fragment}/*'];
  const report = ['--report', 'html=report.html', '--report', 'console=report.txt'];
  const { status, stderr } = spawnSync(
    process.execPath,
    [inPackage('dist', 'bin', 'entry.js'), ...words, ...only, ...report],
    { cwd: folder, encoding: 'utf8' },
  );
  if (status !== 1) throw new Error(`the run ended with ${status}: ${stderr}`);
  const browser = await open({ program });
  try {
    const page = await browser.newPage({ viewport: SIZE, colorScheme: 'light' });
    await page.goto(pathToFileURL(join(folder, 'report.html')).href);
    await page.waitForSelector('.result');
    const out = inPackage('docs', 'report.png');
    mkdirSync(inPackage('docs'), { recursive: true });
    await page.screenshot({ path: out });
    console.log(`${out}: ${statSync(out).size} bytes`);
  } finally {
    await browser.close();
  }
} finally {
  rmSync(folder, { recursive: true });
}
