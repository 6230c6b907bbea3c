/** The adapters of examples/adapters as commands. They are built in copies, so the checkout does not change. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inPackage } from '../../package.js';
import { quoteWord } from '../../runners/exec/words.js';

export interface Example {
  readonly language: string;
  /** The program that this example needs to be built and started. */
  readonly needs: readonly [program: string, ...words: string[]];
  /** The least number of vectors that it must answer. */
  readonly answers: number;
  /** Builds the example in this folder, and returns the command that starts it. */
  readonly command: (folder: string) => readonly string[];
}

const tsc = inPackage('node_modules', 'typescript', 'bin', 'tsc');
const SANITIZED = 'CFLAGS=-O1 -Wall -Wextra -Wpedantic -Werror -fsanitize=address,undefined';

/** Runs a build in the folder, and returns the path of the built program. */
const built =
  (program: string, ...words: readonly string[]) =>
  (result: string) =>
  (folder: string): readonly string[] => {
    execFileSync(program, words, { cwd: folder, stdio: 'pipe' });
    return [join(folder, result)];
  };

export const examples: readonly Example[] = [
  {
    language: 'python',
    needs: ['python3', '--version'],
    answers: 1200,
    command: (folder) => ['python3', join(folder, 'adapter.py')],
  },
  {
    language: 'java',
    needs: ['javac', '--version'],
    answers: 250,
    command: (folder) => [
      ...['java', '-cp'],
      ...built(...(['javac', '-Xlint:all', '-Werror', '-d', 'classes', 'Adapter.java'] as const))('classes')(
        folder,
      ),
      'Adapter',
    ],
  },
  {
    language: 'c',
    needs: ['cc', '--version'],
    answers: 250,
    command: built('make', SANITIZED)('adapter'),
  },
  {
    language: 'typescript',
    needs: [process.execPath, '--version'],
    answers: 250,
    command: (folder) => [process.execPath, ...built(process.execPath, tsc)('dist/adapter.js')(folder)],
  },
  {
    language: 'go',
    needs: ['go', 'version'],
    answers: 1200,
    command: built('go', 'build', '-o', 'adapter', '.')('adapter'),
  },
  {
    language: 'rust',
    needs: ['cargo', '--version'],
    answers: 250,
    command: built('cargo', 'build', '--offline', '--quiet')('target/debug/adapter'),
  },
];

export const canBuild = ({ needs: [program, ...words] }: Example): boolean =>
  spawnSync(program, words).status === 0;

/** Returns the command of the example, and the folder of its copy, which the caller removes. */
export function buildExample({ language, command }: Example): { command: string; folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'conform-adapter-'));
  cpSync(inPackage('examples', 'adapters', language), folder, { recursive: true });
  if (language === 'typescript') symlinkSync(inPackage('node_modules'), join(folder, 'node_modules'));
  return { command: command(folder).map(quoteWord).join(' '), folder };
}
