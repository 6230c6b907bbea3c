import type { Argv } from 'yargs';

/** What a command file exports: options and examples, and what to do with what was given. */
export interface Command<Options> {
  readonly options: (yargs: Argv) => Argv<Options>;
  /** Resolves to the exit code. */
  readonly run: (options: Options) => number | Promise<number>;
}

/** Called wrongly: nothing was run. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
