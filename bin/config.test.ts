import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Header, Line } from '../suites/model.js';
import { conform as ask } from './testing/conform.js';

const folder = mkdtempSync(join(tmpdir(), 'conform-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const conform = (cwd: string, ...words: string[]) => ask(['run', '--quiet', ...words], { cwd });

let made = 0;
async function withConfig(config: unknown, ...words: string[]) {
  made += 1;
  const cwd = join(folder, String(made));
  mkdirSync(cwd);
  writeFileSync(
    join(cwd, 'conform.config.json'),
    typeof config === 'string' ? config : JSON.stringify(config),
  );
  return { cwd, ...(await conform(cwd, ...words)) };
}

const toy = { target: `exec:${process.execPath} -e 0` };

const headerOf = (path: string): Header =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line)
    .find((line): line is Header => line.kind === 'header') as Header;

describe('a config', () => {
  it('is found in the working folder: its targets by name, its reports, its level', async () => {
    const { status, cwd } = await withConfig(
      { targets: { mine: toy, embedded: 'reference:tunnel' }, reports: ['jsonl=run.jsonl'], level: 'should' },
      '--only',
      'tunnel/key-file/**',
    );
    expect(status).toBe(3);
    const header = headerOf(join(cwd, 'run.jsonl'));
    expect(header.level).toBe('should');
    expect(header.targets.map(({ name }) => name)).toEqual(['mine', 'embedded']);
    expect(header.targets[0]?.rerun).toMatch(/^node \S+ run --target mine --seed \d+$/);
  });

  it('gives way to the command line', async () => {
    const { status, cwd } = await withConfig(
      { targets: { mine: toy, embedded: 'reference:tunnel' }, level: 'should' },
      ...['--target', 'embedded', '--only', 'tunnel/key-file/**', '--level', 'may'],
      ...['--report', 'jsonl=other.jsonl'],
    );
    expect(status).toBe(0);
    const header = headerOf(join(cwd, 'other.jsonl'));
    expect(header.level).toBe('may');
    expect(header.targets.map(({ name }) => name)).toEqual(['embedded']);
  });

  it('finds its waivers next to it from any folder', async () => {
    const { cwd } = await withConfig(
      { waivers: 'known.json' },
      '--target',
      'reference',
      '--only',
      'punch/token/*',
    );
    writeFileSync(join(cwd, 'known.json'), '[{]');
    const { status, stderr } = await conform(folder, '--config', join(cwd, 'conform.config.json'));
    expect(status).toBe(2);
    expect(stderr).toContain(join(cwd, 'known.json'));
  });

  it('is named in the command that reruns, with the secret only by its place', async () => {
    const path = join(folder, 'secret.jsonl');
    const words = ['--target', 'http://127.0.0.1:1/', '--only', 'punch/5.2/*', '--report', `jsonl=${path}`];
    expect((await conform(folder, ...words, '--secret', 'hush-hush')).status).toBe(3);
    expect(readFileSync(path, 'utf8')).not.toContain('hush-hush');
    expect(headerOf(path).targets[0]?.rerun).toContain('--secret env:SECRET');
  });
});

describe('an invalid config or waivers file is reported with file, place and reason, and nothing runs', () => {
  const oversized = join(folder, 'oversized.json');
  writeFileSync(oversized, '');
  truncateSync(oversized, 64 * 1024 * 1024);

  it.each([
    ['--config', join(folder, 'nowhere.json'), 'nowhere.json: cannot be read: ENOENT'],
    ['--config', oversized, 'oversized.json: is 67108864 bytes long'],
    ['--waivers', join(folder, 'nowhere.json'), 'nowhere.json: cannot be read: ENOENT'],
    ['--waivers', oversized, 'oversized.json: is 67108864 bytes long'],
    ['--waivers', folder, 'cannot be read: EISDIR'],
  ])('%s %s', async (option, path, told) => {
    const { status, stderr, stdout } = await conform(folder, option, path);
    expect(status).toBe(2);
    expect(stderr).toContain(told);
    expect(stdout).toBe('');
  });

  it.each([
    ['no JSON', '{', 'is not JSON'],
    ['an unknown member', { target: 'x' }, 'unknown member "target" (did you mean "targets"?); known: '],
    [
      'an unknown member of a target',
      { targets: { mine: { target: 'x', secrt: 'env:A' } } },
      '#/targets/mine: has an unknown member "secrt" (did you mean "secret"?)',
    ],
    ['an unknown level', { level: 'shall' }, '#/level'],
    ['a target that is a number', { targets: { mine: 7 } }, '#/targets/mine'],
    ['a secret in the open', { targets: { mine: { ...toy, secret: 'hush' } } }, '#/targets/mine/secret'],
    ['a name that is taken', { targets: { reference: toy } }, '#/targets'],
  ])('a config with %s', async (_what, config, told) => {
    const { status, stderr } = await withConfig(config);
    expect(status).toBe(2);
    expect(stderr).toContain('conform.config.json');
    expect(stderr).toContain(told);
  });

  it('a target that is named twice', async () => {
    const { status, stderr } = await conform(folder, '--target', 'reference', '--target', 'reference');
    expect(status).toBe(2);
    expect(stderr).toContain('reference is named twice');
  });
});
