import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { keepKey, loadSecretKey, readKey } from './secret_key.js';

async function freshPath(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'conform-secret-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, 'deep', 'er', 'own.key');
}
const key = (byte: number) => new Uint8Array(32).fill(byte);

it('writes a new key in one step, for its owner only, and leaves no temporary file', async () => {
  const path = await freshPath();
  expect(await keepKey(path, key(1))).toEqual(key(1));
  expect(new Uint8Array(await readFile(path))).toEqual(key(1));
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await stat(dirname(path))).mode & 0o777).toBe(0o700);
  expect(await readdir(dirname(path))).toEqual(['own.key']);
});

it('returns the key of the program that was faster, and does not change its file', async () => {
  const path = await freshPath();
  const kept = await Promise.all([1, 2, 3, 4].map((byte) => keepKey(path, key(byte))));
  const onDisk = await readKey(path);
  expect(kept).toEqual(kept.map(() => onDisk));
  expect(await readdir(dirname(path))).toEqual(['own.key']);
});

it('reads no key where there is no file, and rejects any other trouble', async () => {
  const path = await freshPath();
  expect(await readKey(path)).toBeUndefined();
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, new Uint8Array(31));
  await expect(readKey(path)).rejects.toMatchObject({ code: 'key-file/length' });
  await expect(readKey(dirname(path))).rejects.toMatchObject({ code: 'EISDIR' });
});

it.each([
  ['the key on disk', key(1), undefined, 0],
  ['the fresh key that it kept', undefined, 'own', 1],
  ['the key of another program that was faster', undefined, 'other', 0],
] as const)('uses %s', async (_which, found, kept, told) => {
  const kinds: string[] = [];
  let fresh = new Uint8Array();
  const used = await loadSecretKey('path', () => kinds.push('created'), {
    readKey: async () => found,
    async keepKey(_path, made) {
      fresh = new Uint8Array(made);
      return kept === 'own' ? made : key(2);
    },
  });
  expect(used).toEqual(found ?? (kept === 'own' ? fresh : key(2)));
  expect(kinds).toHaveLength(told);
});
