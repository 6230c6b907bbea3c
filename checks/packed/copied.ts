/** A fresh clone: the sources from git, in their own folder. */
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
  // Hard links need no space, but do not work across file systems.
  const { status } = spawnSync('cp', ['-al', inPackage('node_modules'), copy]);
  if (status !== 0) mustRun(copy, 'cp', '-a', inPackage('node_modules'), copy);
}

/** Returns the folder, which must not exist before. npm packs files with their rights in this folder. */
export function copyBuilt(copy: string): string {
  copySources(copy);
  mustRun(copy, 'npm', 'run', '-s', 'build');
  return copy;
}

/** A git repository, so that a page can show the output of git. It is not built. */
export function cloned(copy: string): string {
  copySources(copy);
  mustRun(copy, 'git', 'init', '-q');
  mustRun(copy, 'git', 'add', '-A');
  const who = ['-c', 'user.name=test', '-c', 'user.email=test@example.org'];
  mustRun(copy, 'git', ...who, 'commit', '-q', '--no-verify', '-m', 'as it is');
  return copy;
}

/** The same, built. */
export function cloneBuilt(copy: string): string {
  cloned(copy);
  mustRun(copy, 'npm', 'run', '-s', 'build');
  return copy;
}
