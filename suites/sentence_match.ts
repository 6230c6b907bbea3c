/** Matches the sentences of a new text with those of the old one: the same, an edited one, or none. */
import type { PrintedSection } from './spec_prints.js';
import { type Print, printOf, type TextSection } from './spec_text.js';

export interface OldSentence extends Print {
  readonly section: number;
}

export interface NewSentence extends OldSentence {
  readonly text: string;
}

export interface Match {
  /** Positions among all sentences of the old and of the new text. */
  readonly old: number;
  readonly now: number;
  /** 1 for the same sentence. */
  readonly likeness: number;
}

export const oldSentences = (sections: readonly PrintedSection[]): OldSentence[] =>
  sections.flatMap(({ sentences }, section) => sentences.map((one) => ({ ...one, section })));

export const newSentences = (sections: readonly TextSection[]): NewSentence[] =>
  sections.flatMap(({ sentences }, section) =>
    sentences.map((text) => ({ ...printOf(text), text, section })),
  );

type Keyed = Pick<TextSection, 'section' | 'title'>;

export function matchSentences(
  old: readonly OldSentence[],
  now: readonly NewSentence[],
  sections: { readonly old: readonly Keyed[]; readonly now: readonly Keyed[] },
): Match[] {
  const same = exact(old, now, (a, b) => {
    const [was, is] = [sections.old[a.section], sections.now[b.section]];
    return Number(was?.title === is?.title) * 2 + Number(was?.section === is?.section);
  });
  return [...same, ...edited(old, now, same)];
}

/** Matches equal sentences. If a sentence occurs several times, the one in the same section is taken. */
function exact(
  old: readonly OldSentence[],
  now: readonly NewSentence[],
  nearness: (a: OldSentence, b: NewSentence) => number,
): Match[] {
  const places = new Map<string, number[]>();
  now.forEach(({ hash }, at) => void places.set(hash, [...(places.get(hash) ?? []), at]));
  const pairs = old.flatMap((one, at) =>
    (places.get(one.hash) ?? []).map((there) => ({
      old: at,
      now: there,
      rank: nearness(one, now[there] as NewSentence),
    })),
  );
  return greedy(pairs).map((pair) => ({ ...pair, likeness: 1 }));
}

/** Matches sentences that share most of their words in the same order, and prefers those next to unchanged ones. */
function edited(old: readonly OldSentence[], now: readonly NewSentence[], same: readonly Match[]): Match[] {
  const [taken, used] = [new Map(same.map((one) => [one.old, one.now])), new Set(same.map((one) => one.now))];
  const left = now.map((one, at) => ({ one, at })).filter(({ at }) => !used.has(at));
  const pairs = old.flatMap((was, at) => {
    if (taken.has(at)) return [];
    return left.flatMap(({ one, at: there }) => {
      const likeness = likenessOf(was.words, one.words);
      const beside = Number(taken.get(at - 1) === there - 1) + Number(taken.get(at + 1) === there + 1);
      const rank = likeness + beside * BESIDE;
      return likeness > 0 && rank >= ALIKE ? [{ old: at, now: there, rank, likeness }] : [];
    });
  });
  return greedy(pairs);
}

const ALIKE = 0.5;
const BESIDE = 0.12;

interface Ranked {
  readonly old: number;
  readonly now: number;
  readonly rank: number;
}

/** Takes the best pairs first, with each sentence in one pair. Equal pairs follow the order of the text. */
function greedy<T extends Ranked>(pairs: readonly T[]): T[] {
  const [olds, nows] = [new Set<number>(), new Set<number>()];
  return pairs
    .toSorted((a, b) => b.rank - a.rank || a.old - b.old || a.now - b.now)
    .filter(({ old, now }) => {
      if (olds.has(old) || nows.has(now)) return false;
      olds.add(old);
      nows.add(now);
      return true;
    });
}

const likenessOf = (a: Uint8Array, b: Uint8Array): number =>
  Math.min(a.length, b.length) * 3 < Math.max(a.length, b.length)
    ? 0
    : (2 * keptWords(a, b).length) / (a.length + b.length);

/** A longest common subsequence: pairs of positions, in order. */
export function keptWords(a: Uint8Array, b: Uint8Array): (readonly [number, number])[] {
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const kept: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) kept.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return kept;
}
