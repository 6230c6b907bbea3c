import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { inPackage } from '../package.js';

const empty = mkdtempSync(join(tmpdir(), 'conform-doctor-'));
afterAll(() => rmSync(empty, { recursive: true }));

const doctor = (words: readonly string[], env: NodeJS.ProcessEnv = process.env) =>
  spawnSync(process.execPath, [inPackage('dist', 'bin', 'conform.js'), 'doctor', ...words], {
    encoding: 'utf8',
    env,
    timeout: 60_000,
  });

describe('conform doctor', () => {
  it('lists what this machine lacks with how to mend it, which is no failure without a target', () => {
    const { status, stdout } = doctor([], { PATH: empty });
    expect(status).toBe(0);
    expect(stdout).toContain(`ok  node`);
    expect(stdout).toContain('apt-get install srt-tools');
  });

  it('ends with 3 where a target wants what is not there', () => {
    const { status, stdout } = doctor(['--target', 'tunnel:./none'], { PATH: empty });
    expect(status).toBe(3);
    expect(stdout).toMatch(/-- {2}unshare +not on the PATH/);
    expect(stdout).toContain('apt-get install iproute2');
    expect(stdout).toMatch(/-- {2}the program +\.\/none is no program/);
  });

  it('tells the same as data, and how many cases a target can be asked', () => {
    const { status, stdout } = doctor(['--json', '--target', 'reference:punch']);
    expect(status).toBe(0);
    const { machine, targets } = JSON.parse(stdout);
    expect(machine[0]).toMatchObject({ what: 'node', ok: true, seen: process.version });
    expect(targets[0].cases).toBeGreaterThan(100);
  });

  it('asks a broker, and ends with 3 where none answers', () => {
    const { status, stdout } = doctor(['--target', 'http://127.0.0.1:9']);
    expect(status).toBe(3);
    expect(stdout).toContain('something that they need is missing');
    expect(stdout).toMatch(/-- {2}the broker +.*ECONNREFUSED/);
  });

  it('ends with 2 for a target that is none', () => {
    expect(doctor(['--target', 'tunel:x']).status).toBe(2);
  });
});
