/** The home folder of a program of the lab, which writes there what it likes. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Lost } from '../../suites/case.js';
import type { Home } from '../../suites/tunnel/port.js';
import { isSystemError } from './system_error.js';

const MOST_FILE = 1 << 20;

/** A pipe or a device, there or where a link leads, would be read for ever. */
async function regular(path: string): Promise<{ readonly mode: number; readonly size: number }> {
  const seen = await stat(path);
  if (!seen.isFile()) throw new Lost('it is no regular file');
  return seen;
}

/** What a program may have done to its files. */
const UNREADABLE = ['EACCES', 'EPERM', 'EISDIR', 'ELOOP', 'ENOTDIR', 'ENXIO', 'ENAMETOOLONG'];

export const homeAt = (path: string): Home => ({
  path,
  async file(name) {
    try {
      const { mode, size } = await regular(join(path, name));
      if (size > MOST_FILE) throw new Lost(`it has ${size} bytes`);
      return { bytes: new Uint8Array(await readFile(join(path, name))), mode: mode & 0o777 };
    } catch (error) {
      if (isSystemError(error, ['ENOENT'])) return 'absent';
      if (!(error instanceof Lost) && !isSystemError(error, UNREADABLE)) throw error;
      throw new Lost(`${name} in the home folder cannot be read: ${error.message}`);
    }
  },
  names: () => readdir(path),
});
