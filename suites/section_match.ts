/** Finds renumbered, split and moved sections. A section is recognised by its sentences, not by its number. */
import type { Match, OldSentence } from './sentence_match.js';

export type SectionChange =
  | { readonly change: 'renumbered' | 'retitled' | 'moved'; readonly was: Heading; readonly is: Heading }
  | { readonly change: 'split'; readonly was: Heading; readonly into: readonly Heading[] }
  | { readonly change: 'new'; readonly is: Heading }
  | { readonly change: 'gone'; readonly was: Heading };

export interface Heading {
  readonly section: string;
  readonly title: string;
}

const sameHeading = (a: Heading, b: Heading): boolean => a.section === b.section && a.title === b.title;
const bare = ({ section, title }: Heading): Heading => ({ section, title });

export function sectionChanges(
  old: readonly Heading[],
  now: readonly Heading[],
  sentences: { readonly old: readonly OldSentence[]; readonly now: readonly OldSentence[] },
  matches: readonly Match[],
): SectionChange[] {
  const votes = votesOf(sentences, matches);
  const partner = partnersOf(old, now, votes);
  const moved = outOfOrder(old.flatMap((_, at) => partner.get(at) ?? []));
  const taken = new Set(partner.values());
  const changes = old.flatMap((was, at): SectionChange[] => {
    const to = partner.get(at);
    const is = to === undefined ? undefined : now[to];
    if (to === undefined || !is) return [{ change: 'gone', was: bare(was) }];
    const pieces = [...(votes.get(at) ?? [])]
      .filter(([piece, count]) => piece !== to && count >= PIECE && !taken.has(piece))
      .map(([piece]) => piece);
    for (const piece of pieces) taken.add(piece);
    const into = [to, ...pieces].sort((a, b) => a - b).flatMap((piece) => now[piece] ?? []);
    const pair = { was: bare(was), is: bare(is) };
    return [
      ...(pieces.length > 0 ? [{ change: 'split' as const, was: bare(was), into: into.map(bare) }] : []),
      ...(moved.has(to) ? [{ change: 'moved' as const, ...pair }] : []),
      ...(was.section !== is.section ? [{ change: 'renumbered' as const, ...pair }] : []),
      ...(was.title !== is.title ? [{ change: 'retitled' as const, ...pair }] : []),
    ];
  });
  const fresh = now
    .filter((_, at) => !taken.has(at))
    .map((is): SectionChange => ({ change: 'new', is: bare(is) }));
  return [...changes, ...fresh];
}

/** A new section with at least this many sentences of an old one counts as a part of it. */
const PIECE = 1;

type Votes = ReadonlyMap<number, ReadonlyMap<number, number>>;

function votesOf(
  { old, now }: { readonly old: readonly OldSentence[]; readonly now: readonly OldSentence[] },
  matches: readonly Match[],
): Votes {
  const votes = new Map<number, Map<number, number>>();
  for (const match of matches) {
    const [was, is] = [old[match.old]?.section, now[match.now]?.section];
    if (was === undefined || is === undefined) continue;
    const own = votes.get(was) ?? new Map<number, number>();
    votes.set(was, own.set(is, (own.get(is) ?? 0) + 1));
  }
  return votes;
}

/** The new section with most of the sentences. A section without sentences is found by its heading. */
function partnersOf(old: readonly Heading[], now: readonly Heading[], votes: Votes): Map<number, number> {
  const pairs = old.flatMap((was, at) =>
    now.map((is, to) => ({
      at,
      to,
      rank:
        (votes.get(at)?.get(to) ?? 0) * 4 + Number(was.title === is.title) * 2 + Number(sameHeading(was, is)),
    })),
  );
  const partner = new Map<number, number>();
  const taken = new Set<number>();
  for (const { at, to, rank } of pairs.toSorted((a, b) => b.rank - a.rank || a.at - b.at)) {
    if (rank < 2 || partner.has(at) || taken.has(to)) continue;
    partner.set(at, to);
    taken.add(to);
  }
  return partner;
}

/** The moved sections: those outside of the longest sequence that kept its order. */
function outOfOrder(places: readonly number[]): Set<number> {
  const best = places.map((place) => [place]);
  places.forEach((place, at) => {
    for (let before = 0; before < at; before++) {
      const chain = best[before] ?? [];
      if ((chain.at(-1) ?? 0) < place && chain.length >= (best[at]?.length ?? 0))
        best[at] = [...chain, place];
    }
  });
  const longest = new Set(best.toSorted((a, b) => b.length - a.length)[0]);
  return new Set(places.filter((place) => !longest.has(place)));
}
