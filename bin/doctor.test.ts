import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { conform as ask } from './testing/conform.js';

const empty = mkdtempSync(join(tmpdir(), 'conform-doctor-'));
afterAll(() => rmSync(empty, { recursive: true }));

const doctor = (words: readonly string[], env: NodeJS.ProcessEnv = process.env) =>
  ask(['doctor', ...words], { env });

describe('conform doctor', () => {
  it('lists what this machine lacks and how to fix it, without failing when there is no target', async () => {
    const { status, stdout } = await doctor([], { PATH: empty });
    expect(status).toBe(0);
    expect(stdout).toContain(`ok  node`);
    expect(stdout).toContain('apt-get install srt-tools');
  });

  it('exits with 3 when a target needs something that is missing', async () => {
    const { status, stdout } = await doctor(['--target', 'tunnel:./none'], { PATH: empty });
    expect(status).toBe(3);
    expect(stdout).toMatch(/-- {2}unshare +not on the PATH/);
    expect(stdout).toContain('apt-get install iproute2');
    expect(stdout).toMatch(/-- {2}the program +\.\/none is not an executable file/);
  });

  it('prints the same as data, with the number of cases for each target', async () => {
    const { status, stdout } = await doctor(['--json', '--target', 'reference:punch']);
    expect(status).toBe(0);
    const { machine, targets } = JSON.parse(stdout);
    expect(machine[0]).toMatchObject({ what: 'node', ok: true, seen: process.version });
    expect(targets[0].cases).toBeGreaterThan(100);
  });

  it('asks a broker, and exits with 3 when no broker answers', async () => {
    const { status, stdout } = await doctor(['--target', 'http://127.0.0.1:9']);
    expect(status).toBe(3);
    expect(stdout).toContain('but something they need is missing');
    expect(stdout).toMatch(/-- {2}the broker +.*ECONNREFUSED/);
  });

  it('says why an adapter does not start, with its last lines escaped, and ends with 3', async () => {
    const script = 'printf "1\\n2\\n3\\n4\\n5\\n6 \\033[31mred\\n" >&2; exit 7';
    const { status, stdout } = await doctor(['--target', `exec:sh -c '${script}'`]);
    expect(status).toBe(3);
    expect(stdout).toMatch(/-- {2}the adapter +it does not start: exited with code 7/);
    expect(stdout).toContain('stderr: 2\n');
    expect(stdout).toContain('stderr: 6 \\x1b[31mred\n');
    expect(stdout).not.toContain('stderr: 1\n');
    expect(stdout).not.toContain('cases apply, and');
  });

  it('counts the cases of the structures that an adapter claims', async () => {
    const hello = { name: 'one', version: '1', structures: { 'punch/token': ['decode'] } };
    const program = join(empty, 'adapter.mjs');
    writeFileSync(
      program,
      `console.log(${JSON.stringify(JSON.stringify({ conform: 1, hello }))});process.stdin.resume();`,
    );
    const { status, stdout } = await doctor(['--json', '--target', `exec:${process.execPath} ${program}`]);
    const [{ cases, needs }] = JSON.parse(stdout).targets;
    const { cases: all } = JSON.parse((await doctor(['--json', '--target', 'reference:punch'])).stdout)
      .targets[0];
    expect([status, needs[0].seen]).toEqual([0, 'one 1 answers for 1 structure']);
    expect(cases).toBeGreaterThan(0);
    expect(cases).toBeLessThan(all);
  });

  it('exits with 2 for an invalid target', async () => {
    expect((await doctor(['--target', 'tunel:x'])).status).toBe(2);
  });
});
