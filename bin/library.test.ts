import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { protocols } from '../suites/protocols.js';
import { casesOf } from '../suites/registry.js';
import { conform as ask } from './testing/conform.js';

const folder = mkdtempSync(join(tmpdir(), 'conform-library-'));
afterAll(() => rmSync(folder, { recursive: true }));

const conform = (...words: string[]) => ask(words);

describe('conform explain', () => {
  it('shows a clause with the cases that test it', async () => {
    const { status, stdout } = await conform('explain', 'PUNCH-7-6');
    expect(status).toBe(0);
    expect(stdout).toContain('punch/token/verify-one-second-late-octets');
    expect(stdout).toContain('PUNCH-F15');
  });

  it('finds a clause by the name that people cite it by', async () => {
    expect((await conform('explain', 'R35g')).stdout).toContain('OPENHOST-3.3-54');
  });

  it('shows a vector byte by byte, with its twin and how to ask it again', async () => {
    const { stdout } = await conform('explain', 'openhost/frame/decode-v2-ping-payload');
    expect(stdout).toMatch(/^1 +1 +type +254/m);
    expect(stdout).toContain('openhost/frame/decode-v2-ping must pass for this to count');
    expect(stdout).toContain("node . run --only 'openhost/frame/decode-v2-ping-payload'");
  });

  it('suggests the id that was meant', async () => {
    const { status, stderr } = await conform('explain', 'punch/token/decode-pear');
    expect(status).toBe(2);
    expect(stderr).toContain('did you mean "punch/token/decode-peer"?');
  });
});

describe('conform list', () => {
  it.each(['cases', 'requirements', 'structures', 'targets', 'reporters'])(
    'lists %s, also as data',
    async (what) => {
      expect((await conform('list', what)).stdout.split('\n').length).toBeGreaterThan(1);
      const rows: unknown = JSON.parse((await conform('list', what, '--json')).stdout);
      expect(rows).toEqual(expect.arrayContaining([expect.any(Object)]));
    },
  );

  it('keeps to the protocol that is asked for', async () => {
    expect((await conform('list', 'structures', '--protocol', 'punch')).stdout).not.toContain('openhost/');
  });

  it('lists the cases that run would select with the same globs', async () => {
    const globs = ['--only', 'tunnel/tcp/*', '--skip', '**/*-reference'];
    const rows: unknown = JSON.parse((await conform('list', '--json', ...globs)).stdout);
    const ids = casesOf(protocols)
      .map(({ id }) => id)
      .filter((id) => /^tunnel\/tcp\/[^/]*$/.test(id) && !id.endsWith('-reference'));
    expect(ids.length).toBeGreaterThan(5);
    expect(rows).toEqual(ids.map((id) => expect.objectContaining({ id })));
  });

  it('exits with 2 for a glob that matches nothing, and suggests what was meant', async () => {
    const { status, stdout, stderr } = await conform('list', '--only', 'tunel/**');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('did you mean "tunnel/**"?');
  });
});

describe('conform vectors', () => {
  it('finds its files as their recipes make them', async () => {
    expect((await conform('vectors', 'generate', '--check')).status).toBe(0);
  });

  it('shows one', async () => {
    const { stdout } = await conform('vectors', 'show', 'punch/token/decode-peer');
    expect(JSON.parse(stdout)).toMatchObject({ id: 'punch/token/decode-peer', op: 'decode' });
  });

  it('exports the data with its schemas', async () => {
    expect((await conform('vectors', 'export', '--out', folder, '--protocol', 'punch')).status).toBe(0);
    for (const name of [
      'manifest.json',
      'punch/token.json',
      'schemas/punch/token.schema.json',
      'schemas/vectors.schema.json',
    ]) {
      expect(existsSync(join(folder, name))).toBe(true);
    }
    expect(existsSync(join(folder, 'openhost'))).toBe(false);
  });

  it('exports for another world, and only into a new folder', async () => {
    const out = join(folder, 'python');
    expect(
      (await conform('vectors', 'export', '--as', 'pypi', '--name', 'mine', '--out', out)).stdout,
    ).toMatch(/^Wrote \d+ files of mine to /);
    expect(existsSync(join(out, 'pyproject.toml'))).toBe(true);
    const again = await conform('vectors', 'export', '--as', 'pypi', '--out', out);
    expect(again.status).toBe(2);
    expect(again.stderr).toMatch(/--out .* is not empty \(it has LICENSE\); name a new folder/);
  });

  it('lists the worlds where one is unknown', async () => {
    const { status, stderr } = await conform(
      'vectors',
      'export',
      '--as',
      'pip',
      '--out',
      join(folder, 'pip'),
    );
    expect(status).toBe(2);
    expect(stderr).toContain('--as: unknown form "pip"; known: npm, pypi, go, crate, json, cbor');
    expect(existsSync(join(folder, 'pip'))).toBe(false);
  });

  it.each([[['show']], [['export']], [['show', 'punch/token/decode-pear']], [['mend']]])(
    'refuses %j with 2',
    async (words) => expect((await conform('vectors', ...words)).status).toBe(2),
  );
});
