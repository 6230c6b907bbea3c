import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { inPackage } from '../package.js';
import type { Matrix } from '../runners/interop/model.js';
import { conform } from './testing/conform.js';

const folder = mkdtempSync(join(tmpdir(), 'conform-interop-'));
afterAll(() => rmSync(folder, { recursive: true }));
const python = `exec:python3 ${inPackage('examples', 'adapters', 'python', 'adapter.py')}`;
const none = spawnSync('python3', ['--version']).status !== 0;

describe('conform interop', () => {
  it.skipIf(none)('runs each encoder with each decoder, in every format', async () => {
    const at = (name: string): string => join(folder, name);
    const { status, stdout, stderr } = await conform([
      ...['interop', '--peer', `py=${python}`, '--only', 'punch/token/*'],
      ...['--report', 'console', '--report', `json=${at('a.json')}`],
      ...['--report', `markdown=${at('a.md')}`, '--report', `html=${at('a.html')}`],
    ]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^encoder \\ decoder +reference +py$/m);
    expect(stdout).toMatch(/^4 of 4 pairs work$/m);
    expect(stderr).toContain('conform: codecs: py x py done, 4 of 4 pairs');
    const { matrices } = JSON.parse(readFileSync(at('a.json'), 'utf8')) as { matrices: Matrix[] };
    expect(matrices.map(({ cells }) => cells.map(({ verdict }) => verdict))).toEqual([
      ['pass', 'pass', 'pass', 'pass'],
    ]);
    expect(readFileSync(at('a.md'), 'utf8')).toContain('✅');
    expect(readFileSync(at('a.html'), 'utf8')).toContain('<h2>codecs: encoder x decoder</h2>');
  });

  it('says that a peer cannot be asked, and is not green', async () => {
    const { status, stdout } = await conform(['interop', '--peer', 'a=exec:./no-such-program', '--quiet']);
    expect(status).toBe(3);
    expect(stdout).toMatch(/BLOCKED {2}reference x a\n/);
    expect(stdout).toContain('no such program');
    expect(stdout).toMatch(/^1 of 4 pairs work, 3 could not be tested$/m);
  });

  it.each([
    [['--peer', 'a'], '--peer must be NAME=TARGET, such as a=exec:./adapter, received "a"'],
    [['--peer', 'a=ftp:x'], '--peer a: unknown kind of peer "ftp"'],
    [['--peer', 'reference=exec:x'], '--peer reference: the reference has this name'],
    [['--peer', 'a=exec:x', '--peer', 'a=exec:y'], '--peer a: two peers have this name'],
    [['--peer', 'a=exec:x', '--report', 'junit'], '--report: unknown reporter "junit"'],
    [['--peer', 'a=exec:x', '--report', 'json='], 'name a file after "="'],
    [['--peer', 'a=exec:x', '--report', 'json=/no/such/folder/x'], 'its folder does not exist'],
    [[], 'Missing required argument: peer'],
  ])('rejects %j', async (words, told) => {
    const { status, stderr, stdout } = await conform(['interop', ...words]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(told);
  });
});
