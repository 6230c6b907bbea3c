import type { Argv } from 'yargs';
import { copySkeleton, LANGUAGES, type Language, Occupied } from '../runners/exec/skeleton.js';
import { UsageError } from './command.js';
import { print } from './output.js';

const KINDS = ['adapter'] as const;

interface Options {
  readonly what: (typeof KINDS)[number];
  readonly lang: Language;
  readonly out: string | undefined;
}

export const options = (yargs: Argv): Argv<Options> =>
  yargs
    .positional('what', { choices: KINDS, demandOption: true, describe: 'what to begin' })
    .option('lang', { choices: LANGUAGES, demandOption: true, describe: 'its language' })
    .option('out', { type: 'string', requiresArg: true, describe: 'the folder it is put into' })
    .example('$0 init adapter --lang go --out conformance', 'a codec adapter to put your code behind');

export async function run({ lang, out = 'conform-adapter' }: Options): Promise<number> {
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
