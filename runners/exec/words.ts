/** The command line is invalid. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** Words that only a shell acts on. Without a shell the program would receive them as arguments. */
const SHELL_ONLY = new Set(['|', '||', '&', '&&', ';', '<', '>', '>>']);

/** One word: quoted parts, escaped characters and plain ones in any order. */
const WORD = /(?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s'"\\])+/sy;
const PIECE = /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^\s'"\\]+)/gs;

/** Splits a command line into words by the quotes and backslashes of a POSIX shell. It expands nothing and starts no shell. */
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

/** Quotes a text so that `splitWords` and a shell read it as one word. */
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

/** In double quotes a backslash escapes only the characters of POSIX 2.2.3. */
function unquoted(
  _piece: string,
  single?: string,
  double?: string,
  escaped?: string,
  plain?: string,
): string {
  return single ?? double?.replace(/\\(["\\$`])/g, '$1').replace(/\\\n/g, '') ?? escaped ?? plain ?? '';
}
