/** The home folders of the programs of a lab. Each is a file system of its own, because programs may write anything there. */
import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Lost } from '../../../suites/case.js';
import type { Home, HomeFile } from '../../../suites/tunnel/port.js';
import { removeFolder, temporaryFolder } from '../../cleanup/temporary.js';
import { isSystemError } from '../system_error.js';

const MOST_FILE = 1 << 20;

/** A pipe or a device would be read for ever, also one that a link leads to. */
async function regular(path: string): Promise<{ readonly mode: number; readonly size: number }> {
  const seen = await stat(path);
  if (!seen.isFile()) throw new Lost('it is no regular file');
  return seen;
}

/** The errors that a program can cause by what it does to its files. */
const UNREADABLE = ['EACCES', 'EPERM', 'EISDIR', 'ELOOP', 'ENOTDIR', 'ENXIO', 'ENAMETOOLONG'];

const HOME_SIZE = 'size=64m,nr_inodes=16k,mode=700';

const mountAt = (path: string, options: string) =>
  promisify(execFile)('mount', ['-t', 'tmpfs', '-o', options, 'conform', path]);
const unmount = (path: string) => promisify(execFile)('umount', ['-l', path]);

/** Sealed folders have a second file system on top. */
const sealed = new Set<string>();

export const homes = {
  /** A fresh home folder with these files; returns its path. */
  async home(files: readonly HomeFile[]): Promise<string> {
    const path = temporaryFolder('home');
    // A program that writes without end fills this file system, and not the disk of the machine.
    await mountAt(path, HOME_SIZE);
    for (const file of files) {
      await mkdir(dirname(join(path, file.path)), { recursive: true });
      await writeFile(join(path, file.path), file.bytes);
      if (file.mode !== undefined) await chmod(join(path, file.path), file.mode);
    }
    return path;
  },
  /** Nobody can write to this home folder from now on, whatever the rights. */
  async sealHome(path: string): Promise<void> {
    // Permissions do not stop a superuser, but a read-only file system does.
    await mountAt(path, 'ro,size=4k');
    sealed.add(path);
  },
  async removeHome(path: string): Promise<void> {
    if (sealed.delete(path)) await unmount(path);
    await unmount(path);
    removeFolder(path);
  },
  file: readHomeFile,
  names: (path: string): Promise<readonly string[]> => readdir(path),
};

export async function readHomeFile(home: string, name: string): ReturnType<Home['file']> {
  try {
    const { mode, size } = await regular(join(home, name));
    if (size > MOST_FILE) throw new Lost(`it has ${size} bytes`);
    return { bytes: new Uint8Array(await readFile(join(home, name))), mode: mode & 0o777 };
  } catch (error) {
    if (isSystemError(error, ['ENOENT'])) return 'absent';
    if (!(error instanceof Lost) && !isSystemError(error, UNREADABLE)) throw error;
    throw new Lost(`${name} in the home folder cannot be read: ${error.message}`);
  }
}
