/**
 * Runs `vectors generate --watch` in a clone: it rewrites files after a change of a recipe, and reports a wrong recipe
 * without writing.
 */
import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inPackage } from '../package.js';

const clone = mkdtempSync(join(tmpdir(), 'conform-watch-'));
const recipe = join(clone, 'vectors', 'generate', 'tunnel', 'keys.ts');
const written = join(clone, 'vectors', 'tunnel', 'key-file.json');
const first = "slug: 'decode-32'";
let child: ChildProcessWithoutNullStreams;
let told = '';

/** Waits until the program prints this, and forgets the earlier output. An ended program prints nothing more. */
const says = (text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const look = (): void => {
      const found = told.includes(text);
      if (!found && child.exitCode === null) return;
      for (const stream of [child.stdout, child.stderr]) stream.off('data', look);
      child.off('close', look);
      if (!found) reject(new Error(`it ended, and had said: ${told}`));
      told = '';
      resolve();
    };
    for (const stream of [child.stdout, child.stderr]) stream.on('data', look);
    child.on('close', look);
    look();
  });
const edit = (from: string, to: string): void => {
  const text = readFileSync(recipe, 'utf8');
  expect(text).toContain(from);
  writeFileSync(recipe, text.replace(from, to));
};

beforeAll(() => {
  const files = ['ls-files', '--cached', '--others', '--exclude-standard'];
  for (const path of execFileSync('git', files, { cwd: inPackage(), encoding: 'utf8' }).trim().split('\n'))
    cpSync(inPackage(path), join(clone, path));
  cpSync(inPackage('dist'), join(clone, 'dist'), { recursive: true });
  symlinkSync(inPackage('node_modules'), join(clone, 'node_modules'));
  child = spawn(process.execPath, [
    join(clone, 'dist', 'bin', 'conform.js'),
    'vectors',
    'generate',
    '--watch',
  ]);
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      told += text;
    });
});
afterAll(() => {
  child.kill('SIGKILL');
  rmSync(clone, { recursive: true });
});

it('says at the start that nothing differs', () => says('every vector file matches its recipe'));

it('writes the files of a recipe that changed, without a build', async () => {
  edit(first, "slug: 'decode-all'");
  edit("twin: 'decode-32'", "twin: 'decode-all'");
  await says('tunnel/key-file.json written');
  expect(readFileSync(written, 'utf8')).toContain('"tunnel/key-file/decode-all"');
});

it.each([
  ['a twin that is missing', "slug: 'decode-all'", first, 'tunnel/key-file/decode-all is not in this file'],
  ['an unknown clause', "'TUNNEL-IDENTITY-7'", "'TUNNEL-IDENTITY-77'", 'did you mean "TUNNEL-IDENTITY-'],
  ['a source that does not parse', "slug: 'decode-all'", 'slug: :', 'keys.ts'],
])('tells %s, writes nothing, and goes on', async (_, right, wrong, text) => {
  const before = readFileSync(written);
  edit(right, wrong);
  await says(text);
  expect(readFileSync(written)).toEqual(before);
  edit(wrong, right);
  await says(' ms)');
});

it('ends with 0 when it is interrupted', async () => {
  const exited = once(child, 'exit');
  child.kill('SIGINT');
  expect(await exited).toEqual([0, null]);
});
