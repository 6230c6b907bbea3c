/** Reads a spec text as sections and sentences, independent of its wrapping, line ends and markup. */
import { createHash } from 'node:crypto';
import { headingsOf } from './spec.js';
import { plainOfHtml } from './spec_html.js';

export interface TextSection {
  readonly section: string;
  readonly title: string;
  readonly sentences: readonly string[];
}

/**
 * Cuts a text at its headings, and each section at its sentences, items, cells and fields. A line with one of these titles
 * is a heading at any place and with any number.
 */
export function textSections(text: string, titles: ReadonlySet<string> = new Set()): TextSection[] {
  const isKnown = (title: string): boolean => titles.has(wordsOf(title).join(' '));
  const plain = /<(?:p|li|h[1-6]|td|pre)[\s>]/i.test(text) ? plainOfHtml(text) : text;
  return headingsOf(plain, isKnown).map(({ section, title, lines }) => ({
    section,
    title: wordsOf(title).join(' '),
    sentences: sentencesOf(lines.join('\n')),
  }));
}

/** Removes formatting from words, so that a text and its HTML version have the same words. */
function wordsOf(text: string): string[] {
  return text
    .normalize('NFKC')
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/[\u2013\u2014]/g, ' -- ')
    .replace(/[\u2500-\u257f\u25b6\u25ba\u25c4]/g, ' \u2502 ')
    .replace(/\[([^\][]*)\]\([^()\s]*\)/g, '$1')
    .replace(/[`*]/g, '')
    .replace(/(?<!\w)_(?=[(\w])|(?<=[)\w])_(?!\w)/g, '')
    .split(/\s+/)
    .filter((word) => word !== '');
}

const BULLET = /^[-+\u2022]$/;
const CELL = /^\|$|^\|?[-:|]*---[-:|]*$|^\u2502$/;
const NUMBERED = /^\d{1,2}\.$/;
const ABBREVIATED = /^(?:e\.g|i\.e|etc|cf|vs|No)\.$/i;

/** A sentence ends at a point, a bullet, a cell, a number of a list, or before a field of a structure. */
function sentencesOf(text: string): string[] {
  const words = wordsOf(text);
  const sentences: string[][] = [];
  let open: string[] = [];
  const close = (): void => {
    if (open.length > 0) sentences.push(open);
    open = [];
  };
  for (const [at, word] of words.entries()) {
    const next = words[at + 1];
    // The number of an item is left out, because a new item before it would change all numbers.
    if (BULLET.test(word) || CELL.test(word) || NUMBERED.test(word)) {
      close();
      continue;
    }
    if (next === ':' && open.length > FIELD) close();
    open.push(word);
    if (endsSentence(word)) close();
  }
  close();
  return sentences.map((one) => one.join(' '));
}

/** The sentences of a text without headings, in the form by which they are compared. */
export const sentencesIn = (text: string): readonly string[] => sentencesOf(text);

/** If fewer words than this stand before a field, they belong to the field. */
const FIELD = 3;

const endsSentence = (word: string): boolean =>
  /[.!?;]["')\]]*$/.test(word) && !ABBREVIATED.test(word) && !/^\W*\.\.\.$/.test(word);

/** What is kept of a sentence: its hash, and one byte for each word, from which nobody can restore it. */
export interface Print {
  readonly hash: string;
  readonly words: Uint8Array;
}

const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();

export const hashOf = (sentence: string): string => digest(sentence).toString('hex').slice(0, 16);

export const printOf = (sentence: string): Print => ({
  hash: hashOf(sentence),
  words: Uint8Array.from(sentence.split(' '), (word) => digest(`word\n${word}`)[0] ?? 0),
});
