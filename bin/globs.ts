import type { Argv } from 'yargs';

const TERMS = 'globs on ids, tag:NAME or level:LEVEL (repeatable)';

/** The options that select by id, shared by several commands. */
export const globOptions = <T>(yargs: Argv<T>) =>
  yargs.option('only', { type: 'string', array: true, requiresArg: true, describe: TERMS }).option('skip', {
    type: 'string',
    array: true,
    requiresArg: true,
    describe: TERMS,
  });
