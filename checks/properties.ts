/**
 * Runs the property tests with new seeds for about a minute. Prints each seed that makes them fail, with the command
 * that repeats the failure.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { inPackage } from '../package.js';

const MINUTE = 60_000;
/** Only a hang takes this long, also on a busy machine. */
const PATIENCE = 300_000;
const vitest = inPackage('node_modules', 'vitest', 'vitest.mjs');
const LISTED = ['ls-files', '--cached', '--others', '--exclude-standard'];
/** Every test file that imports fast-check contains properties. */
const files = execFileSync('git', [...LISTED, '*.test.ts'], { cwd: inPackage(), encoding: 'utf8' })
  .split('\n')
  .filter((path) => path !== '' && readFileSync(inPackage(path), 'utf8').includes("from 'fast-check'"));
if (files.length === 0) throw new Error('no test file imports fast-check');
const until = Date.now() + Number(process.argv[2] ?? MINUTE / 1000) * 1000;

let passed = 0;
let failed = 0;
do {
  const seed = randomInt(2 ** 31);
  console.log(`CONFORM_SEED=${seed} npx vitest run: ${files.length} files of properties`);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [vitest, 'run', ...files, `--testTimeout=${PATIENCE}`],
    {
      cwd: inPackage(),
      encoding: 'utf8',
      env: { ...process.env, CONFORM_SEED: String(seed) },
      maxBuffer: 1 << 28,
    },
  );
  if (status === 0) passed += 1;
  else {
    failed += 1;
    console.log(`${stdout}\n${stderr}`);
  }
} while (Date.now() < until && failed === 0);

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
