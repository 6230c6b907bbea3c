import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { copySkeleton, LANGUAGES, MADE, Occupied } from './skeleton.js';
import { splitWords } from './words.js';

const folder = mkdtempSync(join(tmpdir(), 'conform-skeleton-'));
afterAll(() => rmSync(folder, { recursive: true }));

it.each(LANGUAGES)('copies the %s adapter without what a build makes, and says how to run it', (language) => {
  const out = join(folder, language);
  const commands = copySkeleton(language, out);
  const names = readdirSync(out);
  expect(names.length).toBeGreaterThan(0);
  expect(names.filter((name) => MADE.has(name))).toEqual([]);
  const target = splitWords(commands.at(-1) ?? '').at(-1) ?? '';
  expect(splitWords(target.replace(/^exec:/, '')).some((word) => word.includes(out))).toBe(true);
});

it('overwrites no file, and copies none beside it', () => {
  const out = mkdtempSync(join(folder, 'taken-'));
  const mine = join(out, 'adapter.py');
  writeFileSync(mine, 'mine');
  expect(() => copySkeleton('python', out)).toThrow(Occupied);
  expect(() => copySkeleton('python', out)).toThrow(`${mine} already exists`);
  expect(readFileSync(mine, 'utf8')).toBe('mine');
  expect(readdirSync(out)).toEqual(['adapter.py']);
});

it.each(["it's", 'two words', '$(id)', '"quoted"'])(
  'quotes a folder that a shell would change: %s',
  (name) => {
    const out = join(folder, name);
    const [command = ''] = copySkeleton('python', out);
    const shown = /"((?:[^"\\]|\\.)*)"$/.exec(command)?.[1]?.replace(/\\(.)/g, '$1') ?? '';
    expect(splitWords(shown)).toEqual(['exec:python3', join(out, 'adapter.py')]);
    expect(existsSync(join(out, 'adapter.py'))).toBe(true);
  },
);
