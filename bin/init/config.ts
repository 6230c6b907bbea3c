import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT } from '../../exit.js';
import { invocation, packageInfo } from '../../package.js';
import { kindOf, schemeOf, targetForms, targetSchemes } from '../../runners/targets.js';
import { checker, FileError } from '../../vectors/schema.js';
import { mustBeTaken } from '../applicable_options.js';
import { asUsage, UsageError } from '../command.js';
import { CONFIG_NAME } from '../config.js';
import type { WrittenOptions } from '../option_forms.js';
import { print } from '../output.js';
import { nearest } from '../suggest.js';
import { memberOf } from '../target_options.js';
import { writeNew } from './write_new.js';

export interface TargetGiven {
  readonly target: string | undefined;
  readonly name: string | undefined;
  readonly options: WrittenOptions;
}

export async function initConfig(given: TargetGiven, folder: string): Promise<number> {
  const path = writeConfig(given, folder);
  await print(`Wrote ${path}. Next:\n\n  ${invocation()} run\n`);
  return EXIT.green;
}

/** Writes a config. It needs a target of the user: a config of the reference is green and proves nothing. */
export function writeConfig({ target, name = 'mine', options }: TargetGiven, folder: string): string {
  if (target === undefined)
    throw new UsageError(`--target is missing: name your implementation, --target TARGET\n${ownForms()}`);
  mustBeOwn(target);
  mustBeTaken([[name, { target, options }]], options, {});
  const members = Object.fromEntries(Object.entries(options).map(([key, value]) => [memberOf(key), value]));
  const config = {
    $schema: schemaPlace(folder),
    targets: { [name]: Object.keys(members).length === 0 ? target : { target, ...members } },
    reports: ['console', 'junit=conform.xml'],
    level: 'must',
  };
  mustFit(config);
  mkdirSync(folder, { recursive: true });
  return writeNew(join(folder, CONFIG_NAME), `${JSON.stringify(config, null, 2)}\n`);
}

const ownForms = (): string =>
  targetForms
    .filter(([form]) => kindOf(form)?.isOurs !== true)
    .map(([form, what]) => `  ${form.padEnd(26)} ${what}`)
    .join('\n');

function mustBeOwn(target: string): void {
  const kind = kindOf(target);
  if (kind?.isOurs)
    throw new UsageError(`--target ${target} is conform itself: name your own implementation\n${ownForms()}`);
  if (kind && target.startsWith(`${schemeOf(target)}:`)) return;
  const meant = nearest(target.split(':')[0] ?? '', targetSchemes);
  const hint = meant === undefined ? '' : ` (did you mean "${meant}"?)`;
  throw new UsageError(`--target "${target}" has no known form${hint}\n${ownForms()}`);
}

const mustFit = (config: object): void =>
  asUsage(FileError, () => checker('config', 'conform:/config.schema.json')(CONFIG_NAME, config));

const INSTALLED = join('node_modules', packageInfo().name, 'bin', 'config.schema.json');

/** The installed schema, for which an editor needs no network, or the published one where the package is not installed. */
const schemaPlace = (folder: string): string =>
  existsSync(join(folder, INSTALLED))
    ? `./${INSTALLED}`
    : `https://unpkg.com/${packageInfo().name}@${packageInfo().version}/bin/config.schema.json`;
