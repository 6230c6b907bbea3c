import type { Argv } from 'yargs';

const TERMS = 'globs on ids, tag:NAME or level:LEVEL (repeatable)';

/** What is chosen by its id, here and there. */
export const globOptions = <T>(yargs: Argv<T>) =>
  yargs.option('only', { type: 'string', array: true, requiresArg: true, describe: TERMS }).option('skip', {
    type: 'string',
    array: true,
    requiresArg: true,
    describe: TERMS,
  });
