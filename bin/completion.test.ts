import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conform } from './testing/conform.js';

const folder = mkdtempSync(join(tmpdir(), 'conform-completion-'));
afterAll(() => rmSync(folder, { recursive: true }));

const has = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0;
const scripts: Record<string, string> = {};

beforeAll(async () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const path = join(folder, shell);
    const { status, stdout } = await conform(['completion', shell]);
    expect(status).toBe(0);
    writeFileSync(path, stdout);
    scripts[shell] = path;
  }
});

describe.skipIf(!has('bash'))('in bash', () => {
  const offered = (...words: string[]): string[] => {
    const at = words.length - 1;
    const script = `source ${scripts['bash']}
      COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${at}
      _conform; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('\n').filter(Boolean);
  };

  it.each([
    [
      ['conform', 'co'],
      ['coverage', 'completion'],
    ],
    [['conform', 'run', '--lev'], ['--level']],
    [
      ['conform', 'run', '--level', ''],
      ['must', 'should', 'may'],
    ],
    [['conform', 'init', 'a'], ['adapter']],
    [
      ['conform', 'report', ''],
      ['render', 'merge', 'compare'],
    ],
    [['conform', 'run', '--config', ''], []],
  ])('offers after %j what fits', (words, expected) => {
    const found = offered(...words);
    expect(found).toEqual(expect.arrayContaining(expected));
    if (expected.length === 0) expect(found).toEqual([]);
  });

  it('offers no option of another command', () => {
    expect(offered('conform', 'list', '--l')).toEqual([]);
    expect(offered('conform', 'list', '--j')).toEqual(['--json']);
  });
});

describe.skipIf(!has('fish'))('in fish', () => {
  const offered = (line: string): string =>
    execFileSync('fish', ['-c', `source ${scripts['fish']}; complete -C'${line}'`], {
      encoding: 'utf8',
      env: { ...process.env, HOME: folder },
    });

  it.each([
    ['conform cov', 'coverage'],
    ['conform run --lev', '--level'],
    ['conform run --level ', 'should'],
    ['conform init a', 'adapter'],
  ])('offers after "%s" what fits', (line, expected) => expect(offered(line)).toContain(expected));
});

describe.skipIf(!has('zsh'))('in zsh', () => {
  it('is read without a fault, and names the function of both bins', () => {
    const script = `autoload -U compinit; compinit -D; source ${scripts['zsh']}; print $_comps[conform] $_comps[p2p-conform]`;
    const { status, stdout, stderr } = spawnSync('zsh', ['-f', '-c', script], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe('_conform _conform\n');
  });

  /** A shell on a terminal of its own, with a tab behind the line; it waits until the text has come. */
  const completed = (line: string, expected: string) =>
    spawnSync(
      'zsh',
      [
        '-f',
        '-c',
        `zmodload zsh/zpty
        zpty shell zsh -f -i
        zpty -w shell 'autoload -U compinit; compinit -D; source ${scripts['zsh']}; print -r -- rea""dy'
        zpty -r shell out '*ready*'
        zpty -w -n shell $1$'\t'
        zpty -r shell out "*$2*"`,
        'zsh',
        line,
        expected,
      ],
      { env: { ...process.env, TERM: 'dumb', HOME: folder }, timeout: 30_000 },
    ).status;

  it.each([
    ['conform cov', 'coverage'],
    ['conform run --lev', '--level'],
    ['conform init ada', 'adapter'],
  ])('completes "%s"', (line, expected) => expect(completed(line, expected)).toBe(0));
});

it('names the shells that there are for another one', async () => {
  const { status, stderr } = await conform(['completion', 'tcsh']);
  expect(status).toBe(2);
  for (const shell of ['bash', 'zsh', 'fish']) expect(stderr).toContain(shell);
});
