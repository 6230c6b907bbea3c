import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { Lost } from '../../../suites/case.js';
import { readHomeFile } from './homes.js';

const folder = mkdtempSync(join(tmpdir(), 'conform-home-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('shows a file and its mode, and that there is none', async () => {
  writeFileSync(join(folder, 'key'), 'abc', { mode: 0o600 });
  expect(await readHomeFile(folder, 'key')).toEqual({ bytes: new TextEncoder().encode('abc'), mode: 0o600 });
  expect(await readHomeFile(folder, 'none')).toBe('absent');
});

it.each<[string, (path: string) => void]>([
  ['a link to a device without end', (path) => symlinkSync('/dev/zero', path)],
  ['a pipe that nobody writes to', (path) => execFileSync('mkfifo', [path])],
  [
    'a file of terabytes',
    (path) => {
      writeFileSync(path, '');
      truncateSync(path, 2 ** 40);
    },
  ],
  ['a folder', (path) => execFileSync('mkdir', [path])],
])('does not read %s', async (what, make) => {
  const name = what.replaceAll(' ', '-');
  make(join(folder, name));
  await expect(readHomeFile(folder, name)).rejects.toBeInstanceOf(Lost);
});
