/** Drafts the record of a new clause from the sentence that states it. */
import type { Level, Requirement } from './model.js';
import { placeOf, type SpecPrints } from './spec_prints.js';
import { hashOf, sentencesIn, type TextSection } from './spec_text.js';

export interface SentencePlace {
  readonly section: string;
  /** The sentence of the text, without its formatting. */
  readonly sentence: string;
}

/** The places in the text that have the sentence, or a part of it. */
export const placesIn = (sections: readonly TextSection[], wanted: string): SentencePlace[] => {
  const part = sentencesIn(wanted).join(' ');
  if (part === '') return [];
  return sections.flatMap(({ section, sentences }) =>
    sentences.filter((one) => one.includes(part)).map((sentence) => ({ section, sentence })),
  );
};

/** The places in the known text that have the sentence. It must be whole, because only hashes of sentences are kept. */
export const placesKnown = ({ sections }: SpecPrints, wanted: string): SentencePlace[] => {
  const sentence = sentencesIn(wanted).join(' ');
  const hash = hashOf(sentence);
  return sections
    .filter(({ sentences }) => sentences.some((one) => one.hash === hash))
    .map(({ section }) => ({ section, sentence }));
};

/** The ids of the clauses that already rest on the sentence. */
export const holders = ({ clauses }: SpecPrints, { section, sentence }: SentencePlace): string[] => {
  const place = placeOf(section, hashOf(sentence));
  return Object.entries(clauses).flatMap(([id, places]) => (places.includes(place) ? id : []));
};

export type Draft = Omit<Requirement, 'protocol'>;

const LEVELS: readonly (readonly [level: Level, words: RegExp])[] = [
  ['must', /\b(?:MUST|SHALL|REQUIRED)\b/],
  ['should', /\b(?:SHOULD|RECOMMENDED)\b/],
  ['may', /\b(?:MAY|OPTIONAL)\b/],
  ['must', /\b(?:must|shall)\b/],
  ['should', /\bshould\b/],
];

/**
 * A record with a new id, the level of the key word, and `binds` and `observed` like most of its neighbours. The author
 * writes its text, because a clause paraphrases the spec and never copies it.
 */
export function draftRequirement(
  protocol: string,
  { section, sentence }: SentencePlace,
  known: readonly Requirement[],
  given: readonly string[],
): Draft {
  const level = LEVELS.find(([, words]) => words.test(sentence))?.[0];
  const beside = known.filter((one) => one.section === section);
  const { binds = ['server'], observed = ['live'] } = commonest(beside.length > 0 ? beside : known) ?? {};
  return {
    id: freshId(`${protocol}-${section}`.toUpperCase(), given),
    section,
    level: level ?? 'must',
    ...(level === undefined ? { implied: true as const } : {}),
    binds,
    observed,
    text: '',
  };
}

/** The next free id. An id that was ever used is never used again. */
function freshId(prefix: string, given: readonly string[]): string {
  const numbers = given.flatMap((id) =>
    id.startsWith(`${prefix}-`) && /^\d+$/.test(id.slice(prefix.length + 1))
      ? Number(id.slice(prefix.length + 1))
      : [],
  );
  return `${prefix}-${Math.max(0, ...numbers) + 1}`;
}

function commonest(of: readonly Requirement[]): Pick<Requirement, 'binds' | 'observed'> | undefined {
  const count = new Map<string, number>();
  for (const one of of) count.set(kindOf(one), (count.get(kindOf(one)) ?? 0) + 1);
  return of.toSorted((a, b) => (count.get(kindOf(b)) ?? 0) - (count.get(kindOf(a)) ?? 0))[0];
}

const kindOf = ({ binds, observed }: Requirement): string => `${binds.join()} ${observed.join()}`;
