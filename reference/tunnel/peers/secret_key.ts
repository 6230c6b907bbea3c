/** The key file (section identity). */
import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { keyFile, SECRET_KEY } from '../key_file.js';
import type { Rules } from './rules.js';

/** The key of this peer: the one on disk, or a new one that is written before anything else happens. */
export async function loadSecretKey(
  path: string,
  created: () => void,
  rules: Pick<Rules, 'readKey' | 'keepKey'>,
): Promise<Uint8Array> {
  const found = await rules.readKey(path);
  if (found) return found;
  const fresh = new Uint8Array(randomBytes(SECRET_KEY));
  const kept = await rules.keepKey(path, fresh);
  if (kept === fresh) created();
  return kept;
}

/** Undefined if there is no file. A wrong length, or any other failure, is an error. */
export async function readKey(path: string): Promise<Uint8Array | undefined> {
  try {
    return keyFile.decode(new Uint8Array(await readFile(path)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Creates the file in one step, complete and for its owner only. If two programs start at once, one creates it and both use
 * it, so the returned key may differ from the fresh one.
 */
export async function keepKey(path: string, fresh: Uint8Array): Promise<Uint8Array> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(draft, keyFile.encode(fresh), { mode: 0o600, flag: 'wx' });
    await link(draft, path);
    return fresh;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return keyFile.decode(new Uint8Array(await readFile(path)));
  } finally {
    await rm(draft, { force: true });
  }
}
