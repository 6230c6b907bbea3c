/** The installed size of the package, computed from the lockfile and the installed packages. Nothing is fetched. */
import { spawnSync } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inPackage } from '../../package.js';

export interface Packed {
  readonly filename: string;
  readonly integrity: string;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

/** Runs `npm pack` in a folder. The tarball is only written if `into` names a folder. */
export function pack(folder: string, into?: string): Packed {
  const place = into === undefined ? ['--dry-run'] : ['--pack-destination', into];
  const { stdout, stderr, status } = spawnSync('npm', ['pack', '--json', '--ignore-scripts', ...place], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`npm pack ends with ${status}: ${stderr}`);
  const [packed] = Object.values(JSON.parse(stdout) as Record<string, Packed>);
  if (!packed) throw new Error('npm pack told of no tarball');
  return packed;
}

export interface Locked {
  readonly version: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly optional?: boolean;
}

/** The packages of the lockfile, by their folder. */
export function lockedPackages(): Readonly<Record<string, Locked>> {
  const { packages } = JSON.parse(readFileSync(inPackage('package-lock.json'), 'utf8')) as {
    packages: Record<string, Locked>;
  };
  return Object.fromEntries(Object.entries(packages).filter(([folder]) => folder !== ''));
}

/** `dev` marks packages that only developers need. `devOptional` ones are also optional packages of users. */
const isUsers = ({ dev }: Locked): boolean => !dev;

/** Nested packages are counted separately, unless `nested` is true. */
export function bytesIn(folder: string, { nested = false } = {}): number {
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      bytes += entry.name === 'node_modules' && !nested ? 0 : bytesIn(path, { nested });
    else bytes += lstatSync(path).size;
  }
  return bytes;
}

export interface Weight {
  readonly bytes: number;
  readonly packages: number;
}

/** The lockfile also lists optional packages for other platforms, which are not installed. */
function weigh(folders: readonly string[], own: number): Weight {
  const here = folders.flatMap((folder) => {
    try {
      return [bytesIn(inPackage(folder))];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  });
  return { bytes: own + here.reduce((sum, bytes) => sum + bytes, 0), packages: here.length };
}

export function installedWeights(): { readonly plain: Weight; readonly full: Weight } {
  const { unpackedSize } = pack(inPackage());
  const users = Object.entries(lockedPackages()).filter(([, locked]) => isUsers(locked));
  const folders = (taken: readonly (readonly [string, Locked])[]): string[] =>
    taken.map(([folder]) => folder);
  return {
    plain: weigh(folders(users.filter(([, one]) => !one.optional && !one.devOptional)), unpackedSize),
    full: weigh(folders(users), unpackedSize),
  };
}
