import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { inPackage } from '../package.js';
import type { Header, Line, Result } from '../suites/model.js';
import type { RequirementSet } from '../suites/requirement_set.js';
import { conform as ask } from './testing/conform.js';

const folder = mkdtempSync(join(tmpdir(), 'conform-sets-'));
afterAll(() => rmSync(folder, { recursive: true }));

const whole = JSON.parse(
  readFileSync(inPackage('suites', 'punch', 'sets', 'punch-1.0.0.json'), 'utf8'),
) as RequirementSet;

/** A set of somebody's own, with a few cases. */
function setOf(name: string, change: Partial<RequirementSet>): string {
  const path = join(folder, `${name}.json`);
  writeFileSync(path, JSON.stringify({ ...whole, name, ...change }));
  return path;
}
const few = setOf('few', { cases: { must: ['punch/token/decode-peer'], should: [], may: [] } });

async function run(...words: string[]) {
  const { status, stdout, stderr } = await ask(['run', '--quiet', '--report', 'jsonl', ...words]);
  const lines = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
  const results = lines.filter((line): line is Result => line.kind === 'result');
  return { status, stderr, results, header: lines[0] as Header | undefined };
}

/** Right about one vector, and rejects all others. */
const adapter = join(folder, 'adapter.mjs');
writeFileSync(
  adapter,
  `import { createInterface } from 'node:readline';
  const { vectors } = JSON.parse((await import('node:fs')).readFileSync(${JSON.stringify(inPackage('vectors', 'punch', 'token.json'))}, 'utf8'));
  const { input, expect } = vectors.find(({ id }) => id === 'punch/token/decode-peer');
  for await (const line of createInterface({ input: process.stdin })) {
    const asked = JSON.parse(line);
    if (asked.hello) console.log('{"conform":1,"hello":{"name":"toy","version":"1","structures":{"punch/token":["decode"]}}}');
    else console.log(JSON.stringify({ id: asked.id, ...(asked.input === input ? { accept: expect.accept } : { reject: 'no' }) }));
  }`,
);
const target = ['--target', `exec:${process.execPath} ${adapter}`, '--only', 'punch/token/decode-*'];

describe('--requirements', () => {
  it('gates on the set only, and runs and shows newer cases', async () => {
    expect((await run(...target)).status).toBe(1);
    const { status, results, header } = await run(...target, '--requirements', few);
    expect(status).toBe(0);
    expect(header?.requirements).toEqual([{ name: 'few', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
    const outside = results.filter((one) => one.outside === 'newer than few');
    expect(outside).toHaveLength(results.length - 1);
    expect(outside.some(({ verdict }) => verdict === 'fail')).toBe(true);
    expect(outside.some(({ gates }) => gates)).toBe(false);
    const { stdout } = await ask(['run', '--quiet', ...target, '--requirements', few]);
    expect(stdout).toContain('newer than few: does not gate');
  });

  it('is green for the reference with each set by its name', async () => {
    for (const name of ['punch-1.0.0', 'openhost-draft-m0', 'tunnel-2026'])
      expect((await run('--requirements', name)).status).toBe(0);
  });

  it.each([
    ['punch-1.0', 'did you mean "punch-1.0.0"?'],
    ['nothing', 'known: punch-1.0.0, openhost-draft-m0, tunnel-2026'],
    [
      setOf('ghost', { cases: { must: ['punch/9/ghost'], should: [], may: [] } }),
      'ghost: names the case punch/9/ghost, which does not exist',
    ],
    [setOf('typo', { requirments: [] } as never), 'did you mean "requirements"?'],
  ])('rejects %s', async (name, told) => {
    const { status, stderr } = await run('--requirements', name);
    expect(stderr).toContain(told);
    expect(status).toBe(2);
  });

  it('is remembered by --resume', async () => {
    const path = join(folder, 'run.jsonl');
    await ask(['run', '--quiet', ...target, '--requirements', few, '--report', `jsonl=${path}`]);
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(0, Math.floor(bytes.length / 2)));
    expect((await ask(['run', '--quiet', '--resume', path])).status).toBe(0);
  });
});

it('list sets shows each with its version', async () => {
  const { stdout } = await ask(['list', 'sets', '--json']);
  expect(JSON.parse(stdout)).toMatchObject([
    { set: 'punch-1.0.0', version: '1.0.0' },
    { set: 'openhost-draft-m0' },
    { set: 'tunnel-2026' },
  ]);
});

it('coverage --requirements shows the clauses of a set', async () => {
  const { stdout } = await ask(['coverage', '--requirements', 'punch-1.0.0', '--json']);
  const { rows } = JSON.parse(stdout) as { rows: { requirement: { id: string } }[] };
  expect(rows.map(({ requirement }) => requirement.id).sort()).toEqual(whole.requirements);
});
