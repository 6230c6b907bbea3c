/** The first steps of a new user: `node .` in a clone, and the packed package in an empty project. */
import { mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inPackage, packageInfo } from '../package.js';
import { spawned, unpack } from './packed/unpacked.js';

describe('node .', () => {
  it('starts the program in a clone', () => {
    const { status, stdout } = spawned(process.execPath, ['.', '--version'], inPackage());
    expect(stdout.trim()).toBe(packageInfo().version);
    expect(status).toBe(0);
  });
});

describe('the packed package in an empty project', () => {
  let project = '';
  let home = '';
  let remove = (): void => {};
  const conform = (...words: string[]) =>
    spawned(process.execPath, [join(home, 'dist', 'bin', 'entry.js'), ...words], project);

  beforeAll(() => {
    ({ project, home, remove } = unpack());
  });
  afterAll(() => remove());

  it('runs cases, and writes an adapter', () => {
    const { status, stdout } = conform('run', '--quiet', '--only', '*/*/decode-*');
    expect(stdout).toMatch(/^GREEN {2}\d{2,} cases/m);
    expect(status).toBe(0);
    expect(conform('init', 'adapter', '--lang', 'python', '--out', 'mine').status).toBe(0);
    expect(readdirSync(join(project, 'mine'))).toContain('adapter.py');
  });

  it('contains no tests and no sources except those of the examples', () => {
    const files = readdirSync(home, { recursive: true, encoding: 'utf8' });
    expect(files.filter((file) => /\.test\./.test(file) && !file.startsWith('examples'))).toEqual([]);
    expect(
      files.filter((file) => file.endsWith('.ts') && !/^(examples|dist|vectors\/export)\b/.test(file)),
    ).toEqual([]);
  });

  describe('with a damaged vector file, runs nothing and says which file, where and why', () => {
    let path = '';
    let whole = '';
    beforeAll(() => {
      path = join(home, 'vectors', 'punch', 'token.json');
      whole = readFileSync(path, 'utf8');
    });
    const putFolder = () => {
      rmSync(path);
      mkdirSync(path);
    };
    const damaged = (damage: () => void) => {
      damage();
      const ended = conform('run', '--quiet', '--only', 'punch/token/*');
      rmSync(path, { recursive: true, force: true });
      writeFileSync(path, whole);
      return ended;
    };

    it.each<[string, () => void, string]>([
      ['a folder in its place', putFolder, 'token.json: cannot be read: EISDIR'],
      ['64 MiB', () => truncateSync(path, 64 * 2 ** 20), 'token.json: is 67108864 bytes long'],
      ['cut', () => writeFileSync(path, whole.slice(0, 999)), 'token.json: is not JSON'],
      [
        'a vector without an expectation',
        () => writeFileSync(path, whole.replace('"expect"', '"expects"')),
        'token.json#/vectors/0',
      ],
    ])('%s', (_what, damage, told) => {
      const { status, stderr } = damaged(damage);
      expect(stderr).toContain(told);
      expect(status).toBe(2);
    });
  });
});
