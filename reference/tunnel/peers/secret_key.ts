import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { keyFile, SECRET_KEY } from '../key_file.js';
import type { Faults } from './faults.js';

/**
 * The key of this peer: read, or made and kept (section identity). A new file appears whole, under its name, and for its
 * owner only; of two that start at once one makes it and both use it.
 */
export async function loadSecretKey(path: string, created: () => void, faults: Faults): Promise<Uint8Array> {
  const found = await read(path, faults);
  if (found) return found;
  const fresh = randomBytes(SECRET_KEY);
  if (faults.has('key-not-kept')) return fresh;
  // Long enough for all that start at once to have found nothing.
  if (faults.has('key-made-by-each')) await sleep(3000);
  if (faults.has('unkept-key-used') && !(await mayWrite(path))) return fresh;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(draft, keyFile.encode(fresh), {
      mode: faults.has('key-for-all') ? 0o644 : 0o600,
      flag: 'wx',
    });
    if (faults.has('key-made-by-each')) await rename(draft, path);
    else await link(draft, path);
    created();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
  if (faults.has('key-made-by-each')) return fresh;
  return keyFile.decode(new Uint8Array(await readFile(path)));
}

const mayWrite = async (path: string): Promise<boolean> =>
  mkdir(dirname(path), { recursive: true }).then(
    () => true,
    () => false,
  );

async function read(path: string, faults: Faults): Promise<Uint8Array | undefined> {
  try {
    const bytes = new Uint8Array(await readFile(path));
    if (faults.has('long-key-cut')) return keyFile.decode(bytes.subarray(0, SECRET_KEY));
    if (faults.has('wrong-key-replaced') && bytes.length !== SECRET_KEY) {
      await rm(path);
      return undefined;
    }
    return keyFile.decode(bytes);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    if (faults.has('unreadable-key-replaced') && code !== 'key-file/length') {
      await rm(path, { recursive: true });
      return undefined;
    }
    throw error;
  }
}
