import { describe, expect, it } from 'vitest';
import { readToml } from '../../reference/openhost/peers/daemon/toml.js';
import { keyOf } from '../../reference/openhost/peers/relay/store.js';
import { conform } from '../testing/conform.js';

const lines = ({ stdout }: { readonly stdout: string }) => stdout.trimEnd().split('\n');

describe('conform keys --secret', () => {
  it('prints eight keys of a secret, one a line, and the same ones each time', async () => {
    const [first, again] = [
      await conform(['keys', '--secret', 'x']),
      await conform(['keys', '--secret', 'x']),
    ];
    expect(first).toMatchObject({ status: 0, stderr: '' });
    expect(new Set(lines(first)).size).toBe(8);
    for (const key of lines(first)) expect(keyOf(key)).toBeDefined();
    expect(again.stdout).toBe(first.stdout);
    expect((await conform(['keys', '--secret', 'y'])).stdout).not.toBe(first.stdout);
  });

  it('prints the same first keys when it prints more', async () => {
    const few = lines(await conform(['keys', '--secret', 'x']));
    const more = lines(await conform(['keys', '--secret', 'x', '--clients', '12']));
    expect(more).toHaveLength(12);
    expect(more.slice(0, 8)).toEqual(few);
  });

  it('prints the commands that pair and unpair them', async () => {
    const keys = lines(await conform(['keys', '--secret', 'x']));
    const add = await conform(['keys', '--secret', 'x', '--form', 'add']);
    expect(lines(add)).toEqual(keys.map((key) => `openhostd pair add ${key}`));
    const ours = ['--command', 'openhostd -c my.toml'];
    const remove = await conform(['keys', '--secret', 'x', '--form', 'remove', ...ours]);
    expect(lines(remove)).toEqual(keys.map((key) => `openhostd -c my.toml pair remove ${key}`));
  });

  it('prints entries for the database of pairs', async () => {
    const keys = lines(await conform(['keys', '--secret', 'x']));
    const { stdout } = await conform(['keys', '--secret', 'x', '--form', 'toml']);
    const read = readToml(stdout);
    expect(keys.map((_, i) => read.get(`pair.${i}.pubkey`))).toEqual(keys);
    expect([...read.keys()].filter((name) => name.startsWith('pair.0'))).toEqual([
      'pair.0.pubkey',
      'pair.0.nickname',
      'pair.0.added_at',
    ]);
  });

  it('shows in its help what each form is for', async () => {
    const { status, stdout } = await conform(['keys', '--help']);
    expect(status).toBe(0);
    for (const part of [
      '--form add',
      'pair the keys with the known daemon',
      'allow.toml',
      'Pair these before',
    ]) {
      expect(stdout.replaceAll(/\s+/g, ' ')).toContain(part);
    }
  });

  it.each([
    [[], /--secret is missing/],
    [['--secret', 'env:NOT_SET'], /NOT_SET is not set/],
    [['--secret', 'x', '--form', 'json'], /unknown form "json"; known: lines, add, remove, toml/],
    [['--secret', 'x', '--clients', '3'], /--clients must be a whole number from 4 to 300, received 3/],
    [['--secret', 'x', '--clients', '301'], /from 4 to 300, received 301/],
    [['--secret', 'x', '--clients', '4.5'], /--clients must be a whole number/],
    [['--secret', 'x', '--out', 'y'], /--out: only `conform keys new` takes it/],
    [['new', '--secret', 'x'], /--secret: `conform keys new` does not take it/],
    [['--secret', 'x', '--command', 'mine'], /--command has no effect without --form add/],
  ] as const)('%j is a wrong call, and why', async (words, why) => {
    const { status, stdout, stderr } = await conform(['keys', ...words]);
    expect([status, stdout, stderr]).toEqual([2, '', expect.stringMatching(why)]);
  });
});
