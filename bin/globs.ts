import type { Argv } from 'yargs';

/** What is chosen by its id, here and there. */
export const globOptions = <T>(yargs: Argv<T>) =>
  yargs
    .option('only', { type: 'string', array: true, requiresArg: true, describe: 'globs on ids (repeatable)' })
    .option('skip', {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: 'globs on ids (repeatable)',
    });
