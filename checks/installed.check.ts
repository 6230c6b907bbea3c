/**
 * Runs `npm ci --omit=optional` in a project that uses the package and in a clone of ours. Needs the registry, or the
 * cache of npm. Building the clone takes long, so only one commit in eight does it.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inPackage } from '../package.js';
import { turnOf } from './commit_turn.js';
import { cloned } from './packed/copied.js';
import { bytesIn, lockedPackages, pack } from './packed/size.js';
import { spawned } from './packed/unpacked.js';

const SECONDS = 10;
const BYTES = 12_000_000;
const QUIET = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];

let home = '';
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'conform-installed-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** CPU seconds, because other work on the machine changes the elapsed time. */
function timed(command: string, cwd: string) {
  const words = ['-c', `TIMEFORMAT='took %R %U %S'; time ${command}`];
  const { status, stdout, stderr } = spawnSync('bash', words, { cwd, encoding: 'utf8', timeout: 300_000 });
  const [, wall = '', user = '', system = ''] = /^took (\S+) (\S+) (\S+)$/m.exec(stderr) ?? [];
  const cpu = Number(user) + Number(system);
  console.log(`${command}: ${wall} s, ${cpu.toFixed(1)} s of the processor`);
  return { status, output: stdout + stderr, cpu };
}

/**
 * A registry may lack packages for other platforms. npm leaves them out of a lockfile then, and from 11.19 on `npm ci` calls
 * such a lockfile out of sync. Ours has all of them.
 */
function completed(path: string): void {
  const lock = JSON.parse(readFileSync(path, 'utf8')) as { packages: Record<string, unknown> };
  const native = Object.entries(lockedPackages()).filter(([name]) => name.includes('/@number0/iroh-'));
  expect(native.length).toBeGreaterThan(5);
  writeFileSync(
    path,
    JSON.stringify({ ...lock, packages: { ...Object.fromEntries(native), ...lock.packages } }),
  );
}

test('installing without optional packages adds less than 12 MB and takes less than ten seconds of CPU', () => {
  const project = join(home, 'project');
  mkdirSync(project);
  const { filename } = pack(inPackage(), project);
  writeFileSync(join(project, 'package.json'), '{"name":"theirs","private":true}');
  const words = ['install', '--package-lock-only', '--save-dev', ...QUIET, `./${filename}`];
  expect(spawned('npm', words, project)).toMatchObject({ status: 0, stderr: '' });
  completed(join(project, 'package-lock.json'));
  const { status, output, cpu } = timed(`npm ci --omit=optional ${QUIET.join(' ')}`, project);
  expect([status, output]).toEqual([0, expect.not.stringMatching(/warn|error/i)]);
  expect(cpu).toBeLessThan(SECONDS);
  const bytes = bytesIn(join(project, 'node_modules'), { nested: true });
  console.log(`${(bytes / 1e6).toFixed(1)} MB installed`);
  expect(bytes).toBeLessThan(BYTES);
  const run = spawned('npx', ['--no-install', 'p2p-conform', 'run', '--quiet'], project);
  expect(run.stdout).toMatch(/^GREEN/m);
});

test.runIf((turnOf(8) ?? 0) === 0)('a clone without optional packages builds, and runs its vectors', () => {
  const clone = cloned(join(home, 'clone'));
  const { status, output } = timed(`npm ci --omit=optional ${QUIET.join(' ')}`, clone);
  expect([status, output]).toEqual([0, expect.not.stringMatching(/error/i)]);
  const run = spawned(process.execPath, ['.', 'run', '--quiet'], clone);
  expect(run.stdout).toMatch(/^GREEN/m);
  expect(spawned('git', ['status', '--porcelain'], clone).stdout).toBe('');
});
