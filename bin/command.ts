import type { Argv } from 'yargs';

/** What a command file exports: its options and examples, and the function that runs it. */
export interface Command<Options> {
  readonly options: (yargs: Argv) => Argv<Options>;
  /** Resolves to the exit code. */
  readonly run: (options: Options) => number | Promise<number>;
}

/** The values of the options that a command declares. */
export type GivenBy<Declare extends (yargs: Argv) => Argv<unknown>> =
  ReturnType<Declare> extends Argv<infer Given> ? Given : never;

/** The command line is wrong, so nothing was run. Ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

type ErrorClass = new (...given: never[]) => Error;

/** Tells an error of this class as a mistake of the command line, in this option if one is named. */
export function asUsage<T>(known: ErrorClass, act: () => T, option?: string): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof known)) throw error;
    throw new UsageError(option === undefined ? error.message : `${option}: ${error.message}`);
  }
}

/** A command as help shows it, and how to load it when it is called. */
export interface Listed {
  readonly name: string;
  /** The positional arguments after the name, in the notation of yargs. */
  readonly words: string;
  readonly describe: string;
  // yargs has parsed the arguments by the options that the same file declares, so the types agree.
  load(): Promise<Command<never> & Command<unknown>>;
}
