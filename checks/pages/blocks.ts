/**
 * The fenced blocks of a page, as a test performs them. What follows the language says what a block is:
 *   sh                 run it; it must exit with 0, or with N where it says `exit=N`
 *   sh service=TEXT    start it; TEXT in later blocks then stands for the address that it prints
 *   sh elsewhere=FILE  not run here: FILE, a check or .ci/run, does that
 *   text               lines that the block before has printed, in this order; any figure stands for any other
 *   LANGUAGE file=PATH write this file
 *   LANGUAGE of=PATH   an excerpt: this file of the project has these lines, apart from blanks and commas
 *   diff               apply it
 * Other languages are illustrations. A block without a language is an error: nobody could tell what it is.
 */
export interface Block {
  /** The number of its first line, from 1. */
  readonly line: number;
  readonly language: string;
  readonly words: Readonly<Record<string, string>>;
  readonly text: string;
}

const FENCE = /^```([^\n]*)\n(.*?)^```[ \t]*$/gms;
const WORD = /(\w+)=(?:"([^"]*)"|(\S+))/g;

export function blocksOf(page: string): Block[] {
  return [...page.matchAll(FENCE)].map(({ 1: info = '', 2: text = '', index }) => ({
    line: page.slice(0, index).split('\n').length,
    language: /^\S*/.exec(info)?.[0] ?? '',
    words: Object.fromEntries(
      [...info.matchAll(WORD)].map(([, name = '', quoted, bare]) => [name, quoted ?? bare ?? '']),
    ),
    text,
  }));
}

const KNOWN: Readonly<Record<string, readonly string[]>> = {
  sh: ['exit', 'service', 'elsewhere'],
  text: [],
  diff: [],
};

/** A message for the author of the page about an invalid block; undefined for a valid one. */
export function faultOf({ language, words }: Block): string | undefined {
  if (language === '') return 'a block needs a language after its fence';
  const taken = KNOWN[language] ?? ['file', 'of'];
  const strange = Object.keys(words).find((name) => !taken.includes(name));
  return strange === undefined ? undefined : `${language} takes no ${strange}=`;
}

/** The first line of the block that the output lacks after the lines before it; undefined if it has all. */
export function missingLine(expected: string, output: string): string | undefined {
  const squeezed = (line: string): string =>
    line
      .trim()
      .replace(/\s+/g, ' ')
      .replace(/\d+(?:\.\d+)?/g, '0')
      // A slower machine may take seconds instead of milliseconds.
      .replace(/\b0 ms\b/g, '0 s');
  const lines = output.split('\n').map(squeezed);
  let from = 0;
  for (const line of expected.split('\n')) {
    const wanted = squeezed(line);
    if (wanted === '' || wanted === '...') continue;
    const at = lines.indexOf(wanted, from);
    if (at < 0) return line.trim();
    from = at + 1;
  }
  return undefined;
}

const squeezed = (text: string): string => text.replace(/[\s,;]+/g, '');

/** Whether the file contains the excerpt. `...` on its own line stands for omitted lines. */
export const isExcerpt = (excerpt: string, file: string): boolean => {
  let from = 0;
  const whole = squeezed(file);
  return excerpt.split(/^\s*\.\.\.$/m).every((part) => {
    const at = whole.indexOf(squeezed(part), from);
    from = at + squeezed(part).length;
    return at >= 0;
  });
};
