/** What a new text of a spec touches, for a terminal. */
import { palette } from './color.js';
import { wrap } from './columns.js';
import { counted } from './duration.js';
import { plain } from './escape.js';

interface Heading {
  readonly section: string;
  readonly title: string;
}

export interface ShownDrift {
  readonly protocol: string;
  readonly same: boolean;
  readonly formOnly: boolean;
  readonly sections: readonly {
    readonly change: string;
    readonly was?: Heading;
    readonly is?: Heading;
    readonly into?: readonly Heading[];
  }[];
  readonly sentences: readonly ShownSentence[];
  readonly touched: readonly {
    readonly id: string;
    readonly level: string;
    readonly text: string;
    readonly cases: readonly string[];
    readonly vectors: readonly string[];
    readonly waivers: readonly string[];
    readonly sets: readonly string[];
  }[];
}

export interface ShownSentence {
  readonly change: string;
  readonly section: string;
  readonly text?: string;
  readonly words?: readonly { readonly is: string; readonly text: string }[];
  readonly clauses: readonly string[];
  readonly unheld?: true;
}

export const DRIFT_FORMATS = ['text', 'markdown', 'html'] as const;

const headingText = ({ section, title }: Heading): string => `${section} ${title}`;

export function sectionLine({ change, was, is, into }: ShownDrift['sections'][number]): string {
  if (change === 'split' && was && into)
    return `${headingText(was)}: split into ${into.map(headingText).join(' and ')}`;
  if (was && is && change === 'renumbered') return `${headingText(was)}: renumbered to ${is.section}`;
  if (was && is && change === 'retitled') return `${headingText(was)}: its title is now ${is.title}`;
  if (was && is) return `${headingText(was)}: ${change}`;
  return `${headingText(is ?? was ?? { section: '', title: '' })}: ${change}`;
}

/** The marks of git diff --word-diff. */
const inMarks = (is: string, text: string): string => (is === 'new' ? `{+${text}+}` : `[-${text}-]`);

/** Marks changed words in plain text, without color and markup. */
export function markedText(
  { text, words }: ShownSentence,
  mark: (is: string, text: string) => string,
): string {
  if (!words) return text === undefined ? '(add --old with the old text to see it)' : text;
  return words.map(({ is, text: part }) => (is === 'same' ? part : mark(is, part))).join(' ');
}

export const restsOn = ({ clauses, unheld, change }: ShownSentence): string => {
  if (clauses.length > 0) return clauses.join(' ');
  return unheld ? 'no clause covers this' : change === 'new' ? 'no rule' : 'no clause rests on it';
};

export function opening({ protocol, same, formOnly }: ShownDrift): string | undefined {
  if (same) return `the text of ${protocol} is the one that this version is written against`;
  return formOnly
    ? `the text of ${protocol} changed only in its form: every sentence is the same`
    : undefined;
}

export function summary({ protocol, sentences, touched }: ShownDrift): string {
  const count = (change: string): number => sentences.filter((one) => one.change === change).length;
  const unheld = sentences.filter((one) => one.unheld).length;
  const parts = [`${count('edited')} edited`, `${count('new')} new`, `${count('gone')} gone`];
  const held = unheld === 0 ? '' : `; no clause covers ${counted(unheld, 'new rule')}`;
  return `${protocol}: sentences ${parts.join(', ')}; ${counted(touched.length, 'clause')} touched${held}`;
}

/** The report for a terminal of this width. */
export function driftText(drift: ShownDrift, width: number, color = false): string {
  const whole = opening(drift);
  if (whole !== undefined) return `${whole}\n`;
  const { bold, dim } = palette(color);
  const indented = (text: string): string =>
    wrap(plain(text, 4_000), Math.max(width - 4, 30))
      .map((line) => `    ${line}\n`)
      .join('');
  const sentences = drift.sentences.map(
    (one) =>
      `${bold(`${one.change} in ${one.section}`)}  ${dim(restsOn(one))}\n${indented(markedText(one, inMarks))}`,
  );
  const touched = drift.touched.map((one) => {
    const lists = touchedLists(one).map(([name, ids]) => `    ${name.padEnd(8)} ${ids.join(' ')}\n`);
    return `${bold(one.id)} (${one.level})\n${indented(one.text)}${lists.join('')}`;
  });
  return [
    `${summary(drift)}\n`,
    ...(drift.sections.length > 0 ? [drift.sections.map((one) => `${sectionLine(one)}\n`).join('')] : []),
    ...sentences,
    ...touched,
  ].join('\n');
}

export const touchedLists = ({ cases, vectors, waivers, sets }: ShownDrift['touched'][number]) =>
  (
    [
      ['cases', cases],
      ['vectors', vectors],
      ['waivers', waivers],
      ['sets', sets],
    ] as const
  ).filter(([, ids]) => ids.length > 0);
