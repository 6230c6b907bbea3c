/** What another text of a spec changes, sentence by sentence, and what rests on that. */
import { defined } from '../defined.js';
import type { Case, Requirement } from './model.js';
import { type Heading, type SectionChange, sectionChanges } from './section_match.js';
import { keptWords, matchSentences, type NewSentence, newSentences, oldSentences } from './sentence_match.js';
import { type Spec, sha256 } from './spec.js';
import { placeOf, type SpecPrints } from './spec_prints.js';
import { hashOf, textSections } from './spec_text.js';

interface SentenceChange {
  readonly change: 'edited' | 'new' | 'gone';
  readonly section: string;
  /** The new sentence. For a removed one, the old sentence, if the old text is given. */
  readonly text?: string;
  /** The words of an edited sentence. `gone` marks removed words, which are known only if the old text is given. */
  readonly words?: readonly Word[];
  readonly clauses: readonly string[];
  /** The sentence has the key word of a rule, and no clause rests on it. */
  readonly unheld?: true;
}

interface Word {
  readonly is: 'same' | 'new' | 'gone';
  readonly text: string;
}

interface Touched {
  readonly id: string;
  readonly level: string;
  readonly text: string;
  readonly cases: readonly string[];
  readonly vectors: readonly string[];
  readonly waivers: readonly string[];
  readonly sets: readonly string[];
}

export interface Drift {
  readonly protocol: string;
  readonly was: string;
  readonly is: string;
  /** The texts are the same, byte for byte. */
  readonly same: boolean;
  /** The texts differ only in their formatting: every sentence and heading is the same. */
  readonly formOnly: boolean;
  readonly sections: readonly SectionChange[];
  readonly sentences: readonly SentenceChange[];
  readonly touched: readonly Touched[];
}

export interface Resting {
  readonly requirements: readonly Requirement[];
  readonly cases: readonly Pick<Case, 'id' | 'requires' | 'kind'>[];
  readonly waivers: readonly { readonly id: string; covers(id: string): boolean }[];
  readonly sets: readonly { readonly name: string; readonly requirements: readonly string[] }[];
  /** The old text, if given. It shows which words were removed. */
  readonly old?: string;
}

export function drift(spec: Spec, prints: SpecPrints, text: string, resting: Resting): Drift {
  const is = sha256(text);
  const titles = new Set(prints.sections.map(({ title }) => title));
  const nowSections = textSections(text, titles);
  const [old, now] = [oldSentences(prints.sections), newSentences(nowSections)];
  const headings = { old: prints.sections, now: nowSections };
  const matches = matchSentences(old, now, headings);
  const sections = sectionChanges(prints.sections, nowSections, { old, now }, matches);
  const sentences = sentenceChanges(prints, nowSections, { old, now, matches }, resting.old);
  const ids = new Set(sentences.flatMap(({ clauses }) => clauses));
  const touched = resting.requirements
    .filter(({ id }) => ids.has(id))
    .map((requirement) => touchedOf(requirement, resting));
  const same = is === spec.sha256;
  return {
    protocol: spec.protocol,
    was: spec.sha256,
    is,
    same,
    formOnly: sections.length === 0 && sentences.length === 0,
    sections,
    sentences,
    touched,
  };
}

interface Compared {
  readonly old: ReturnType<typeof oldSentences>;
  readonly now: readonly NewSentence[];
  readonly matches: ReturnType<typeof matchSentences>;
}

