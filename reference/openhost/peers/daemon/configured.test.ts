import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createIdentity } from '../identity.js';
import { readConfiguration } from './configured.js';
import { ConfigRefused } from './options.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'conform-configured-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Whose configuration names a database of pairs with this in it. */
function configured(pairs: string) {
  const [file, database] = [join(folder, 'daemon.toml'), join(folder, 'allow.toml')];
  writeFileSync(database, pairs);
  const lines = ['[identity]', `store = { kind = "fs", path = "${join(folder, 'id.key')}" }`];
  writeFileSync(file, [...lines, '[pairing]', `db_path = "${database}"`].join('\n'));
  return { ...readConfiguration(file), written: () => readFileSync(database, 'utf8') };
}

const [one, other] = [createIdentity().name, createIdentity().name];

it('pairs and unpairs clients, and leaves the rest of the file as it is', () => {
  const before = `# of mine\n[[pair]]\npubkey = "${one}"\nnickname = "phone"\nadded_at = 1\n`;
  const { options, pair, unpair, written } = configured(before);
  pair(other);
  expect(options.pairs?.()).toEqual([one, other]);
  unpair(other);
  expect(written()).toBe(before);
  unpair(one);
  expect([options.pairs?.(), written()]).toEqual([[], '# of mine\n']);
});

it('rejects a client that is paired twice, unpaired twice, or no key', () => {
  const { pair, unpair } = configured('');
  pair(one);
  expect(() => pair(one)).toThrow(ConfigRefused);
  expect(() => pair('x')).toThrow(/x is not the key/);
  unpair(one);
  expect(() => unpair(one)).toThrow(/is not paired/);
});
