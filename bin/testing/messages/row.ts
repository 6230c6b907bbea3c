/** A message as a person meets it: what was asked, and the three things that the answer has to say. */
export interface Row {
  /** Of a call; a command line is its own name. */
  readonly name?: string;
  /** The class that is thrown on the way; absent where a message is told without one. */
  readonly raises?: string;
  /** The words of a command line, asked in the folder of `files.ts`; or a call there, which may return a promise. */
  readonly ask: readonly string[] | (() => unknown);
  /** Of the command line; 2 when absent. */
  readonly exit?: number;
  /** What is waited for would come in seconds: the clock hurries. */
  readonly hurries?: true;
  /** What is wrong. */
  readonly what: string;
  /** The option, the file, the line, or the value as it was given. */
  readonly where: string;
  /** What is accepted, or the command that mends it. */
  readonly next: string;
}

type Said = readonly [ask: string, what: string, where: string, next: string];

/** Rows of one class. Words are parted by blanks; a word with a blank in it stands in single quotes. */
export const rowsOf = (raises: string, said: readonly Said[], exit = 2): Row[] =>
  said.map(([ask, what, where, next]) => ({ raises, ask: wordsOf(ask), exit, what, where, next }));

const wordsOf = (line: string): string[] =>
  Array.from(line.matchAll(/'([^']*)'|(\S+)/g), ([, quoted, plain]) => quoted ?? plain ?? '');
