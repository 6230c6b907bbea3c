import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inPackage } from '../package.js';
import { vectorsDigest } from '../vectors/digest.js';
import { conform as ask } from './testing/conform.js';

const folder = mkdtempSync(join(tmpdir(), 'conform-report-'));
afterAll(() => rmSync(folder, { recursive: true }));
const recorded = join(folder, 'run.jsonl');

const conform = (...words: string[]) => ask(words, { env: { PATH: process.env['PATH'] } });
const render = (...words: string[]) => conform('report', 'render', ...words);

describe('conform report render', () => {
  let live = '';
  beforeAll(async () => {
    live = (
      await conform('run', '--only', 'punch/token/**', '--report', `jsonl=${recorded}`, '--report', 'console')
    ).stdout;
  });

  it('draws a recorded run as it was drawn live', async () => {
    const { status, stdout, stderr } = await render('--from', recorded);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe(live);
  });

  it('names the vectors that it was asked with by hash', () => {
    const [first = ''] = readFileSync(recorded, 'utf8').split('\n');
    expect(JSON.parse(first).inputs).toEqual({ vectors: vectorsDigest() });
  });

  it('draws it as a file of another kind, and records it again byte by byte', async () => {
    const [junit, again] = [join(folder, 'run.xml'), join(folder, 'again.jsonl')];
    expect(
      (await render('--from', recorded, '--report', `junit=${junit}`, '--report', `jsonl=${again}`)).status,
    ).toBe(0);
    expect(readFileSync(junit, 'utf8')).toContain('<testsuites name="conform" tests="');
    expect(readFileSync(again)).toEqual(readFileSync(recorded));
  });

  it('puts several recordings into one page', async () => {
    const page = join(folder, 'both.html');
    const words = ['--from', recorded, '--from', recorded, '--report', `html=${page}`];
    expect(await render(...words)).toMatchObject({ status: 0, stderr: '' });
    expect(readFileSync(page, 'utf8').match(/"results":/g)).toHaveLength(2);
  });

  it('does not put several into a report of one, nor a damaged one into any', async () => {
    const several = await render('--from', recorded, '--from', recorded);
    expect(several.status).toBe(2);
    expect(several.stderr).toContain('console shows only one recording');
    const [broken, page] = [join(folder, 'broken.jsonl'), join(folder, 'none.html')];
    writeFileSync(broken, readFileSync(recorded, 'utf8').replace('"verdict":"pass"', '"verdict":"green"'));
    expect((await render('--from', recorded, '--from', broken, '--report', `html=${page}`)).status).toBe(2);
    expect(readFileSync(page, 'utf8')).toBe('');
  });

  it('says that one without its end is incomplete, and exits 3', async () => {
    const cut = join(folder, 'cut.jsonl');
    writeFileSync(cut, readFileSync(recorded).subarray(0, -1));
    const { status, stdout, stderr } = await render('--from', cut);
    expect(status).toBe(3);
    expect(stdout).toContain('INCOMPLETE  the run did not end (exit 3)');
    expect(stderr).toBe(`conform: ${cut} is incomplete: it ends within a line\n`);
  });

  it.each([
    ['no such file', () => join(folder, 'none'), 'cannot be read'],
    ['another file', () => inPackage('package.json'), 'line 1: this is not a report stream'],
    ['a folder', () => folder, 'it is a folder'],
  ])('exits 2 for %s, drawing nothing', async (_, from, told) => {
    const { status, stdout, stderr } = await render('--from', from());
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(told);
  });

  it('exits 2 for a line that breaks the schema, with its place', async () => {
    const damaged = join(folder, 'damaged.jsonl');
    writeFileSync(damaged, readFileSync(recorded, 'utf8').replace('"verdict":"pass"', '"verdict":"green"'));
    const { status, stderr } = await render('--from', damaged);
    expect(status).toBe(2);
    expect(stderr).toContain(`${damaged}, line 2 at /verdict: `);
  });

  it('does not overwrite its input', async () => {
    const before = readFileSync(recorded);
    expect((await render('--from', recorded, '--report', `junit=${recorded}`)).status).toBe(2);
    expect(readFileSync(recorded)).toEqual(before);
  });
});

