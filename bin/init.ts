import type { Argv } from 'yargs';
import { EXIT } from '../exit.js';
import { inPackage } from '../package.js';
import { copySkeleton, LANGUAGES, type Language, Occupied } from '../runners/exec/skeleton.js';
import { asUsage, type GivenBy, UsageError } from './command.js';
import { initCi } from './init/ci.js';
import { initConfig } from './init/config.js';
import { type ProviderName, providers } from './init/providers.js';
import { initRequirement } from './init/requirement.js';
import { readWhole } from './integer_option.js';
import { number, string } from './options.js';
import { print } from './output.js';
import { withTargetOptions, writtenIn } from './target_options.js';

const SHARDS = 4;
const MOST_SHARDS = 256;
const KINDS = ['adapter', 'config', 'ci', 'requirement'] as const;

type Options = GivenBy<typeof options>;

/** The kinds that take each option. With another kind the option is an error. */
const TAKERS: Readonly<Record<string, readonly Options['what'][]>> = {
  lang: ['adapter'],
  target: ['config', 'ci'],
  name: ['config', 'ci'],
  provider: ['ci'],
  shards: ['ci'],
  out: ['adapter', 'config', 'ci'],
  protocol: ['requirement'],
  sentence: ['requirement'],
  spec: ['requirement'],
  section: ['requirement'],
};

export const options = (yargs: Argv) =>
  withTargetOptions(
    yargs
      .positional('what', { choices: KINDS, demandOption: true, describe: 'what to create' })
      .option('lang', { choices: LANGUAGES, requiresArg: true, describe: 'adapter: its language' })
      .option('target', string('config, ci: the target to test, written as for run'))
      .option('name', string('config, ci: the name of the target in the config; default mine'))
      .option('provider', {
        choices: Object.keys(providers) as ProviderName[],
        requiresArg: true,
        describe: 'ci: the CI system; default github',
      })
      .option('shards', number(`ci: how many jobs share the cases; default ${SHARDS}`))
      .option('protocol', string('requirement: the protocol of the clause'))
      .option('sentence', string('requirement: the sentence in the spec'))
      .option(
        'spec',
        string('requirement: a newer spec that has the sentence; then a part of the sentence is enough'),
      )
      .option('section', string('requirement: the section, when several have the sentence'))
      .option('out', string('the folder for the files')),
  )
    .example('$0 init adapter --lang go --out conformance', 'a codec adapter for your own code')
    .example('$0 init ci --target "exec:python3 adapter.py"', 'a GitHub Actions workflow, and its config')
    .example('$0 init ci --provider kubernetes --shards 8', 'an Indexed Job and a Job that merges');

export async function run(given: Options): Promise<number> {
  const { what, lang, out, target, name } = given;
  for (const [option, takers] of Object.entries(TAKERS)) {
    if (given[option as keyof Options] !== undefined && !takers.includes(what))
      throw new UsageError(
        `--${option}: init ${what} does not take it: remove it; it is for init ${takers.join(' and init ')}`,
      );
  }
  if (what === 'requirement') return initRequirement(given);
  if (what === 'adapter') return adapter(lang, out ?? 'conform-adapter');
  const settings = { target, name, options: writtenIn({ ...given }) };
  return what === 'config'
    ? initConfig(settings, out ?? '.')
    : initCi(
        {
          ...settings,
          provider: given.provider ?? 'github',
          shards: readWhole('shards', given.shards ?? SHARDS, 1, MOST_SHARDS),
        },
        out ?? '.',
      );
}

async function adapter(lang: Language | undefined, out: string): Promise<number> {
  if (lang === undefined)
    throw new UsageError(`--lang is missing: name a language, --lang ${LANGUAGES.join('|')}`);
  const next = asUsage(Occupied, () => copySkeleton(lang, out));
  const shapes = inPackage('docs', 'shapes.md');
  await print(
    `Wrote a working ${lang} adapter to ${out}. Next:\n\n  ${next.join('\n  ')}\n\nWhat each operation is given and returns: ${shapes}\n`,
  );
  return EXIT.green;
}
