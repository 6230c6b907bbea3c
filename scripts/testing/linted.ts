/** Lints invented files with the config of this repository. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inPackage } from '../../package.js';

interface Diagnostics {
  readonly diagnostics: readonly { category: string; location: { path: string | { file: string } } }[];
}

/** The files in which the linter finds something of this category, sorted. */
export function flagged(category: string, files: Readonly<Record<string, string>>): string[] {
  const house = mkdtempSync(join(tmpdir(), 'conform-linted-'));
  try {
    for (const one of ['biome.json', 'scripts/named_errors.grit']) cpSync(inPackage(one), join(house, one));
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(house, file)), { recursive: true });
      writeFileSync(join(house, file), text);
    }
    const biome = inPackage('node_modules', '@biomejs', 'biome', 'bin', 'biome');
    const words = [biome, 'lint', '--reporter=json', '--max-diagnostics=500', '.'];
    const { stdout } = spawnSync(process.execPath, words, { cwd: house, encoding: 'utf8' });
    const found = (JSON.parse(stdout) as Diagnostics).diagnostics
      .filter((one) => one.category === category)
      .map(({ location: { path } }) => (typeof path === 'string' ? path : path.file));
    return [...new Set(found)].sort();
  } finally {
    rmSync(house, { recursive: true });
  }
}
