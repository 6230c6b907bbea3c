// In a clone, `npx conform` looks in node_modules/.bin, where npm links only the programs of dependencies. This script
// links our own program after the build.
import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const program = join(root, 'dist', 'bin', 'entry.js');
const folder = join(root, 'node_modules', '.bin');
if (existsSync(program) && existsSync(join(root, 'node_modules'))) {
  mkdirSync(folder, { recursive: true });
  chmodSync(program, 0o755);
  const link = join(folder, 'conform');
  rmSync(link, { force: true });
  symlinkSync(relative(folder, program), link);
}
