import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inPackage } from '../package.js';
import { readStream } from '../reports/stream_read.js';
import { conform as ask } from './testing/conform.js';

const folder = mkdtempSync(join(tmpdir(), 'conform-resume-'));
afterAll(() => rmSync(folder, { recursive: true }));
const program = inPackage('dist', 'bin', 'conform.js');
const only = ['run', '--only', 'punch/token/**'];

const conform = (...words: string[]) => ask([...only, ...words]);

/** What a stream says of each case, whatever the order. */
function verdicts(path: string): string[] {
  const found: string[] = [];
  const { complete } = readStream(path, (line) => {
    if (line.kind === 'result') found.push(`${line.id} ${line.verdict}`);
  });
  expect(complete).toBe(true);
  return found.sort();
}

describe('conform run --resume', () => {
  const whole = join(folder, 'whole.jsonl');
  beforeAll(async () => {
    const { status, stdout, stderr } = await conform('--report', `jsonl=${whole}`);
    expect({ status, why: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, why: '' });
  });

  it.each([0, 0.3, 0.7, 1])('continues a stream that was cut at %d of its length', async (part) => {
    const bytes = readFileSync(whole);
    const path = join(folder, 'cut.jsonl');
    writeFileSync(path, bytes.subarray(0, Math.floor(bytes.length * part)));
    const { status, stdout } = await conform('--resume', path, '--report', 'json');
    expect(status).toBe(0);
    expect(verdicts(path)).toEqual(verdicts(whole));
    const { results } = JSON.parse(stdout) as { results: unknown[] };
    expect(results).toHaveLength(verdicts(whole).length);
  });

  it('remembers the target, its options, the selection and the level', async () => {
    const path = join(folder, 'remembered.jsonl');
    const slow = `exec:${process.execPath} -e "process.exit(1)"`;
    const words = [
      'run',
      '--target',
      slow,
      '--env',
      'HOME',
      '--only',
      'tag:boundary',
      '--skip',
      'openhost/**',
    ];
    const more = ['--level', 'should', '--repeat', '2', '--shard', '1/2', '--report', `jsonl=${path}`];
    expect((await ask([...words, ...more, '--quiet'])).status).toBe(3);
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(0, Math.floor(bytes.length / 2)));
    const before = readStream(path).header;
    expect((await ask(['run', '--resume', path, '--quiet'])).status).toBe(3);
    const { complete, header } = readStream(path);
    expect(complete).toBe(true);
    expect(header).toEqual(before);
    expect(header).toMatchObject({ level: 'should', repeat: 2, shard: '1/2' });
  });

  it('asks for a target whose command hides a secret', async () => {
    const path = join(folder, 'hidden.jsonl');
    const target = `exec:${process.execPath} -e 0 --token=hunter2hunter2`;
    await ask(['run', '--target', target, ...only.slice(1), '--report', `jsonl=${path}`, '--quiet']);
    const { status, stderr } = await ask(['run', '--resume', path]);
    expect(stderr).toContain('write --target and its options again');
    expect(status).toBe(2);
    expect((await ask(['run', '--resume', path, '--target', target, '--quiet'])).status).toBe(3);
  });

  it('continues a recording that kill -9 has cut', async () => {
    const path = join(folder, 'killed.jsonl');
    const slow = join(folder, 'slow.mjs');
    writeFileSync(
      slow,
      `import { createInterface } from 'node:readline';
      for await (const line of createInterface({ input: process.stdin })) {
        const { id, hello } = JSON.parse(line);
        if (hello) console.log('{"conform":1,"hello":{"name":"slow","version":"1","structures":{"punch/token":["decode"]}}}');
        else setTimeout(() => console.log(JSON.stringify({ id, reject: 'no' })), 20);
      }`,
    );
    const words = ['--target', `exec:${process.execPath} ${slow}`, '--jobs', '1'];
    const all = [program, ...only, ...words, '--report', `jsonl=${path}`];
    const child = spawn(process.execPath, all, { stdio: 'ignore' });
    const exited = once(child, 'exit');
    const lines = () => (existsSync(path) ? readFileSync(path, 'utf8').split('\n').length : 0);
    await expect.poll(lines, { interval: 5 }).toBeGreaterThan(8);
    child.kill('SIGKILL');
    await exited;
    const before = readFileSync(path);
    const left = readStream(path);
    expect(left.complete).toBe(false);
    expect(left.finished.size).toBeGreaterThan(5);
    expect((await conform(...words, '--resume', path)).status).toBe(1);
    expect(readStream(path).finished.size).toBe(verdicts(whole).length);
    expect(readFileSync(path).subarray(0, left.bytes)).toEqual(before.subarray(0, left.bytes));
  });

  it.each([
    [['--seed', '1'], '--seed'],
    [['--level', 'may'], '--level'],
    [['--only', 'punch/token/decode-*'], '--only'],
  ])('rejects a recording of another run: %j', async (words, told) => {
    const before = readFileSync(whole);
    const { status, stderr } =
      words[0] === '--only'
        ? await ask(['run', ...words, '--resume', whole])
        : await conform(...words, '--resume', whole);
    expect(status).toBe(2);
    expect(stderr).toContain(told);
    expect(readFileSync(whole)).toEqual(before);
  });

  it('rejects a file that is not a recording', async () => {
    const { status, stderr } = await conform('--resume', inPackage('package.json'));
    expect(status).toBe(2);
    expect(stderr).toContain('package.json, line 1: this is not a report stream');
  });
});
