/** Measures functions by their indentation, which the formatter keeps. */

/** The last line of the head of a function: a body follows, or an object that it returns. */
const HEAD = /(?:=> \(?|\) |\): .*[^=] )\{$/;
/** What has a block but is no function. */
const STATEMENT = /^ *(?:\} )?(?:if|else|for|while|do|switch|try|catch|finally|class|interface|type|enum)\b/;

const indentOf = (line: string): number => line.length - line.trimStart().length;

interface LongFunction {
  /** Where its head begins. */
  readonly line: number;
  readonly lines: number;
}

/** The functions of this text that have more than so many lines, with their heads. */
export function longFunctions(text: string, most: number): LongFunction[] {
  const lines = text.split('\n');
  return lines.flatMap((line, at) => {
    if (!HEAD.test(line)) return [];
    const first = firstOf(lines, at);
    if (STATEMENT.test(lines[first] ?? '')) return [];
    const indent = indentOf(line);
    const length = lines
      .slice(at + 1)
      .findIndex((one) => indentOf(one) === indent && one.trim().startsWith('}'));
    const whole = at + 1 + length - first + 1;
    return length >= 0 && whole > most ? [{ line: first + 1, lines: whole }] : [];
  });
}

/** A head that ends with its parameters, each on its own line, begins at the line before them. */
function firstOf(lines: readonly string[], at: number): number {
  const last = lines[at] ?? '';
  if (!/^ *[)}]/.test(last)) return at;
  let first = at - 1;
  while (first > 0 && indentOf(lines[first] ?? '') > indentOf(last)) first--;
  return first;
}
