/** A command line that cannot be used as it was typed. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** What a shell would act on; we start the program ourselves, so it would reach it as a plain argument. */
const SHELL_ONLY = new Set(['|', '||', '&', '&&', ';', '<', '>', '>>']);

/** One word: quoted stretches, escaped characters and plain ones in any order. */
const WORD = /(?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s'"\\])+/sy;
const PIECE = /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^\s'"\\]+)/gs;

/**
 * Splits a command line into words as a POSIX shell does: single quotes, double quotes, backslash. Nothing is
 * expanded and no shell is started.
 */
export function splitWords(command: string): [program: string, ...args: string[]] {
  const words: string[] = [];
  for (let at = blank(command, 0); at < command.length; at = blank(command, at)) {
    WORD.lastIndex = at;
    const word = WORD.exec(command)?.[0];
    const end = at + (word?.length ?? 0);
    if (word === undefined || !/^\s|^$/.test(command.slice(end, end + 1))) {
      throw new CommandError(
        `${unfinished(command, end)} in the command: ${command}: close it, or write \\ before it`,
      );
    }
    if (SHELL_ONLY.has(word)) {
      throw new CommandError(`the command runs without a shell, so ${word} has no effect: write sh -c '...'`);
    }
    words.push(word.replace(PIECE, unquoted));
    at = end;
  }
  const [program, ...args] = words;
  if (!program) throw new CommandError('the command is empty: write exec:PROGRAM ARGUMENTS');
  return [program, ...args];
}

/** A word as `splitWords` and a shell take it for one. */
export const quoteWord = (word: string): string =>
  /^[\w:./@%+,=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

function blank(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text.charAt(at))) at++;
  return at;
}

function unfinished(command: string, at: number): string {
  const mark = command.charAt(at);
  return mark === '\\' ? 'a backslash at the end' : `an unbalanced ${mark}`;
}

/** In double quotes a backslash escapes only what would end or expand there, as in POSIX 2.2.3. */
function unquoted(
  _piece: string,
  single?: string,
  double?: string,
  escaped?: string,
  plain?: string,
): string {
  return single ?? double?.replace(/\\(["\\$`])/g, '$1').replace(/\\\n/g, '') ?? escaped ?? plain ?? '';
}
