import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { inPackage } from '../package.js';
import type { Line } from '../suites/model.js';
import { conform as ask } from './testing/conform.js';

const program = inPackage('dist', 'bin', 'conform.js');
const folder = mkdtempSync(join(tmpdir(), 'conform-run-'));
afterAll(() => rmSync(folder, { recursive: true }));

const conform = (...words: string[]) => ask(['run', ...words]);

/** An adapter that answers every request of the token alike. */
function adapter(name: string, answer: string): string {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(
    file,
    `import { createInterface } from 'node:readline';
    for await (const line of createInterface({ input: process.stdin })) {
      const { id, hello } = JSON.parse(line);
      console.log(JSON.stringify(hello
        ? { conform: 1, hello: { name: 'toy', version: '1', structures: { 'punch/token': ['decode', 'verify'] } } }
        : { id, ...${answer} }));
    }`,
  );
  return `exec:${process.execPath} ${file}`;
}

const linesOf = (path: string): Line[] =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

describe('conform run', () => {
  it('exits 0 when everything passed, and writes a whole stream', async () => {
    const path = join(folder, 'green.jsonl');
    const { status, stdout } = await conform(
      '--only',
      'punch/token/**',
      '--report',
      `jsonl=${path}`,
      '--report',
      'console',
    );
    expect(status).toBe(0);
    expect(stdout).toMatch(/^GREEN {2}\d+ cases in /m);
    const lines = linesOf(path);
    expect(lines[0]?.kind).toBe('header');
    expect(lines.at(-1)).toMatchObject({ kind: 'footer', exit: 0, notRun: 0 });
  });

  it('exits 1 for an adapter that rejects everything: no rejection counts without its accepted twin', async () => {
    const path = join(folder, 'refuses.jsonl');
    const target = adapter('refuses', `{ reject: 'no' }`);
    const { status } = await conform(
      '--target',
      target,
      '--only',
      'punch/token/decode-*',
      '--report',
      `jsonl=${path}`,
    );
    expect(status).toBe(1);
    const verdicts = linesOf(path).flatMap((line) => (line.kind === 'result' ? line.verdict : []));
    expect(new Set(verdicts)).toEqual(new Set(['fail', 'blocked']));
  });

  it('exits 1 for an adapter that accepts everything', async () => {
    const target = adapter('accepts', '{ accept: null }');
    expect((await conform('--target', target, '--only', 'punch/token/decode-*')).status).toBe(1);
  });

  it.each([
    [['--target', 'example.com'], 'https://example.com'],
    [['--target', 'refrence'], '"reference"'],
    [['--target', 'https://me:pass@punch.example'], 'credentials'],
    [['--report', 'jsnl=x'], '"jsonl"'],
    [['--report', 'jsonl=/nowhere/at/all'], '/nowhere/at/all'],
    [['--shard', '3/2'], '3/2'],
    [['--timeout', 'soon'], 'soon'],
    [['--seed'], 'seed'],
    [['--level'], 'level'],
    [['--seed', 'today'], '--seed must be a whole number from 0'],
    [['--jobs', '0'], '--jobs must be a whole number from 1 up, received 0'],
    [['--bail', 'yes'], '--bail must be a whole number from 1'],
    [['--level', 'must', '--level', 'may'], '--level is given twice'],
    [['--levle', 'may'], '"--level"'],
    [
      ['--target', 'http://127.0.0.1:9', '--secret', 'env:CONFORM_NO_SUCH_VARIABLE'],
      'CONFORM_NO_SUCH_VARIABLE',
    ],
  ])('exits 2 for %j, having run nothing', async (words, told) => {
    const { status, stdout, stderr } = await conform(...words);
    expect(status).toBe(2);
    expect(stderr).toContain(told);
    expect(stdout).toBe('');
  });

  it('runs only the codecs without --target, and says what was skipped', async () => {
    const path = join(folder, 'default.jsonl');
    const { status, stdout } = await conform('--report', 'console', '--report', `jsonl=${path}`);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^ +\d+ {2}peers are skipped .*--target reference tests them, too$/m);
    const results = linesOf(path).flatMap((line) => (line.kind === 'result' ? line : []));
    const left = results.filter(({ verdict }) => verdict === 'skip');
    expect(left.length).toBeGreaterThan(100);
    expect(stdout).toMatch(
      new RegExp(`^GREEN {2}${results.length} cases, ${left.length} of them skipped, in`, 'm'),
    );
    expect(results.filter(({ verdict }) => verdict !== 'pass')).toEqual(left);
  });

  it('starts the peers that selected live cases need', async () => {
    const { status, stdout } = await conform('--only', 'punch/1/*', '--report', 'jsonl');
    expect(status).toBe(0);
    expect(stdout).toContain('"name":"reference"');
    expect(stdout).toContain('"verdict":"pass"');
  });

  it('stops at the first fail with a bare --bail', async () => {
    const target = adapter('bails', `{ reject: 'no' }`);
    const only = ['--only', 'punch/token/decode-*', '--jobs', '1'];
    const { status, stdout } = await conform('--target', target, ...only, '--bail', '--report', 'json');
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ footer: { gating: 1 } });
  });

  it('exits 3 when nothing matched, and when the target could not be asked', async () => {
    expect((await conform('--only', 'punch/nothing/**')).status).toBe(3);
    const { status, stdout } = await conform(
      '--target',
      'exec:/no/such/adapter',
      '--only',
      'punch/token/decode-peer',
    );
    expect(status).toBe(3);
    expect(stdout).toContain('could not be run');
  });

  it('exits 3 when the time of the run is over, and says so', async () => {
    const silent = adapter('silent', `{ ...await new Promise(() => setInterval(() => {}, 1000)) }`);
    const { status, stdout } = await conform(
      '--target',
      silent,
      '--only',
      'punch/token/decode-peer',
      '--timeout',
      '1s',
    );
    expect(status).toBe(3);
    expect(stdout).toContain('did not end within 1s');
  });

  it('exits 130 on SIGINT, with all finished cases in the stream', async () => {
    const path = join(folder, 'interrupted.jsonl');
    const words = [
      'run',
      '--target',
      'reference:punch',
      '--only',
      'punch/6.3/**',
      '--report',
      `jsonl=${path}`,
    ];
    const child = spawn(process.execPath, [program, ...words], { stdio: 'ignore' });
    const exited = once(child, 'exit');
    const started = () => existsSync(path) && readFileSync(path, 'utf8').includes('"kind":"header"');
    await expect.poll(started, { interval: 20 }).toBe(true);
    child.kill('SIGINT');
    const [code] = await exited;
    expect(code).toBe(130);
    expect(linesOf(path).at(-1)).toMatchObject({ kind: 'footer', exit: 130 });
  });
});
