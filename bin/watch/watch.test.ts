import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { conform } from '../testing/conform.js';
import { watchFiles } from './files.js';
import { watchKeys } from './keys.js';
import { fitted } from './screen.js';

const folder = mkdtempSync(join(tmpdir(), 'conform-watch-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);

describe('watched files', () => {
  /** The first path that is reported after these changes. */
  const told = (paths: readonly string[], change: () => void, ours: readonly string[] = []) =>
    new Promise<string>((resolve) => {
      const watched = watchFiles(paths, ours, (path) => {
        watched.close();
        resolve(path);
      });
      change();
    });

  it('tell of a file that is written, and of one that is replaced', async () => {
    writeFileSync(at('a.py'), '1');
    expect(await told([at('a.py')], () => writeFileSync(at('a.py'), '2'))).toBe(at('a.py'));
    writeFileSync(at('new'), '3');
    expect(await told([at('a.py')], () => renameSync(at('new'), at('a.py')))).toBe(at('a.py'));
  });

  it('tell of a file in a folder below, and of nothing that is noise or written by us', async () => {
    mkdirSync(at('below/__pycache__'), { recursive: true });
    const path = await told([folder], () => {
      for (const name of ['below/__pycache__/a.pyc', 'below/.a.swp', 'report.xml', 'below/b.py'])
        writeFileSync(at(name), 'x');
    }, [at('report.xml')]);
    expect(path).toBe(at('below/b.py'));
  });

  it('rejects paths that do not exist', async () => {
    const { status, stderr } = await conform(['run', '--watch', at('none'), '--quiet']);
    expect(status).toBe(2);
    expect(stderr).toContain(`--watch: there is no ${at('none')}: name a file or a folder`);
  });
});

it('rejects run --watch --resume', async () => {
  const { status, stderr } = await conform(['run', '--watch', folder, '--resume', at('x')]);
  expect(status).toBe(2);
  expect(stderr).toContain('--watch and --resume exclude each other');
});

it('keys come one by one, without the sequences of other keys', () => {
  const keyboard = new PassThrough();
  const pressed: string[] = [];
  const keys = watchKeys(keyboard, (key) => pressed.push(key));
  for (const chunk of ['fa', '\u001b[A', '\u001b', 'é']) keyboard.emit('data', Buffer.from(chunk));
  keys.close();
  keyboard.emit('data', Buffer.from('q'));
  expect(pressed).toEqual(['f', 'a', '\u001b', 'é']);
});

describe('one screen', () => {
  const lines = (count: number) => Array.from({ length: count }, (_, at) => `line ${at}`);

  it('shows a short report whole', () => {
    expect(fitted(`${lines(10).join('\n')}\n`, 24)).toBe(`${lines(10).join('\n')}\n`);
  });

  it('shows the first lines and the last ones of a long report', () => {
    const shown = fitted(`${lines(1000).join('\n')}\n`, 24)
      .trimEnd()
      .split('\n');
    expect(shown).toHaveLength(21);
    expect(shown[0]).toBe('line 0');
    expect(shown[12]).toBe('... 980 more lines: --report console=FILE has them');
    expect(shown.at(-1)).toBe('line 999');
  });
});
