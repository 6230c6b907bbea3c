/** Section 3.3: the SDP made from a blob, and its hash. Section 3.1: the roles that it may ask for. */
import { createHash } from 'node:crypto';
import type { Json } from '../../../reference/structure.js';
import { refusingEach } from '../drafted.js';
import { type AcceptedDraft, type Draft, derive, type Recipe } from '../recipe.js';
import { answerBlobJson } from './answer_blob.js';
import { type Parts, plain, v4, v6 } from './blob.parts.js';
import { type OfferParts, offerBlobJson, PUBLISHED_SOURCE, published } from './offer_blob.js';
import { dialects, roles } from './sdp.roles.js';

const STRUCTURE = 'openhost/sdp';
const fingerprint = Buffer.from(derive(STRUCTURE, 'fingerprint', 32)).toString('hex');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The addresses of the vectors, each with its only text by RFC 5952. */
const addresses: readonly [slug: string, addr: string, text: string][] = [
  ['v4', 'c0000207', '192.0.2.7'],
  ['v4-published', 'c6336407', '198.51.100.7'],
  ['v4-zeros', '00000000', '0.0.0.0'],
  ['v4-ones', 'ffffffff', '255.255.255.255'],
  ['v6', '20010db8000000000000000000000001', '2001:db8::1'],
  ['v6-unspecified', '00000000000000000000000000000000', '::'],
  ['v6-loopback', '00000000000000000000000000000001', '::1'],
  ['v6-one-zero', '20010db8000000010001000100010001', '2001:db8:0:1:1:1:1:1'],
  ['v6-first-of-equal-runs', '20010db8000000000001000000000001', '2001:db8::1:0:0:1'],
  ['v6-longer-run', '20010000000000010000000000000001', '2001:0:0:1::1'],
  ['v6-leading-zeros', 'fe80000000000000abcdef0123456789', 'fe80::abcd:ef01:2345:6789'],
  ['v6-mapped', '00000000000000000000ffffc0000201', '::ffff:192.0.2.1'],
  ['v6-almost-mapped', '00010000000000000000ffffc0000201', '1::ffff:c000:201'],
  ['v6-last-zero', '00010002000300040005000600070000', '1:2:3:4:5:6:7:0'],
];
const textOf = (addr: string): string => addresses.find(([, known]) => known === addr)?.[2] ?? '';

function template(setup: string, fp: string, { ufrag, pwd, candidates }: Parts): string {
  const colons = (fp.toUpperCase().match(/../g) ?? []).join(':');
  return [
    'v=0',
    'o=- 1 1 IN IP4 0.0.0.0',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0',
    'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
    'c=IN IP4 0.0.0.0',
    'a=mid:0',
    'a=rtcp-mux',
    `a=ice-ufrag:${ufrag}`,
    `a=ice-pwd:${pwd}`,
    `a=fingerprint:sha-256 ${colons}`,
    `a=setup:${setup}`,
    'a=sctp-port:5000',
    ...candidates.map(
      ({ addr, port, typ }) => `a=candidate:1 1 udp 1 ${textOf(addr)} ${port} typ ${typ} generation 0`,
    ),
    'a=end-of-candidates',
    '',
  ].join('\r\n');
}

const offerText = (parts: OfferParts): string =>
  template((parts.flags ?? 0) & 2 ? 'actpass' : 'active', parts.fp ?? fingerprint, parts);

/** Two drafts for each blob: its SDP, and the hash of the SDP. */
function offers(): Draft[] {
  const same =
    'An answer names its offer by the hash of this text. With one wrong byte the client polls without end.';
  const blobs: readonly [slug: string, title: string, parts: OfferParts, why: string][] = [
    ['plain', 'an offer with one candidate', plain, same],
    ['no-candidate', 'an offer without candidates', { ...plain, candidates: [] }, same],
    [
      'eight',
      'an offer with its candidates in the order of the blob',
      { ...plain, candidates: Array.from({ length: 8 }, (_, i) => ({ ...v4, port: 60_000 - i })) },
      'An implementation that sorts the candidates has another hash.',
    ],
    ['actpass', 'an offer with setup actpass', { ...plain, flags: 2 }, same],
    [
      'cert-fp',
      'an offer with binding mode CertFp, which the SDP does not show',
      { ...plain, flags: 4 },
      'The SDP does not contain the binding mode, so the mode must not change the hash.',
    ],
    ...(['srflx', 'prflx', 'relay'] as const).map((typ): [string, string, OfferParts, string] => [
      typ,
      `an offer with a candidate of type ${typ}, without raddr`,
      { ...plain, candidates: [{ ...v4, typ }] },
      'SDP libraries add raddr and rport, which changes the hash.',
    ]),
    [
      'same-twice',
      'an offer with the same candidate twice',
      { ...plain, candidates: [v4, v4] },
      'An implementation that drops the second candidate has another hash.',
    ],
    ['port-0', 'an offer with port 0', { ...plain, candidates: [{ ...v4, port: 0 }] }, same],
    [
      'ipv6',
      'an offer with an IPv6 candidate',
      { ...plain, candidates: [v6] },
      'RFC 5952 defines one text for each address. Another text changes the hash.',
    ],
    ...addresses.map(([slug, addr, text]): [string, string, OfferParts, string] => [
      `address-${slug}`,
      `an offer with the address ${text}`,
      { ...plain, candidates: [{ ...v4, addr }] },
      'Libraries shorten zeros and write mapped addresses differently, which changes the hash.',
    ]),
  ];
  return [
    ...blobs.flatMap(([slug, title, parts, why]) => pair(slug, title, parts, why)),
    ...pair('published', 'the published offer, 440 bytes with CRLF after every line', published, same).map(
      (draft): Draft => ({
        ...draft,
        requires: ['OPENHOST-3.3-28', 'OPENHOST-6-1'],
        tags: ['published'],
        source: PUBLISHED_SOURCE,
        ...(draft.op === 'hash'
          ? { accept: 'f893e2701c1bdf2f83caa02cc191f797a0ea81dcb521980f152bd39b86201711' }
          : {}),
      }),
    ),
  ];
}

