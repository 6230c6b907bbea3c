/** The documentation must name only existing files. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blocksOf, faultOf, isExcerpt } from '../checks/pages/blocks.js';
import { misfits } from '../checks/pages/hunks.js';
import { fourth, inClone, pages, worked } from '../checks/pages/pages.js';
import { inPackage } from '../package.js';

const read = (path: string): string => readFileSync(inPackage(path), 'utf8');

/** Paths in backticks that contain a folder, but no placeholder and no star. */
const pathsIn = (text: string): readonly string[] =>
  [...text.matchAll(/`((?:[\w.-]+\/)+[\w.-]*)`/g)].flatMap(([, path = '']) =>
    path.includes('NAME') ? [] : path,
  );

const ROOMS = ['reference', 'vectors', 'suites', 'runners', 'reports', 'bin', 'checks', 'scripts', 'docs'];
const isOurs = (path: string): boolean => ROOMS.includes(path.split('/')[0] ?? '');

it.each(['docs/architecture.md', 'CONTRIBUTING.md'])('%s names files and folders that exist', (page) => {
  const paths = pathsIn(read(page)).filter(isOurs);
  expect(paths.length).toBeGreaterThan(5);
  // Ids of cases and vectors look like paths, and readers create some paths themselves.
  const missing = paths.filter((path) => /\.\w+$|\/$/.test(path) && !existsSync(inPackage(path)));
  expect(missing).toEqual([]);
});

it('the architecture page shows a vector and a live case exactly as in their files', () => {
  const shown = blocksOf(read('docs/architecture.md')).flatMap(({ words }) => words['of'] ?? []);
  expect(shown).toEqual(['vectors/generate/tunnel/keys.ts', 'suites/punch/5_3_idempotency.ts']);
});

it.each([...worked.map(({ path }) => path), fourth])('the diffs of %s fit the current files', (path) => {
  const page = read(path);
  expect(page).toContain('```diff');
  expect(misfits(page, read)).toEqual([]);
});

describe('the pages', () => {
  const paths = execFileSync('git', ['ls-files', 'docs/*.md', 'README.md', 'CONTRIBUTING.md'], {
    cwd: inPackage(),
    encoding: 'utf8',
  })
    .trim()
    .split('\n');
  const performed = new Set([...[...pages, ...worked].map(({ path }) => path), ...inClone, fourth]);

  it.each(paths.filter((path) => blocksOf(read(path)).some(({ language }) => language === 'sh')))(
    '%s is performed by a check, or says which one runs its commands',
    (path) => {
      if (performed.has(path)) return;
      const open = blocksOf(read(path)).filter(
        ({ language, words }) => language === 'sh' && !words['elsewhere'],
      );
      expect(open.map(({ line }) => `${path}:${line}`)).toEqual([]);
    },
  );

  it.each(paths)('%s has only valid blocks and working links', (path) => {
    const text = read(path);
    expect(blocksOf(text).flatMap((block) => faultOf(block) ?? [])).toEqual([]);
    for (const { words } of blocksOf(text)) {
      if (words['elsewhere'] !== undefined) expect(existsSync(inPackage(words['elsewhere']))).toBe(true);
    }
    const excerpts = blocksOf(text).filter(({ words }) => words['of'] !== undefined);
    const stale = excerpts.filter((block) => !isExcerpt(block.text, read(block.words['of'] ?? '')));
    expect(stale.map(({ line }) => `${path}:${line}`)).toEqual([]);
    const links = [...text.matchAll(/\]\((?!https?:)([^)#\s]+)/g)].map(([, to = '']) =>
      join(dirname(path), to),
    );
    expect(links.filter((to) => !existsSync(inPackage(to)))).toEqual([]);
  });

  it('are all on the index', () => {
    const index = read('docs/index.md');
    const missing = paths
      .filter((path) => path.startsWith('docs/') && path !== 'docs/index.md')
      .filter((path) => !index.includes(`](${path.slice('docs/'.length)})`));
    expect(missing).toEqual([]);
  });
});

describe('texts that tell people how to start or install the program', () => {
  const texts = execFileSync(
    'git',
    ['ls-files', '*.md', '*.yml', '*.sh', '.ci/run', 'examples', 'runners/exec'],
    {
      cwd: inPackage(),
      encoding: 'utf8',
    },
  )
    .trim()
    .split('\n');
  /** npx or an installer, options, and then the package `conform`, which belongs to somebody else. */
  const stranger =
    /\b(?:npx|npm exec|pnpm dlx|yarn dlx|bunx|npm i|npm install|npm add|pnpm add|yarn add)(?: -{1,2}[\w-]+)* conform\b(?!\/)/;

  it('never name the foreign package `conform`', () => {
    expect(texts.length).toBeGreaterThan(20);
    expect(texts.filter((path) => existsSync(inPackage(path)) && stranger.test(read(path)))).toEqual([]);
  });

  it.each(['npx conform run', 'npx --yes conform', 'npm install --save-dev conform'])('finds %s', (text) => {
    expect(stranger.test(text)).toBe(true);
  });

  it('start with two commands that install and run, without npx', () => {
    const [, first = ''] = /```sh[^\n]*\n(.*?)```/s.exec(read('README.md')) ?? [];
    expect(first.trim().split('\n')).toEqual(['npm ci', 'node . run']);
    for (const command of ['npm ci', 'node . run']) expect(read('.ci/run')).toContain(command);
    const { main } = JSON.parse(read('package.json')) as { main: string };
    expect(main).toBe('dist/bin/entry.js');
  });
});
