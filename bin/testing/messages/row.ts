/** A message as a user sees it: the call that causes it, and the three parts that it must have. */
export interface MessageRow {
  /** The name of a call. A command line is its own name. */
  readonly name?: string;
  /** The class that is thrown. Absent if the message is printed without an error. */
  readonly raises?: string;
  /** The words of a command line that runs in the folder of `files.ts`, or a call there, which may return a promise. */
  readonly ask: readonly string[] | (() => unknown);
  /** The exit code of the command line; 2 by default. */
  readonly exit?: number;
  /** The message comes after seconds, so the clock runs faster. */
  readonly hurries?: true;
  /** What is wrong. */
  readonly what: string;
  /** The option, the file, the line, or the given value. */
  readonly where: string;
  /** What is accepted, or the command that fixes it. */
  readonly next: string;
}

type Said = readonly [ask: string, what: string, where: string, next: string];

/** Rows of one class. Blanks separate words. A word with a blank has single quotes around it. */
export const rowsOf = (raises: string, said: readonly Said[], exit = 2): MessageRow[] =>
  said.map(([ask, what, where, next]) => ({ raises, ask: wordsOf(ask), exit, what, where, next }));

const wordsOf = (line: string): string[] =>
  Array.from(line.matchAll(/'([^']*)'|(\S+)/g), ([, quoted, plain]) => quoted ?? plain ?? '');