function pair(slug: string, title: string, parts: OfferParts, why: string): AcceptedDraft[] {
  const input = offerBlobJson({ fp: fingerprint, ...parts });
  const shared = { input, why, source: 'template of the public implementation (OPENHOST-G16)' };
  return [
    {
      ...shared,
      title: `the SDP of ${title}`,
      slug: `offer-${slug}`,
      requires: ['OPENHOST-3.3-28'],
      op: 'offer',
      accept: offerText(parts),
    },
    {
      ...shared,
      title: `the hash of ${title}`,
      slug: `hash-${slug}`,
      requires: ['OPENHOST-3.3-43'],
      op: 'hash',
      accept: sha256(offerText(parts)),
    },
  ];
}

function refused(): Draft[] {
  const why = 'An encoder that builds SDP from an invalid blob adds lines or values that no decoder accepts.';
  const blob = (change: Partial<OfferParts>): Json => offerBlobJson({ fp: fingerprint, ...plain, ...change });
  return ['offer', 'hash'].flatMap((op) => {
    const refuse = refusingEach({ op, beside: 'plain', tags: ['security'] });
    return [
      ...refuse({ reject: 'ice/ufrag-line-break', requires: 'OPENHOST-3.3-29', why }, [
        ['ufrag-break', 'a ufrag with a line break', blob({ ufrag: 'ab\r\na=setup:passive' })],
      ]),
      ...refuse({ reject: 'ice/pwd-line-break', requires: 'OPENHOST-3.3-29', why }, [
        ['pwd-break', 'a pwd with a line break', blob({ pwd: 'abcdefghijklmnop\na=mid:1' })],
      ]),
      ...refuse({ reject: 'offer-blob/setup-passive', requires: 'OPENHOST-3.3-15', why }, [
        ['passive', 'a passive offer', blob({ flags: 1 })],
      ]),
    ];
  });
}

function verbatim(): Draft[] {
  const draft = (slug: string, title: string, input: string, why: string): Draft => ({
    slug: `hash-text-${slug}`,
    title: `the hash of ${title}`,
    requires: ['OPENHOST-3.3-43'],
    op: 'hash-text',
    input,
    accept: sha256(input),
    why,
  });
  const as = 'An implementation that normalises the SDP before hashing has another hash.';
  const crlf = 'v=0\r\ns=-\r\n';
  return [
    draft('crlf', 'an SDP with CRLF', crlf, as),
    draft('lf', 'an SDP with LF', crlf.replaceAll('\r', ''), as),
    draft('no-last', 'an SDP without the last line end', crlf.trimEnd(), as),
    draft(
      'utf8',
      'an SDP beyond ASCII',
      's=Žižkov\r\n',
      'An implementation that hashes another encoding than UTF-8 has another hash.',
    ),
    draft('empty', 'an SDP of no bytes', '', as),
  ];
}

function answers(): Draft[] {
  const draft = (slug: string, title: string, change: Partial<Parts>): Draft => {
    const parts = { ...plain, ...change };
    const blob = answerBlobJson(parts);
    const { ufrag = '', pwd = '', setup = '', candidates = [] } = blob;
    return {
      slug: `answer-${slug}`,
      title,
      requires: ['OPENHOST-3.3-44'],
      op: 'answer',
      given: { dtls_fp: fingerprint },
      input: blob,
      accept: { ufrag, pwd, dtls_fp: fingerprint, setup, candidates },
      by: 'reopening',
      why: 'No peer hashes this text, so the test parses it and compares the fingerprint and the fields of the blob.',
    };
  };
  return [
    draft('plain', 'an answer with one candidate', {}),
    draft('no-candidate', 'an answer without candidates', { candidates: [] }),
    draft('ipv6', 'an answer with both families', { candidates: [v6, v4] }),
    draft('eight', 'an answer with eight candidates', {
      candidates: Array.from({ length: 8 }, (_, i) => ({ ...v4, port: 60_000 - i })),
    }),
    draft('longest', 'an answer with the longest ICE strings', {
      ufrag: 'u'.repeat(32),
      pwd: 'p'.repeat(32),
    }),
    {
      slug: 'answer-break',
      title: 'a ufrag with a line break',
      requires: ['OPENHOST-3.3-29'],
      op: 'answer',
      given: { dtls_fp: fingerprint },
      input: answerBlobJson({ ...plain, ufrag: 'ab\r\na=setup:active' }),
      reject: 'ice/ufrag-line-break',
      twin: 'answer-plain',
      why: 'A daemon that can add lines to the SDP can set the fingerprint that the client compares.',
      tags: ['security'],
    },
  ];
}

export const sdpRecipe: Recipe = {
  structure: STRUCTURE,
  sections: ['3.1', '3.3'],
  dialects,
  drafts: () => [
    ...offers(),
    ...refused(),
    ...verbatim(),
    ...answers(),
    ...dialects.flatMap((dialect) => [...roles(dialect, 'offer'), ...roles(dialect, 'answer')]),
  ],
};
