import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EXIT } from '../../exit.js';
import { invocation } from '../../package.js';
import { kindOf } from '../../runners/targets.js';
import { UsageError } from '../command.js';
import { CONFIG_NAME, readConfig } from '../config.js';
import { print } from '../output.js';
import { type TargetGiven, writeConfig } from './config.js';
import { type ProviderName, providers } from './providers.js';
import { writeNew } from './write_new.js';

export interface CiGiven extends TargetGiven {
  readonly provider: ProviderName;
  readonly shards: number;
}

export async function initCi(given: CiGiven, folder: string): Promise<number> {
  const { files, next } = providers[given.provider];
  const wanted = files(given.shards).map(({ path, text }) => ({ path: join(folder, path), text }));
  const taken = wanted.find(({ path }) => existsSync(path));
  if (taken) throw new UsageError(`${taken.path} already exists and is not overwritten: name another --out`);
  const config = configFor(given, folder);
  const written = wanted.map(({ path, text }) => {
    mkdirSync(dirname(path), { recursive: true });
    return writeNew(path, text);
  });
  await print(`${[...config, ...written].map((one) => `Wrote ${one}.\n`).join('')}${next}\n`);
  return EXIT.green;
}

/** The config of the workflow. It must name a target of the user: a workflow that tests conform itself would be green. */
function configFor(given: TargetGiven, folder: string): string[] {
  const path = join(folder, CONFIG_NAME);
  if (given.target !== undefined) return [writeConfig(given, folder)];
  const targets = existsSync(path) ? Object.values(readConfig(path)?.targets ?? {}) : [];
  if (targets.some(({ target }) => kindOf(target)?.isOurs !== true)) return [];
  throw new UsageError(
    `a workflow needs a target of yours, and ${
      existsSync(path) ? `${path} names none` : `${path} does not exist`
    }: name it with --target, for example: ${invocation()} init ci --target https://broker.example`,
  );
}
