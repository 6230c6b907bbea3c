import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { startInCgroup } from './cgroup.js';
import { MARK, marked } from './mark.js';
import { isAlive, ownerOf, RUN, startOf } from './owner.js';
import { sweep } from './sweep.js';
import { removeFolder, temporaryFolder } from './temporary.js';

const undo: (() => void)[] = [];
afterEach(() => {
  for (const one of undo.splice(0)) one();
});

function place(): string {
  const folder = mkdtempSync(join(tmpdir(), 'conform-'));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function pidThatIsGone(): Promise<number> {
  const child = spawn('true');
  await once(child, 'close');
  return child.pid ?? 0;
}

it('names this run by its process id and the start of that process', () => {
  expect(ownerOf(RUN)).toEqual({ pid: process.pid, started: startOf(process.pid) ?? 0 });
  expect(isAlive({ pid: process.pid, started: startOf(process.pid) ?? 0 })).toBe(true);
});

const proc = existsSync('/proc/self/environ');

it.skipIf(!proc)('treats an owner as dead when another program has its process id', () => {
  expect(isAlive({ pid: process.pid, started: (startOf(process.pid) ?? 0) + 1 })).toBe(false);
});

it('removes only the folders of runs whose process is gone', async () => {
  const folder = place();
  const dead = `conform-run-${await pidThatIsGone()}-1-0a1b2c3d`;
  const others = [RUN, 'conform-run-notes', `${dead}.txt`, 'somebody-else'];
  for (const name of [dead, ...others]) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'secret.key'), 'x');
  }
  expect(await sweep(folder)).toEqual([dead]);
  expect(existsSync(join(folder, dead))).toBe(false);
  expect(others.filter((name) => !existsSync(join(folder, name, 'secret.key')))).toEqual([]);
});

it.skipIf(!proc)('kills the programs that a dead run left running', async () => {
  const folder = place();
  const dead = `conform-run-${await pidThatIsGone()}-1-0a1b2c3d`;
  mkdirSync(join(folder, dead));
  const left = spawn('sleep', ['60'], { env: { ...process.env, [MARK]: `${dead}.1` } });
  const exit = once(left, 'exit');
  await once(left, 'spawn');
  // The kernel shows the environment a moment later.
  await expect.poll(() => marked(dead)).toContain(left.pid);
  await sweep(folder);
  expect((await exit)[1]).toBe('SIGKILL');
});

it('makes folders below one root that only the user can read', () => {
  const folder = temporaryFolder('home');
  expect(folder).toContain(RUN);
  expect(statSync(dirname(folder)).mode & 0o777).toBe(0o700);
  removeFolder(folder);
  removeFolder(folder);
  expect(existsSync(folder)).toBe(false);
});

const canMakeCgroups = startInCgroup(() => undefined).cgroup !== undefined;

it.skipIf(!canMakeCgroups)(
  'finds a program that left its group, its session and its environment',
  async () => {
    const { started, cgroup } = startInCgroup(() =>
      spawn('sh', ['-c', 'setsid env -i sleep 60 & exit 0'], { stdio: 'ignore' }),
    );
    await once(started, 'close');
    const left = cgroup?.pids() ?? [];
    expect(left).toHaveLength(1);
    for (const pid of left) process.kill(pid, 'SIGKILL');
  },
);
