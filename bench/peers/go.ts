/** Foreign programs, built by an installed Go into a cache outside the checkout. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { whichFile } from '../../runners/tools.js';

const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'conform-bench');

/** The path of each program, by the last part of its module path; a reason if Go is missing. */
export async function installed(
  version: string,
  packages: readonly string[],
): Promise<{ readonly program: (name: string) => string } | { readonly missing: string }> {
  if (whichFile('go') === undefined) return { missing: 'go is not on the PATH' };
  const folder = join(cache, version);
  mkdirSync(folder, { recursive: true });
  const program = (name: string): string => join(folder, name);
  for (const one of packages) {
    const [name = ''] = one.split('/').slice(-1);
    if (existsSync(program(name))) continue;
    await promisify(execFile)('go', ['install', `${one}@${version}`], {
      cwd: cache,
      env: { ...process.env, GOBIN: folder },
    });
  }
  return { program };
}
