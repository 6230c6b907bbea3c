/** Section 3.3: the drafts for blobs that the recipes of offers and answers share. */
import { bothWays } from '../drafted.js';
import type { Draft } from '../recipe.js';
import { type Kind, letters, type Parts, plain, several, typs, v4, v6 } from './blob.parts.js';
import { refused } from './blob.refused.js';

export const commonDrafts = (kind: Kind): Draft[] => [
  ...atLimits(kind),
  ...withCandidates(kind),
  ...refused(kind),
];

const bothOf =
  ({ bytes, json, requires }: Kind) =>
  (
    slug: string,
    title: string,
    change: Partial<Parts>,
    what: 'strings' | 'candidates',
    why: string,
    tags: readonly string[] = ['boundary'],
  ): Draft[] => {
    const parts = { ...plain, ...change };
    return bothWays({ slug, title, requires: requires(what), why, tags }, bytes(parts), json(parts));
  };

function atLimits(kind: Kind): Draft[] {
  const both = bothOf(kind);
  const why = 'A decoder with an off-by-one bound rejects what peers send.';
  return [
    ...both(
      'plain',
      'one IPv4 candidate',
      {},
      'candidates',
      'Most peers send this blob, so a decoder that rejects it serves nobody.',
      [],
    ),
    ...both('ufrag-4', 'the shortest ufrag', { ufrag: letters(4) }, 'strings', why),
    ...both('ufrag-5', 'a ufrag of one more than the shortest', { ufrag: letters(5) }, 'strings', why),
    ...both('ufrag-31', 'a ufrag of one less than the longest', { ufrag: letters(31) }, 'strings', why),
    ...both('ufrag-32', 'the longest ufrag', { ufrag: letters(32) }, 'strings', why),
    ...both('pwd-22', 'the shortest pwd', { pwd: letters(22) }, 'strings', why),
    ...both('pwd-23', 'a pwd of one more than the shortest', { pwd: letters(23) }, 'strings', why),
    ...both('pwd-31', 'a pwd of one less than the longest', { pwd: letters(31) }, 'strings', why),
    ...both('pwd-32', 'the longest pwd', { pwd: letters(32) }, 'strings', why),
    ...both(
      'ice-chars',
      'letters, digits, plus and slash',
      { ufrag: 'aZ09', pwd: '+/+/+/+/+/+/+/+/+/+/+/' },
      'strings',
      'A decoder with a smaller alphabet than RFC 8839 rejects valid ICE strings.',
      [],
    ),
    ...both('candidates-0', 'no candidate', { candidates: [] }, 'candidates', why),
    ...both('candidates-7', 'seven candidates of all types', { candidates: several(7) }, 'candidates', why),
    ...both('candidates-8', 'eight candidates of all types', { candidates: several(8) }, 'candidates', why),
    ...both(
      'port-0',
      'port 0',
      { candidates: [{ ...v4, port: 0 }] },
      'candidates',
      'A decoder that rejects this port is stricter than the text.',
    ),
    ...both(
      'port-256',
      'port 256',
      { candidates: [{ ...v4, port: 256 }] },
      'candidates',
      'A little-endian reader connects to port 1.',
    ),
    ...both('port-65535', 'port 65535', { candidates: [{ ...v4, port: 65_535 }] }, 'candidates', why),
  ];
}

function withCandidates(kind: Kind): Draft[] {
  const both = bothOf(kind);
  return [
    ...typs.flatMap((typ) =>
      both(
        typ,
        `a candidate of type ${typ}`,
        { candidates: [{ ...v4, typ }] },
        'candidates',
        'A decoder with a shifted type table takes a host candidate for a relay.',
        [],
      ),
    ),
    ...both(
      'ipv6',
      'an IPv6 candidate',
      { candidates: [v6] },
      'candidates',
      'Encoders of today omit IPv6, so a decoder without it fails only later.',
      [],
    ),
    ...both(
      'mixed',
      'an IPv4 candidate after an IPv6 candidate',
      { candidates: [v6, v4] },
      'candidates',
      'A decoder that reads too few address bytes misreads the next candidate.',
      [],
    ),
    ...both(
      'order',
      'candidates whose addresses are in descending order',
      { candidates: several(3).reverse() },
      'candidates',
      'The hash of the offer covers the candidates in their order, so a decoder that sorts them computes another hash.',
      [],
    ),
  ];
}
