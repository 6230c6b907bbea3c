import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { killsOf } from '../suites/kills.js';
import { protocols } from '../suites/protocols.js';
import { conform } from './testing/conform.js';

interface Printed {
  readonly rows: readonly { readonly path: string; readonly fate: string; readonly killers: string[] }[];
  readonly rates: readonly { readonly clause: string; readonly mutants: number; readonly killed: number }[];
}

const FEW = ['mutants', '--quiet', '--only', 'tunnel/codec/key-file/*'];

async function printed(...words: string[]): Promise<Printed> {
  const { status, stdout, stderr } = await conform([...FEW, '--json', ...words]);
  expect([status, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as Printed;
}

let asked: Promise<Printed> | undefined;
const whole = (): Promise<Printed> => {
  asked ??= printed();
  return asked;
};

it('prints who killed each mutant, and the rate of each clause', async () => {
  const { rows, rates } = await whole();
  expect(rows.length).toBeGreaterThan(2);
  for (const { path, fate, killers } of rows) {
    expect([path, fate]).toEqual([path, 'killed']);
    expect(killers.every((id) => id.startsWith('tunnel/'))).toBe(true);
  }
  expect(rates.find(({ clause }) => clause === 'TUNNEL-IDENTITY-7')?.killed).toBeGreaterThan(0);
});

it('runs each mutant in exactly one shard', async () => {
  const parts = await Promise.all(['1/2', '2/2'].map((shard) => printed('--shard', shard)));
  const paths = (of: Printed) => of.rows.map(({ path }) => path);
  expect(parts.flatMap(paths).sort()).toEqual(paths(await whole()).sort());
});

it('ends with the rate', async () => {
  const { status, stdout } = await conform(FEW);
  expect(status).toBe(0);
  expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^(\d+) of \1 mutants killed \(100 %\)$/);
});

it('exits with 2 for mutants that do not exist', async () => {
  for (const words of [
    ['--only', 'tunnel/codec/key-flie/*'],
    ['--jobs', '0'],
    ['--shard', '4/3'],
    ['--protocol', 'pnch'],
    ['--record', '--only', 'tunnel/codec/**'],
    ['--cache', 'kills.json', '--equivalents'],
    ['--cache', 'package.json'],
    ['--cache', 'README.md'],
    ['--cache', 'no/such/folder/kills.json'],
  ]) {
    const { status, stderr } = await conform(['mutants', ...words]);
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^conform: /)]);
  }
});

it('shows the recorded rates in coverage and in the header of a stream', async () => {
  const [kills] = protocols.flatMap(({ spec }) => killsOf(spec.protocol) ?? []);
  if (!kills) throw new Error('nothing is recorded');
  const [clause = '', [killed, mutants]] = Object.entries(kills.clauses)[0] ?? ['', [0, 0]];
  const { stdout: covered } = await conform(['coverage', '--protocol', kills.protocol, '--json']);
  const { rows } = JSON.parse(covered) as { rows: { requirement: { id: string }; mutants?: object }[] };
  expect(rows.find(({ requirement }) => requirement.id === clause)?.mutants).toEqual({ killed, of: mutants });
  const { stdout } = await conform(['run', '--quiet', '--only', 'tunnel/flow/**', '--report', 'jsonl']);
  const { specs } = JSON.parse(stdout.split('\n')[0] ?? '') as { specs: { protocol: string }[] };
  expect(specs.find(({ protocol }) => protocol === kills.protocol)).toMatchObject({
    mutants: { killed: kills.killed, of: kills.mutants },
  });
});

it('skips mutants that were killed before and that no change can reach', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'conform-kills-'));
  const words = [
    'mutants',
    '--quiet',
    '--json',
    '--protocol',
    'punch',
    '--only',
    'punch/broker/duplicate-is-400',
    '--cache',
    join(folder, 'kills.json'),
  ];
  try {
    const printed: unknown[] = [];
    for (const _ of [1, 2]) {
      const { status, stdout, stderr } = await conform(words);
      expect([status, stderr]).toEqual([0, '']);
      printed.push(JSON.parse(stdout));
    }
    const rows = [expect.objectContaining({ fate: 'killed', killers: ['punch/5.3/duplicate-name'] })];
    expect(printed).toEqual([0, 1].map((unchanged) => expect.objectContaining({ rows, unchanged })));
    expect(readdirSync(folder)).toEqual(['kills.json']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
