/**
 * `npm ci` in a clone builds the program with this script. The compilers, TypeScript and esbuild, have native packages for
 * each platform, which are optional for npm. `--omit=optional` leaves them out together with the optional packages of the
 * program. Then this script fetches them into a temporary folder, in the version of the lockfile, and removes them after
 * the build. That build does not check types, because the types of the other optional packages are missing.
 */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
const COMPILERS = ['node_modules/typescript', 'node_modules/esbuild'];

/** The exit code of a command. On Windows, npm is a script, which only a shell can start. */
const ran = (command, words, cwd = root) =>
  spawnSync(command, words, {
    cwd,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  }).status ?? 1;

const isHere = (folder) => existsSync(join(root, folder, 'package.json'));
const fits = ({ os, cpu }) => os?.includes(process.platform) && cpu?.includes(process.arch);

/** The missing native packages of the compilers for this platform. */
const missing = COMPILERS.flatMap((compiler) => Object.keys(packages[compiler].optionalDependencies))
  .map((name) => `node_modules/${name}`)
  .filter((folder) => packages[folder] && fits(packages[folder]) && !isHere(folder));

function fetched(folders) {
  const place = mkdtempSync(join(tmpdir(), 'conform-compilers-'));
  const names = folders.map((folder) => folder.slice('node_modules/'.length));
  const own = {
    name: 'compilers',
    version: '0.0.0',
    dependencies: Object.fromEntries(names.map((name, at) => [name, packages[folders[at]].version])),
  };
  const pinned = folders.map((folder) => {
    const { dev: _dev, optional: _optional, ...one } = packages[folder];
    return [folder, one];
  });
  const lock = { ...own, lockfileVersion: 3, packages: { '': own, ...Object.fromEntries(pinned) } };
  writeFileSync(join(place, 'package.json'), JSON.stringify(own));
  writeFileSync(join(place, 'package-lock.json'), JSON.stringify(lock));
  const status = ran('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'], place);
  return { place, status };
}

function buildWith(folders) {
  const { place, status } = fetched(folders);
  try {
    if (status !== 0) {
      console.error(
        `not built: ${folders.join(', ')} cannot be fetched. To build it: npm ci --include=optional`,
      );
      return 1;
    }
    for (const folder of folders) {
      mkdirSync(dirname(join(root, folder)), { recursive: true });
      symlinkSync(join(place, folder), join(root, folder), 'junction');
    }
    return ran('npm', ['run', '-s', 'build:unchecked']);
  } finally {
    for (const folder of folders) rmSync(join(root, folder), { force: true, recursive: true });
    rmSync(place, { force: true, recursive: true });
  }
}

if (!COMPILERS.every(isHere)) {
  console.error('not built: --omit=dev leaves the compilers out. To build it: npm ci --include=dev');
} else process.exitCode = missing.length === 0 ? ran('npm', ['run', 'build']) : buildWith(missing);
