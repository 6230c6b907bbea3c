import type { Argv } from 'yargs';
import { strings } from './options.js';

const TERMS = 'globs on ids, tag:NAME or level:LEVEL (repeatable)';

/** The options that select by id, shared by several commands. */
export const globOptions = <T>(yargs: Argv<T>) =>
  yargs.option('only', strings(TERMS)).option('skip', strings(TERMS));
