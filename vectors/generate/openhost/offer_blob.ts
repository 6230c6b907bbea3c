/** Section 3.3: the offer blob. */
import type { JsonObject } from '../../../reference/structure.js';
import { bothWays, refusing } from '../drafted.js';
import { set, times, u8 } from '../hex_bytes.js';
import { type Draft, derive, type Recipe } from '../recipe.js';
import { commonDrafts } from './blob.js';
import { type Candidate, candidatesHex, type Kind, type Parts, plain, stringsHex } from './blob.parts.js';

const STRUCTURE = 'openhost/offer-blob';
const fingerprint = Buffer.from(derive(STRUCTURE, 'client_dtls_fp', 32)).toString('hex');

export interface OfferParts extends Parts {
  readonly flags?: number;
  readonly fp?: string;
}

export const offerBlobHex = ({ flags = 0, fp = fingerprint, ...parts }: OfferParts): string =>
  `01${u8(flags)}${stringsHex(parts)}${fp}${candidatesHex(parts.candidates)}`;

export const offerBlobJson = ({
  flags = 0,
  fp = fingerprint,
  ufrag,
  pwd,
  candidates,
}: OfferParts): JsonObject => ({
  setup: ['active', 'passive', 'actpass'][flags & 3] ?? '',
  binding_mode: (flags & 4) === 0 ? 'exporter' : 'cert_fp',
  ufrag,
  pwd,
  client_dtls_fp: fp,
  candidates: candidates.map((candidate: Candidate) => ({ ...candidate })),
});

const requirements = {
  strings: ['OPENHOST-3.3-16'],
  candidates: ['OPENHOST-3.3-17'],
  end: ['OPENHOST-3.3-19'],
  version: ['OPENHOST-3.3-18'],
};
const kind: Kind = {
  name: 'offer-blob',
  bytes: offerBlobHex,
  json: offerBlobJson,
  requires: (what) => requirements[what],
};

/** The worked example of the public implementation: its blob, and the hash of the SDP made from it. */
export const published: OfferParts = {
  flags: 6,
  ufrag: 'abcd',
  pwd: 'Supercalifragilistic!2',
  fp: times('ab', 32),
  candidates: [{ typ: 'srflx', addr: 'c6336407', port: 45_678 }],
};
export const PUBLISHED =
  '0106046162636416537570657263616c6966726167696c69737469632132abababababababababababababababababababababababababababababababab010104c6336407b26e';
export const PUBLISHED_SOURCE = 'worked example of the public implementation (its hash is f893e270...1711)';

function flags(): Draft[] {
  const roles = { requires: ['OPENHOST-3.3-15'], tags: ['boundary'] };
  const good = offerBlobHex(plain);
  return [
    ...[0, 2, 4, 6].flatMap((value): Draft[] => {
      const parts = { ...plain, flags: value };
      return bothWays(
        {
          slug: `flags-0${value}`,
          title: `flags 0x0${value}: ${value & 2 ? 'actpass' : 'active'}, ${value & 4 ? 'CertFp' : 'Exporter'}`,
          requires: ['OPENHOST-3.3-14', 'OPENHOST-3.3-15'],
          why: 'Role and binding mode share a byte, and a wrong shift exchanges them.',
        },
        offerBlobHex(parts),
        offerBlobJson(parts),
      );
    }),
    ...(
      [
        [1, 'setup-passive'],
        [5, 'setup-passive'],
        [3, 'setup-reserved'],
        [7, 'setup-reserved'],
      ] as const
    ).map(
      ([value, code]): Draft => ({
        ...roles,
        slug: `decode-flags-0${value}`,
        title: `flags 0x0${value}: ${code === 'setup-passive' ? 'passive' : 'the reserved role'}`,
        op: 'decode',
        input: set(good, 1, `0${value}`),
        reject: `offer-blob/${code}`,
        twin: value & 4 ? 'decode-flags-04' : 'decode-flags-00',
        why: 'A passive client makes the daemon the DTLS client, against its pinned role.',
      }),
    ),
    ...[8, 16, 32, 64, 128].map(
      (bit): Draft => ({
        slug: `decode-flags-${u8(bit)}`,
        title: `reserved flag 0x${u8(bit)}`,
        requires: ['OPENHOST-3.3-14'],
        op: 'decode',
        input: set(good, 1, u8(bit)),
        reject: 'offer-blob/reserved-flags',
        twin: 'decode-flags-00',
        why: 'If decoders ignore a reserved bit, no later version can use it.',
      }),
    ),
    {
      ...roles,
      slug: 'encode-passive',
      title: 'a passive offer',
      op: 'encode',
      input: offerBlobJson({ ...plain, flags: 1 }),
      reject: 'offer-blob/setup-passive',
      twin: 'encode-flags-00',
      why: 'An encoder must reject it too, or every daemon rejects the offer.',
    },
  ];
}

function rest(): Draft[] {
  const example = {
    slug: 'published',
    title: 'the published offer blob',
    requires: ['OPENHOST-3.3-16', 'OPENHOST-3.3-17', 'OPENHOST-6-1'],
    why: 'A client that reads this differently hashes another SDP and finds no answer.',
    tags: ['published'],
    source: PUBLISHED_SOURCE,
  };
  const refuse = refusing({ op: 'encode', beside: 'plain', tags: ['boundary'] });
  const wrongFp = (length: number): Draft =>
    refuse(
      `fingerprint-${length}`,
      `a fingerprint of ${length} bytes`,
      offerBlobJson({ ...plain, fp: times('ab', length) }),
      'offer-blob/fingerprint-length',
      'OPENHOST-3.3-24',
      'SHA-1 and SHA-512 fingerprints exist too. A parser that accepts them compares the wrong hash.',
    );
  return [...bothWays(example, PUBLISHED, offerBlobJson(published)), wrongFp(31), wrongFp(33)];
}

export const offerBlobRecipe: Recipe = {
  structure: STRUCTURE,
  sections: ['3.3'],
  drafts: () => [...rest(), ...commonDrafts(kind), ...flags()],
};
