import { cpSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changedSource, hashSources, recordPath } from './built.js';

let folder = '';
const put = (path: string, text: string): void => {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'conform-built-'));
  for (const path of ['package.ts', 'reference/bytes/hex.ts', 'vectors/generate/recipe.ts']) put(path, path);
  put('dist/sources.json', JSON.stringify(hashSources(folder)));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a build with its sources', () => {
  it('is up to date, whatever the times of the files say', () => {
    const later = new Date(Date.now() + 3_600_000);
    utimesSync(join(folder, 'reference/bytes/hex.ts'), later, later);
    expect(changedSource(folder)).toBe(undefined);
  });

  it.each([
    [
      'is changed, with its times kept',
      () => put('reference/bytes/hex.ts', 'other'),
      'reference/bytes/hex.ts',
    ],
    ['is new', () => put('vectors/generate/more.ts', ''), 'vectors/generate/more.ts'],
    ['is removed', () => rmSync(join(folder, 'vectors/generate/recipe.ts')), 'vectors/generate/recipe.ts'],
    ['has no record', () => rmSync(recordPath(folder)), 'package.ts'],
    ['has half of a record', () => put('dist/sources.json', '{"pack'), 'package.ts'],
  ])('names a source that %s', (_what, change, named) => {
    change();
    expect(changedSource(folder)).toBe(named);
  });

  it('does not depend on tests, nor on files that are not compiled', () => {
    put('reference/bytes/hex.test.ts', 'changed');
    put('vectors/punch/token.json', '{}');
    expect(changedSource(folder)).toBe(undefined);
  });

  it('is all there is in an installed package', () => {
    const installed = mkdtempSync(join(tmpdir(), 'conform-installed-'));
    cpSync(join(folder, 'dist'), join(installed, 'dist'), { recursive: true });
    expect(changedSource(installed)).toBe(undefined);
    rmSync(installed, { recursive: true });
  });
});
