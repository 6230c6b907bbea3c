import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Argv } from 'yargs';
import { inPackage } from '../package.js';
import { copySkeleton, LANGUAGES, type Language, Occupied } from '../runners/exec/skeleton.js';
import { UsageError } from './command.js';
import { print } from './output.js';

const KINDS = ['adapter', 'config', 'ci'] as const;

interface Options {
  readonly what: (typeof KINDS)[number];
  readonly lang: Language | undefined;
  readonly out: string | undefined;
}

export const options = (yargs: Argv): Argv<Options> =>
  yargs
    .positional('what', { choices: KINDS, demandOption: true, describe: 'what to begin' })
    .option('lang', { choices: LANGUAGES, requiresArg: true, describe: 'adapter: its language' })
    .option('out', { type: 'string', requiresArg: true, describe: 'the folder it is put into' })
    .example('$0 init adapter --lang go --out conformance', 'a codec adapter to put your code behind')
    .example('$0 init config', 'a config with one target')
    .example('$0 init ci', 'a workflow for GitHub Actions');

export async function run({ what, lang, out }: Options): Promise<number> {
  if (what === 'adapter') return adapter(lang, out ?? 'conform-adapter');
  if (lang !== undefined) throw new UsageError('--lang is for init adapter');
  return what === 'config'
    ? one(
        inPackage('examples', 'config', 'conform.config.json'),
        out ?? '.',
        'Put your own targets in the place of "mine", then:\n\n  npx conform run',
      )
    : one(
        inPackage('examples', 'ci', 'conform.yml'),
        out ?? join('.github', 'workflows'),
        'It wants conform among the packages of the project, and a config with what to test:\n\n  npx conform init config',
      );
}

async function adapter(lang: Language | undefined, out: string): Promise<number> {
  if (lang === undefined) throw new UsageError(`which language? --lang ${LANGUAGES.join('|')}`);
  const next = copied(lang, out);
  await print(`${out} has a ${lang} adapter that works as it is. Next:\n\n  ${next.join('\n  ')}\n`);
  return 0;
}

function copied(language: Language, folder: string): string[] {
  try {
    return copySkeleton(language, folder);
  } catch (error) {
    if (error instanceof Occupied) throw new UsageError(error.message);
    throw error;
  }
}

async function one(from: string, folder: string, next: string): Promise<number> {
  const path = join(folder, basename(from));
  if (existsSync(path)) {
    throw new UsageError(`${path} is there already, and nothing is overwritten: name another --out`);
  }
  mkdirSync(folder, { recursive: true });
  cpSync(from, path);
  await print(`${path} is written. ${next}\n`);
  return 0;
}
