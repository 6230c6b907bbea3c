/** Installs the brokers of examples/brokers outside the checkout, and starts them. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { inPackage } from '../../package.js';

const CACHE = join(homedir(), '.cache', 'conform-brokers');

/** A program that is missing on this machine, so the broker cannot run. This is no fault of the broker. */
export class Missing extends Error {
  override readonly name = 'Missing';
}

export interface BrokerProgram {
  readonly name: string;
  /** Installs its dependencies if they are missing, and returns the command that starts it. */
  install(): readonly string[];
}

const folderOf = (name: string): string => inPackage('examples', 'brokers', name);

/** A folder in the cache for exactly this content. */
const cached = (name: string, ...contents: readonly string[]): string => {
  const hash = createHash('sha256');
  for (const file of contents) hash.update(readFileSync(join(folderOf(name), file)));
  return join(CACHE, `${name}-${hash.digest('hex').slice(0, 12)}`);
};

function must(command: string, words: readonly string[], cwd = CACHE): void {
  mkdirSync(CACHE, { recursive: true });
  const { status, stdout, stderr, error } = spawnSync(command, words, { cwd, encoding: 'utf8' });
  if (error) throw new Missing(`${command} does not start: ${error.message}`);
  if (status === 0) return;
  const said = `${stdout}${stderr}`.trim().slice(-2_000);
  throw new Error(`${command} ${words.join(' ')} exits ${status}:\n${said}`);
}

function needs(command: string, ...words: readonly string[]): void {
  const { status } = spawnSync(command, words, { stdio: 'ignore' });
  if (status !== 0) throw new Missing(`there is no working ${[command, ...words].join(' ')}`);
}

const python = (name: string): BrokerProgram => ({
  name,
  install() {
    // On Debian, venv comes without ensurepip, which is in its own package.
    needs('python3', '-c', 'import venv, ensurepip');
    const venv = cached(name, 'requirements.txt');
    const program = join(venv, 'bin', 'python');
    const installed = join(venv, 'pyvenv.cfg');
    if (!existsSync(installed)) {
      try {
        must('python3', ['-m', 'venv', venv]);
        const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
        must(program, [...pip, '-r', join(folderOf(name), 'requirements.txt')]);
      } catch (error) {
        rmSync(venv, { recursive: true, force: true });
        throw error;
      }
    }
    return [program, join(folderOf(name), 'broker.py')];
  },
});

const go = (name: string): BrokerProgram => ({
  name,
  install() {
    needs('go', 'version');
    const program = join(CACHE, `${name}-broker`);
    must('go', ['build', '-o', program, '.'], folderOf(name));
    return [program];
  },
});

export const brokers: readonly BrokerProgram[] = [python('aiohttp'), python('fastapi'), go('nethttp')];
