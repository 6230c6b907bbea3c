import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inPackage, invocation } from '../../package.js';
import { kindOf } from '../../runners/targets.js';
import { UsageError } from '../command.js';
import { CONFIG_NAME, readConfig } from '../config.js';
import { print } from '../output.js';
import { type TargetGiven, writeConfig } from './config.js';

const WORKFLOW = join('.github', 'workflows', 'conform.yml');

export async function initCi(given: TargetGiven, folder: string): Promise<number> {
  const path = join(folder, WORKFLOW);
  if (existsSync(path)) throw new UsageError(`${path} is there already, and nothing is overwritten`);
  const written = configFor(given, folder);
  mkdirSync(dirname(path), { recursive: true });
  cpSync(inPackage('examples', 'ci', 'conform.yml'), path);
  await print(`${[...written, path].map((one) => `${one} is written.\n`).join('')}`);
  return 0;
}

/** What a workflow runs: it has to name somebody's own target, or the workflow is green and tests conform itself. */
function configFor(given: TargetGiven, folder: string): string[] {
  const path = join(folder, CONFIG_NAME);
  if (given.target !== undefined) return [writeConfig(given, folder)];
  const targets = existsSync(path) ? Object.values(readConfig(path)?.targets ?? {}) : [];
  if (targets.some(({ target }) => kindOf(target)?.isOurs !== true)) return [];
  throw new UsageError(
    `a workflow needs a target of your own, and ${
      existsSync(path) ? `${path} names none` : `there is no ${path}`
    }: give it with --target, as in: ${invocation()} init ci --target https://broker.example`,
  );
}
