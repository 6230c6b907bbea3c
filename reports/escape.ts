/**
 * Makes text from a target safe to show: it cannot move a cursor, reverse or hide text, open a tag, or give a command to
 * the CI system that collects our output.
 */

/** Controls, formats (bidi, zero width, tags), separators, lone surrogates, and other invisible characters. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}]/gu;
const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const visible = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  if (code > 0xffff) return `\\u{${code.toString(16)}}`;
  return (
    short[character] ??
    (code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`)
  );
};

/** `::name` is a command at the start of a line, `##[name]` and `##vso[name]` anywhere. */
const commands = /(?<=^|\s)::|##(?=\w*\[)/g;

const LINE_LIMIT = 300;

/** One line of text for a person. A cut line says how much is missing. */
export function plain(text: string, limit = LINE_LIMIT): string {
  if (text.length <= limit && isPlain(text)) return text;
  const { head, rest } = cut(text, limit);
  return head.replace(unseen, visible).replace(commands, disarm) + more(rest);
}

const ascii = /^[ -~]*$/;

/** A fast check: most texts are safe, and need no copy. */
const isPlain = (text: string): boolean => ascii.test(text) && !text.includes('::') && !text.includes('##');

/** Several lines. Keeps line breaks, makes each line safe, and limits their number. */
export function plainLines(text: string, lines = 12, limit = LINE_LIMIT): string[] {
  const { head, rest } = cut(text.replace(/\r?\n$/, ''), lines * limit);
  const all = head.split(/\r?\n/);
  const shown = all.slice(0, lines).map((line) => plain(line, limit));
  const dropped = all.length - shown.length;
  const left = [
    ...(dropped > 0 ? [`${dropped} more line${dropped === 1 ? '' : 's'}`] : []),
    ...(rest > 0 ? [`${rest} more characters`] : []),
  ];
  return left.length > 0 ? [...shown, `... (${left.join(', ')})`] : shown;
}

/** The last lines of a transcript, which show the failed exchange. The first line says how many are left out. */
export function lastLines(text: string, lines = 16, limit = LINE_LIMIT): string[] {
  const all = text.replace(/\r?\n$/, '').split(/\r?\n/);
  const dropped = all.length - lines;
  const shown = all.slice(-lines).map((line) => plain(line, limit));
  return dropped > 0 ? [`(${dropped} earlier line${dropped === 1 ? '' : 's'}) ...`, ...shown] : shown;
}

/** Escapes for XML and HTML, in text and in quoted attributes. */
export const markup = (text: string, limit = LINE_LIMIT): string =>
  text.length <= limit && harmless.test(text) ? text : entities(plain(text, limit));

/** A fast check for ASCII without the first characters of markup and commands. */
const harmless = /^[ !$%(-9;=?-_a-~]*$/;

export const entities = (safe: string): string =>
  /[&<>"'`]/.test(safe) ? safe.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`) : safe;

/**
 * Escapes a line of Markdown outside of code: no tags, links, images, headings, mentions, emoji, formulas or lists. A dot
 * or a colon that means nothing stays, because people also read the source.
 */
export const markdown = (text: string, limit = LINE_LIMIT): string =>
  plain(text, limit).replace(
    /[\\`*_[\]()#!|~<>&@$]|:(?!\s|$)|(?<=^\d*)[-+.]|(?<=www)\./gi,
    (character) => `&#${character.charCodeAt(0)};`,
  );

const disarm = (command: string): string => `\\x${command.charCodeAt(0).toString(16)}${command.slice(1)}`;

function cut(text: string, limit: number): { head: string; rest: number } {
  if (text.length <= limit) return { head: text, rest: 0 };
  const last = text.charCodeAt(limit - 1);
  const end = last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit;
  return { head: text.slice(0, end), rest: text.length - end };
}

const more = (rest: number): string => (rest > 0 ? `... (${rest} more characters)` : '');
