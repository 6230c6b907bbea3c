/** A clone, as somebody has it who just built it: the sources as git sees them, in a folder of its own. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inPackage } from '../../package.js';

function mustRun(cwd: string, command: string, ...words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, words, { cwd, encoding: 'utf8', timeout: 200_000 });
  if (status !== 0) throw new Error(`${command} ${words.join(' ')} exits with ${status}\n${stdout}${stderr}`);
  return stdout;
}

function copySources(copy: string): void {
  const listed = mustRun(inPackage(), 'git', 'ls-files', '-z', '-co', '--exclude-standard');
  for (const path of listed.split('\0').filter((each) => each !== '' && existsSync(inPackage(each)))) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    cpSync(inPackage(path), join(copy, path));
  }
  // Hard links cost no space; another file system has none.
  const { status } = spawnSync('cp', ['-al', inPackage('node_modules'), copy]);
  if (status !== 0) mustRun(copy, 'cp', '-a', inPackage('node_modules'), copy);
}

/** Returns the folder, which must not exist before. npm packs files with the rights that they have here. */
export function copyBuilt(copy: string): string {
  copySources(copy);
  mustRun(copy, 'npm', 'run', '-s', 'build');
  return copy;
}

/** A repository, so that a page can show what git says; it has to be built. */
export function cloned(copy: string): string {
  copySources(copy);
  mustRun(copy, 'git', 'init', '-q');
  mustRun(copy, 'git', 'add', '-A');
  const who = ['-c', 'user.name=test', '-c', 'user.email=test@example.org'];
  mustRun(copy, 'git', ...who, 'commit', '-q', '--no-verify', '-m', 'as it is');
  return copy;
}

/** The same, as somebody has it who just built it. */
export function cloneBuilt(copy: string): string {
  cloned(copy);
  mustRun(copy, 'npm', 'run', '-s', 'build');
  return copy;
}
