/** The options of `conform fuzz` that belong to models of live peers. */
import type { Argv } from 'yargs';
import { flag, string, strings } from './options.js';

export const withModelOptions = <T>(yargs: Argv<T>) =>
  yargs
    .option(
      'model',
      strings('globs on stateful models of live peers (repeatable); all of a live target when absent'),
    )
    .option('path', string('with --seed: the one history of a model that a rerun line names'))
    .option(
      'i-own-this-target',
      flag('with --allow-live: fuzz a live peer that is not on this machine, or in production'),
    )
    .option('allow-live', strings('the name of its host, typed once more (repeatable)'));