function sentenceChanges(
  { sections, clauses }: SpecPrints,
  nowSections: readonly Heading[],
  { old, now, matches }: Compared,
  oldText: string | undefined,
): SentenceChange[] {
  const texts = new Map(
    (oldText === undefined ? [] : textSections(oldText)).flatMap((one) =>
      one.sentences.map((each) => [hashOf(each), each]),
    ),
  );
  const restingOn = clausesByPlace(clauses);
  const clausesOf = (at: number): readonly string[] =>
    restingOn.get(placeOf(sections[old[at]?.section ?? -1]?.section ?? '', old[at]?.hash ?? '')) ?? [];
  const partner = new Map(matches.map((match) => [match.now, match]));
  const matched = new Set(matches.map((match) => match.old));
  const present = now.flatMap((one, at): SentenceChange[] => {
    const section = nowSections[one.section]?.section ?? '';
    const match = partner.get(at);
    const was = match && old[match.old];
    if (!match || !was)
      return [
        {
          change: 'new',
          section,
          text: one.text,
          clauses: [],
          ...(isRule(one.text) ? { unheld: true } : {}),
        },
      ];
    if (match.likeness === 1 && was.hash === one.hash) return [];
    const words = wordsOf(was.words, one, texts.get(was.hash));
    if (isOnlyCitation(words, was.words.length, one.words.length)) return [];
    const held = clausesOf(match.old);
    const gained = held.length === 0 && isRule(one.text);
    return [
      {
        change: 'edited',
        section,
        text: one.text,
        words,
        clauses: held,
        ...(gained ? { unheld: true } : {}),
      },
    ];
  });
  const gone = old.flatMap((one, at): SentenceChange[] => {
    if (matched.has(at)) return [];
    const text = texts.get(one.hash);
    const section = sections[one.section]?.section ?? '';
    return [{ change: 'gone', section, ...defined({ text }), clauses: clausesOf(at) }];
  });
  return [...present, ...gone];
}

function clausesByPlace(clauses: SpecPrints['clauses']): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [id, places] of Object.entries(clauses)) {
    for (const place of places) found.set(place, [...(found.get(place) ?? []), id]);
  }
  return found;
}

/** Whether a sentence is a rule: it has a key word of RFC 2119, or a plain must. */
const isRule = (text: string): boolean =>
  /\b(?:MUST|SHALL|REQUIRED|SHOULD|RECOMMENDED|MAY|OPTIONAL)\b|\b(?:must|shall)\b/.test(text);

const UNKNOWN = '[...]';

/** The words of the new sentence, with the removed words of the old one at their places. */
function wordsOf(old: Uint8Array, { words, text }: NewSentence, oldText: string | undefined): Word[] {
  const [was, is] = [oldText?.split(' '), text.split(' ')];
  const marked: Word[] = [];
  let [i, j] = [0, 0];
  const upTo = (oldEnd: number, newEnd: number): void => {
    if (i < oldEnd) marked.push({ is: 'gone', text: was?.slice(i, oldEnd).join(' ') ?? UNKNOWN });
    if (j < newEnd) marked.push({ is: 'new', text: is.slice(j, newEnd).join(' ') });
  };
  for (const [oldAt, newAt] of keptWords(old, words)) {
    upTo(oldAt, newAt);
    const last = marked.at(-1);
    const word = is[newAt] ?? '';
    if (last?.is === 'same') marked[marked.length - 1] = { is: 'same', text: `${last.text} ${word}` };
    else marked.push({ is: 'same', text: word });
    [i, j] = [oldAt + 1, newAt + 1];
  }
  upTo(old.length, words.length);
  return marked;
}

/** A sentence that cites a renumbered section by its new number still says the same. */
const isOnlyCitation = (words: readonly Word[], old: number, now: number): boolean => {
  const fresh = words.filter(({ is }) => is === 'new');
  return (
    old === now &&
    fresh.length > 0 &&
    fresh.every(({ text }) => /^[("']*§\d+(?:\.\d+)*[)"'.,;:]*$/.test(text))
  );
};

function touchedOf({ id, level, text }: Requirement, { cases, waivers, sets }: Resting): Touched {
  const citing = cases.filter(({ requires }) => requires.includes(id));
  const idsOf = (kind: Case['kind']): string[] =>
    citing.filter((one) => one.kind === kind).map((one) => one.id);
  return {
    id,
    level,
    text,
    cases: idsOf('live'),
    vectors: idsOf('vector'),
    waivers: waivers.filter(({ covers }) => citing.some((one) => covers(one.id))).map((one) => one.id),
    sets: sets.filter(({ requirements }) => requirements.includes(id)).map(({ name }) => name),
  };
}

/** The spec that shares most sentences with a text. */
export function specOf<S extends { readonly prints: SpecPrints }>(
  text: string,
  specs: readonly S[],
): S | undefined {
  const hashes = new Set(textSections(text).flatMap(({ sentences }) => sentences.map(hashOf)));
  const shared = ({ prints }: S): number =>
    prints.sections.flatMap(({ sentences }) => sentences).filter(({ hash }) => hashes.has(hash)).length;
  const [best] = specs.map((spec) => ({ spec, score: shared(spec) })).sort((a, b) => b.score - a.score);
  return best && best.score > 1 ? best.spec : undefined;
}
