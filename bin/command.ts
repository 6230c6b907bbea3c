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

/** A command as help shows it, and from where it is loaded when it is called. */
export interface Listed {
  readonly name: string;
  /** What stands behind the name without dashes, as yargs writes it. */
  readonly words: string;
  readonly describe: string;
  // What yargs parsed fits the options that the same file declared.
  load(): Promise<Command<never> & Command<unknown>>;
}
