/** The command that asks a target again: written into a recording, and read back from it. */
import yargs from 'yargs';
import { invocation } from '../package.js';
import { quoteWord, splitWords } from '../runners/exec/words.js';
import { isRedacted } from '../runners/fingerprint.js';
import { UsageError } from './command.js';
import type { TargetSettings } from './config.js';
import { type Options, options } from './run_options.js';
import { rerunWords } from './target_options.js';

/** A target of the config is named by its name there, any other target with all its options. A secret is named by its place only. */
export function rerunOf(
  shown: string,
  name: string,
  settings: TargetSettings,
  seed: number,
  config: string | undefined,
): string {
  const command = [invocation(), 'run', '--target', quoteWord(shown), '--seed', String(seed)];
  if (name !== settings.target)
    return [...command, ...(config ? ['--config', quoteWord(config)] : [])].join(' ');
  const profile = settings.profile ? ['--profile', settings.profile] : [];
  return [...command, ...rerunWords(settings.options), ...profile].join(' ');
}

/** The targets of a recording and their options, as options of the command line. */
export function readRerun(
  targets: readonly { readonly name: string; readonly rerun: string }[],
): Partial<Options> {
  const hidden = targets.find(({ rerun }) => isRedacted(rerun));
  if (hidden)
    throw new UsageError(
      `--resume: the recording hides a secret of ${hidden.name}: write --target and its options again`,
    );
  const parsed = targets.map(({ rerun }) => parsedOf(rerun));
  return Object.assign({}, ...parsed, { target: parsed.flatMap(({ target }) => target ?? []) });
}

function parsedOf(rerun: string): Partial<Options> {
  const words: readonly string[] = splitWords(rerun);
  const { _, $0, ...parsed } = options(yargs([...words.slice(words.indexOf('run') + 1)]))
    .help(false)
    .version(false)
    .exitProcess(false)
    .parseSync();
  const said = Object.entries(parsed).filter(
    ([name, value]) => value !== undefined && words.includes(`--${name}`),
  );
  return Object.fromEntries(said);
}