describe('conform report merge', () => {
  const shards = [1, 2].map((index) => join(folder, `shard${index}.jsonl`));
  const merge = (from: readonly string[], ...words: string[]) =>
    conform('report', 'merge', ...from.flatMap((path) => ['--from', path]), ...words);
  beforeAll(async () => {
    for (const [at, path] of shards.entries()) {
      const words = ['--only', 'punch/token/**', '--seed', '1', '--shard', `${at + 1}/2`];
      expect((await conform('run', ...words, '--quiet', '--report', `jsonl=${path}`)).status).toBe(0);
    }
  });

  it('makes one run of its shards, as if it had been run whole', async () => {
    const all = join(folder, 'all.jsonl');
    const { status, stdout } = await merge(shards, '--report', `jsonl=${all}`, '--report', 'console');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^GREEN {2}\d{3} cases in/m);
    expect((await render('--from', all)).status).toBe(0);
  });

  it('exits 3 and says which shard is missing', async () => {
    const { status, stdout } = await merge(shards.slice(1));
    expect(status).toBe(3);
    expect(stdout).toContain('shard 1/2 is missing');
  });

  it('exits with 2 for an invalid shard', async () => {
    const { status, stderr } = await merge([recorded]);
    expect(status).toBe(2);
    expect(stderr).toContain(`${recorded} is not a shard`);
  });
});

describe('conform report compare', () => {
  const compare = (...from: string[]) =>
    conform('report', 'compare', ...from.flatMap((path) => ['--from', path]));

  it('exits 0 where nothing is worse, 1 where something is', async () => {
    const worse = join(folder, 'worse.jsonl');
    const words = ['--target', 'exec:node -e 0', '--only', 'punch/token/**', '--quiet'];
    expect((await conform('run', ...words, '--report', `jsonl=${worse}`)).status).toBe(3);
    expect(await compare(recorded, recorded)).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^NOT WORSE/m),
    });
    expect((await compare(worse, recorded)).status).toBe(0);
    const { status, stdout } = await compare(recorded, worse);
    expect(status).toBe(1);
    expect(stdout).toContain('pass -> blocked  punch/token/decode-peer');
  });

  it('exits 2 for less than two', async () => {
    expect((await compare(recorded)).status).toBe(2);
  });
});

describe('conform report site', () => {
  const site = (...words: string[]) => conform('report', 'site', '--from', recorded, ...words);
  const out = join(folder, 'public');

  it('writes a folder of pages, and writes it again without removed pages', async () => {
    expect(await site('--out', out)).toMatchObject({ status: 0, stderr: '' });
    expect(readFileSync(join(out, 'clauses', 'PUNCH-7-6.html'), 'utf8')).toContain('PUNCH-7-6');
    const list = join(out, 'conform-site.json');
    writeFileSync(join(out, 'gone.html'), '');
    writeFileSync(list, readFileSync(list, 'utf8').replace('"files": [', '"files": ["gone.html",'));
    expect((await site('--out', out)).status).toBe(0);
    expect(existsSync(join(out, 'gone.html'))).toBe(false);
    expect(existsSync(join(out, 'index.html'))).toBe(true);
  });

  it.each<[string, () => string[], string]>([
    ['no folder', () => [], '--out is missing: name the folder'],
    ['a folder with something else', () => ['--out', folder], 'not empty and holds no site of conform'],
    ['a file', () => ['--out', recorded], 'it is a file'],
    ['a list that leads outside', () => ['--out', hostileSite()], 'is damaged'],
    ['a report', () => ['--out', out, '--report', 'json'], '--report: report site does not take it'],
  ])('exits 2 for %s', async (_, words, told) => {
    const { status, stderr } = await site(...words());
    expect(stderr).toContain(told);
    expect(status).toBe(2);
  });

  function hostileSite(): string {
    const path = join(folder, 'hostile');
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, 'conform-site.json'), '{"files":["../../run.html"]}');
    return path;
  }
});
