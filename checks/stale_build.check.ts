import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inPackage } from '../package.js';

const clone = mkdtempSync(join(tmpdir(), 'conform-clone-'));
beforeAll(() => {
  for (const part of ['dist', 'reference', 'vectors', 'package.json', 'package.ts'])
    cpSync(inPackage(part), join(clone, part), { recursive: true });
  symlinkSync(inPackage('node_modules'), join(clone, 'node_modules'));
});
afterAll(() => rmSync(clone, { recursive: true }));

const generate = (...words: string[]) =>
  spawnSync(process.execPath, [join(clone, 'dist', 'bin', 'conform.js'), 'vectors', 'generate', ...words], {
    encoding: 'utf8',
    timeout: 60_000,
  });

describe('conform vectors generate from a build that does not match its sources', () => {
  it('writes and checks nothing, exits with 2 and names the source and the command that rebuilds', () => {
    appendFileSync(join(clone, 'vectors', 'generate', 'recipe.ts'), '// changed\n');
    const { status, stdout, stderr } = generate('--check');
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(
      'dist/ is not built from these sources: vectors/generate/recipe.ts differs. Build it again: npm run build',
    );
  }, 60_000);
});
