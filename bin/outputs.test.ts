import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { inPackage } from '../package.js';
import { reportFault } from '../reports/schema.js';
import { readStream } from '../reports/stream_read.js';
import { conform as ask } from './testing/conform.js';

const folder = mkdtempSync(join(tmpdir(), 'conform-outputs-'));
afterAll(() => rmSync(folder, { recursive: true }));
const program = inPackage('dist', 'bin', 'conform.js');
const asked = ['run', '--only', 'punch/token/**', '--seed', '1'];

const conform = (words: readonly string[], env: Record<string, string> = {}) =>
  ask([...asked, ...words], { env: { PATH: process.env['PATH'], ...env } });

const shell = (script: string): SpawnSyncReturns<string> =>
  spawnSync('bash', ['-c', script, process.execPath, program, ...asked], {
    encoding: 'utf8',
    timeout: 60_000,
    env: { PATH: process.env['PATH'] },
  });

describe('stdout is for data', () => {
  it('has only one JSON document, with the console on stderr', async () => {
    const { status, stdout, stderr } = await conform(['--report', 'json=-', '--report', 'console']);
    expect(status).toBe(0);
    expect(reportFault(JSON.parse(stdout))).toBeUndefined();
    expect(stderr).toMatch(/^GREEN {2}\d+ cases/m);
  });

  it('holds only a complete stream, and stderr has the verdict', async () => {
    const { status, stdout, stderr } = await conform(['--report', 'jsonl']);
    expect(status).toBe(0);
    const path = join(folder, 'stdout.jsonl');
    writeFileSync(path, stdout);
    expect(readStream(path).complete).toBe(true);
    expect(stderr).toMatch(/^GREEN {2}\d+ cases in [^\n]+\nThis run tested conform itself[^\n]+\n$/);
  });

  it('leaves stderr empty with --quiet', async () => {
    expect((await conform(['--report', 'jsonl', '--quiet'])).stderr).toBe('');
  });
});

describe('colour', () => {
  it.each([
    [{}, false],
    [{ FORCE_COLOR: '1' }, true],
    [{ NO_COLOR: '1' }, false],
  ])('in a pipe with %j: %j', async (env, colored) => {
    expect((await conform([], env)).stdout.includes('\x1b[')).toBe(colored);
  });

  it('never reaches a file', async () => {
    const path = join(folder, 'plain.txt');
    await conform(['--report', `console=${path}`], { FORCE_COLOR: '1' });
    expect(readFileSync(path, 'utf8')).toMatch(/^GREEN/m);
    expect(readFileSync(path, 'utf8')).not.toContain('\x1b');
  });
});

describe('a report that cannot be written whole is an error, and never green', () => {
  it.skipIf(!existsSync('/dev/full')).each(['console', 'jsonl', 'junit'])(
    '%s on a full disk',
    async (kind) => {
      const { status, stderr } = await conform(['--report', `${kind}=/dev/full`]);
      expect(status).toBe(3);
      expect(stderr.match(/conform: a report is incomplete: \/dev\/full: the disk is full\n/g)).toHaveLength(
        1,
      );
    },
  );

  it.skipIf(!existsSync('/dev/full'))('the others are whole all the same', async () => {
    const path = join(folder, 'beside.jsonl');
    expect((await conform(['--report', 'junit=/dev/full', '--report', `jsonl=${path}`])).status).toBe(3);
    expect(readStream(path).complete).toBe(true);
  });

  it('with stderr gone too', () => {
    const { stdout } = shell(
      `{ "$0" "$@" --report jsonl; echo "exit $?" >&3; } 3>"${folder}/exit" 2>&1 | true`,
    );
    expect(stdout).toBe('');
    expect(readFileSync(join(folder, 'exit'), 'utf8')).toBe('exit 3\n');
  });

  it.skipIf(!existsSync('/dev/full'))('a red run stays red', async () => {
    const adapter = join(folder, 'accepts.mjs');
    writeFileSync(
      adapter,
      `import { createInterface } from 'node:readline';
      for await (const line of createInterface({ input: process.stdin })) {
        const { id, hello } = JSON.parse(line);
        console.log(JSON.stringify(hello
          ? { conform: 1, hello: { name: 'toy', version: '1', structures: { 'punch/token': ['decode'] } } }
          : { id, accept: null }));
      }`,
    );
    const target = `exec:${process.execPath} ${adapter}`;
    expect((await conform(['--target', target, '--report', 'json=/dev/full'])).status).toBe(1);
  });

  it.each([
    ['a missing folder', 'missing/x', 'create it first'],
    ['a folder', '.', 'it is a folder'],
  ])('a path that is %s is rejected before anything runs', async (_, path, told) => {
    const { status, stdout, stderr } = await conform(['--report', `junit=${join(folder, path)}`]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(told);
  });

  it('wrong usage does not change an older report', async () => {
    const path = join(folder, 'older.xml');
    writeFileSync(path, 'older');
    expect((await conform(['--target', 'nothing', '--report', `junit=${path}`])).status).toBe(2);
    expect(readFileSync(path, 'utf8')).toBe('older');
  });
});
