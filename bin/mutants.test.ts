import { expect, it } from 'vitest';
import { conform } from './testing/conform.js';

interface Printed {
  readonly rows: readonly { readonly path: string; readonly fate: string; readonly killers: string[] }[];
  readonly rates: readonly { readonly clause: string; readonly mutants: number; readonly killed: number }[];
}

const FEW = ['mutants', '--quiet', '--only', 'tunnel/codec/{key-file,flow}/*'];

async function printed(...words: string[]): Promise<Printed> {
  const { status, stdout, stderr } = await conform([...FEW, '--json', ...words]);
  expect([status, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as Printed;
}

it('prints who killed each mutant, and the rate of each clause', async () => {
  const { rows, rates } = await printed();
  expect(rows.length).toBeGreaterThan(3);
  for (const { path, fate, killers } of rows) {
    expect([path, fate]).toEqual([path, 'killed']);
    expect(killers.every((id) => id.startsWith('tunnel/'))).toBe(true);
  }
  expect(rates.find(({ clause }) => clause === 'TUNNEL-IDENTITY-7')?.killed).toBeGreaterThan(0);
});

it('takes each mutant in one shard', async () => {
  const parts = await Promise.all(['1/3', '2/3', '3/3'].map((shard) => printed('--shard', shard)));
  const paths = (of: Printed) => of.rows.map(({ path }) => path);
  expect(parts.flatMap(paths).sort()).toEqual(paths(await printed()).sort());
});

it('ends with the rate', async () => {
  const { status, stdout } = await conform(FEW);
  expect(status).toBe(0);
  expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^(\d+) of \1 mutants killed \(100 %\)$/);
});

it('exits with 2 when it is asked for what is not there', async () => {
  for (const words of [
    ['--only', 'tunnel/codec/key-flie/*'],
    ['--jobs', '0'],
    ['--shard', '4/3'],
    ['--protocol', 'pnch'],
  ]) {
    const { status, stderr } = await conform(['mutants', ...words]);
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^conform: /)]);
  }
});
