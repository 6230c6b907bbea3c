/** The law of the exit code: 0 is said only of an implementation that passed a case that gates. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { inPackage } from '../package.js';
import type { Header, Line, Result } from '../suites/model.js';
import { conform } from './testing/conform.js';

const folder = mkdtempSync(join(tmpdir(), 'conform-green-'));
afterAll(() => rmSync(folder, { recursive: true }));

const adapter = `exec:python3 ${inPackage('examples', 'adapters', 'python', 'adapter.py')}`;
const waivers = (name: string, id: string, expires: string): string => {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify([{ id, expect: 'fail', reason: 'known', expires }]));
  return path;
};
const whole = waivers('whole.json', '**', '2999-12-31');

const DEAD = [
  'https://127.0.0.1:1',
  'http://127.0.0.1:1',
  'https://dead.invalid',
  'exec:/nonexistent',
  'exec:false',
  'exec:cat',
] as const;

const globs = fc.constantFrom(
  'punch/9.6/old-tls',
  'punch/9.6/*',
  'punch/token/decode-peer',
  'punch/token/decode-*',
  // A case of the level should.
  'punch/token/decode-newline',
  'punch/7/padding',
  '**/padding*',
  'openhost/frame/**',
  'no/such/id',
);
const valued = (option: string, values: fc.Arbitrary<string>) =>
  fc.oneof(
    fc.constant([]),
    values.map((value) => [option, value]),
  );

const commands = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom(...DEAD, adapter, 'reference:codecs'), { maxLength: 3 }),
    fc.uniqueArray(globs, { minLength: 1, maxLength: 3 }),
    valued('--skip', globs),
    valued('--shard', fc.constantFrom('1/2', '2/2', '3/5')),
    valued('--level', fc.constantFrom('must', 'should', 'may')),
    valued('--profile', fc.constantFrom('full', 'production')),
    valued('--waivers', fc.constantFrom(whole)),
    valued('--requirements', fc.constantFrom('punch-1.0.0', 'tunnel-2026')),
    valued('--repeat', fc.constantFrom('1', '2')),
    valued('--bail', fc.constantFrom('1')),
    fc.constantFrom([], ['--fast']),
  )
  .map(([targets, only, ...others]) => [
    ...targets.flatMap((target) => ['--target', target]),
    ...only.flatMap((glob) => ['--only', glob]),
    ...others.flat(),
  ]);

async function run(words: readonly string[]) {
  const { status, stdout } = await conform(['run', '--report', 'jsonl', '--quiet', '--seed', '1', ...words]);
  const lines = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
  const header = lines.find((line): line is Header => line.kind === 'header');
  const results = lines.filter((line): line is Result => line.kind === 'result');
  const proven = new Set(
    results.filter(({ verdict, gates }) => verdict === 'pass' && gates).map(({ target }) => target),
  );
  const own = (header?.targets ?? []).filter(({ kind }) => kind !== 'embedded').map(({ name }) => name);
  return { status, results, proven, own };
}

describe('exit code 0', () => {
  it('is never given without a gating pass, for each own target that was named', async () => {
    await fc.assert(
      fc.asyncProperty(commands, async (words) => {
        const { status, proven, own } = await run(words);
        if (status !== 0) return;
        expect(proven.size).toBeGreaterThan(0);
        expect([...proven]).toEqual(expect.arrayContaining(own));
      }),
      { numRuns: 12 },
    );
  });

  const control = ['--only', 'punch/token/decode-peer'];
  it.each([
    ['the reference', control],
    ['an adapter', ['--target', adapter, ...control]],
    ['an adapter beside the reference', ['--target', adapter, '--target', 'reference:codecs', ...control]],
    ['a case of the level that gates', ['--only', 'punch/token/decode-newline', '--level', 'should']],
  ])('is given to %s that passes', async (_name, words) => {
    const { status, proven, own } = await run(words);
    expect(status).toBe(0);
    expect([...proven]).toEqual(expect.arrayContaining(own));
  });

  it.each([
    ['a pass that does not gate', ['--only', 'punch/token/decode-newline']],
    [
      'a skip beside the pass of the reference',
      [
        '--target',
        'reference:codecs',
        '--target',
        adapter,
        '--only',
        'punch/token/decode-peer',
        '--only',
        'tunnel/key-file/decode-32',
        '--skip',
        'punch/token/*',
      ],
    ],
    [
      'a target that no chosen case applies to',
      ['--target', 'http://127.0.0.1:1', '--target', 'reference:codecs', ...control],
    ],
  ])('is not given for %s', async (_name, words) => {
    const { status, results } = await run(words);
    expect(results.some(({ verdict }) => verdict === 'pass')).toBe(true);
    expect(status).toBe(3);
  });

  it.each(DEAD)('is not given for the dead target %s, which passes nothing', async (target) => {
    const { status, results } = await run([
      '--target',
      target,
      '--only',
      target.startsWith('exec:') ? 'punch/token/decode-*' : 'punch/9.6/*',
    ]);
    expect(status).toBe(3);
    expect(results.length).toBeGreaterThan(0);
    expect(results.map(({ verdict }) => verdict)).toEqual(results.map(() => 'blocked'));
  });
});
