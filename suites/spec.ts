import { createHash } from 'node:crypto';
import type { SpecVersion } from './model.js';

/** Describes a spec text without the text itself: enough to find the section of a clause, and whether it has changed. */
export interface Spec extends SpecVersion {
  readonly sections: readonly SpecSection[];
}

export interface SpecSection {
  readonly section: string;
  readonly title: string;
  readonly sha256: string;
}

interface Heading {
  readonly section: string;
  readonly title: string;
  /** The line itself. */
  readonly head?: string;
}

/** Cuts a spec text at its headings. The text before the first one is section 0. */
export function headingsOf(
  text: string,
  isKnown: (title: string) => boolean = () => false,
): (Heading & { readonly lines: readonly string[] })[] {
  const lines = text.split(/\r?\n/).map((line) => line.trimEnd());
  const headingOf = isMarked(lines) ? markdownHeading : numberedHeading;
  const sections: { heading: Heading; lines: string[] }[] = [];
  let open = { heading: { section: '0', title: 'Introduction' }, lines: [] as string[] };
  for (const line of lines) {
    const heading = headingOf(line, open.heading.section, isKnown);
    if (heading) {
      sections.push(open);
      open = { heading, lines: [] };
    } else open.lines.push(line);
  }
  return [...sections, open].map(({ heading, lines }) => ({ ...heading, lines }));
}

/** Whether headings have marks, as in Markdown. A text with numbered headings may have other lines that begin with a mark. */
const isMarked = (lines: readonly string[]): boolean =>
  lines.some((line) => /^# /.test(line)) ||
  (lines.some((line) => /^## /.test(line)) && !lines.some((line) => /^1\. [A-Z]/.test(line)));

/** The sections, each with the hash of its heading and text. */
export function sectionsOf(text: string): SpecSection[] {
  return headingsOf(text)
    .map(({ section, title, head, lines }) => ({
      section,
      title,
      body: [...(head === undefined ? [] : [head]), ...lines].join('\n').trim(),
    }))
    .filter(({ body }) => body !== '')
    .map(({ body, ...heading }) => ({ ...heading, sha256: sha256(body) }));
}

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** `3.3 Title`, `3. Title` or `Appendix B: Title`; a number that does not follow the open section starts none. */
function numberedHeading(
  line: string,
  open: string,
  isKnown: (title: string) => boolean,
): Heading | undefined {
  const appendix = /^Appendix ([A-Z]): (.+)$/.exec(line);
  if (appendix?.[1] && appendix[2]) return { section: appendix[1], title: appendix[2], head: line };
  const numbered = /^(\d+)(?:\.(\d+))?\.? ([A-Z].*)$/.exec(line);
  if (!numbered?.[1] || !numbered[3]) return undefined;
  const [, top, sub, title] = numbered;
  const [openTop = 0, openSub = 0] = open.split('.').map(Number);
  const follows =
    isKnown(title) ||
    (sub
      ? Number(top) === openTop && Number(sub) === openSub + 1
      : Number(top) === openTop + 1 && line.startsWith(`${top}. `));
  return follows ? { section: sub ? `${top}.${sub}` : top, title, head: line } : undefined;
}

/**
 * `## Identity and Security` is section `identity`, `### \`program out\` ...` that of the subcommand, `out`, and the
 * title of the text `intro`.
 */
function markdownHeading(line: string): Heading | undefined {
  const [, level, marked] = /^(#{1,6}) (.+)$/.exec(line) ?? [];
  if (marked === undefined) return undefined;
  const title = marked.replaceAll('`', '');
  const word = /^`[^` ]+ ([^` ]+)/.exec(marked)?.[1] ?? title.trim().split(/\s+/)[0] ?? '';
  return { section: level === '#' ? 'intro' : word.toLowerCase(), title, head: line };
}
