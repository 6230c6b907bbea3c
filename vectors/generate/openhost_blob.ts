/** Section 3.3: what the blobs of offers and answers have in common, as drafts that both recipes bring in. */
import type { JsonObject } from '../../reference/structure.js';
import { cut, set, text, u8, u16 } from './openhost_bytes.js';
import type { Draft } from './recipe.js';

export interface Candidate {
  readonly typ: 'host' | 'srflx' | 'prflx' | 'relay';
  readonly addr: string;
  readonly port: number;
}

export interface Parts {
  readonly ufrag: string;
  readonly pwd: string;
  readonly candidates: readonly Candidate[];
}

/** One kind of blob: its bytes and its JSON for given parts, and the requirements that its bounds hang on. */
export interface Kind {
  readonly name: 'offer-blob' | 'answer-blob';
  readonly bytes: (parts: Parts) => string;
  readonly json: (parts: Parts) => JsonObject;
  readonly requires: (what: 'strings' | 'candidates' | 'end' | 'version') => readonly string[];
}

const typs = ['host', 'srflx', 'prflx', 'relay'] as const;

export const candidateHex = ({ typ, addr, port }: Candidate): string =>
  `${u8(typs.indexOf(typ))}${addr.length === 8 ? '04' : '06'}${addr}${u16(port)}`;
export const candidatesHex = (candidates: readonly Candidate[]): string =>
  u8(candidates.length) + candidates.map(candidateHex).join('');
export const stringsHex = ({ ufrag, pwd }: Parts): string =>
  `${u8(ufrag.length)}${text(ufrag)}${u8(pwd.length)}${text(pwd)}`;

export const v4: Candidate = { typ: 'host', addr: 'c0000207', port: 49_152 };
export const v6: Candidate = { typ: 'host', addr: '20010db8000000000000000000000001', port: 49_153 };
export const plain: Parts = { ufrag: 'u7Fr', pwd: 'pAssw0rdpAssw0rdpAssw0', candidates: [v4] };

const letters = (count: number): string => 'abcdefghijklmnopqrstuvwxyz0123456789'.slice(0, count);
const several = (count: number): Candidate[] =>
  Array.from({ length: count }, (_, i) => ({
    typ: typs[i % 4] ?? 'host',
    addr: `c00002${u8(i)}`,
    port: 50_000 + i,
  }));

export function commonDrafts(kind: Kind): Draft[] {
  return [
    ...accepted(kind),
    ...refusedStrings(kind),
    ...refusedCandidates(kind),
    ...refusedForm(kind),
    ...encoding(kind),
  ];
}

function accepted({ bytes, json, requires }: Kind): Draft[] {
  const both = (
    slug: string,
    title: string,
    change: Partial<Parts>,
    what: 'strings' | 'candidates',
    why: string,
    tags: readonly string[] = ['boundary'],
  ): Draft[] => {
    const parts = { ...plain, ...change };
    const shared = { title, requires: requires(what), why, tags };
    return [
      { ...shared, slug: `decode-${slug}`, op: 'decode', input: bytes(parts), accept: json(parts) },
      { ...shared, slug: `encode-${slug}`, op: 'encode', input: json(parts), accept: bytes(parts) },
    ];
  };
  const why = 'A bound that is one off refuses what peers send.';
  return [
    ...both('plain', 'one IPv4 candidate', {}, 'candidates', 'The blob that most peers send.', []),
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
      'These are the ice-char of RFC 8839.',
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
      'The text bounds no port.',
    ),
    ...both(
      'port-256',
      'port 256',
      { candidates: [{ ...v4, port: 256 }] },
      'candidates',
      'A little-endian reading makes it port 1.',
    ),
    ...both('port-65535', 'port 65535', { candidates: [{ ...v4, port: 65_535 }] }, 'candidates', why),
    ...typs.flatMap((typ) =>
      both(
        typ,
        `a candidate of type ${typ}`,
        { candidates: [{ ...v4, typ }] },
        'candidates',
        'A shifted table makes relays of hosts.',
        [],
      ),
    ),
    ...both(
      'ipv6',
      'an IPv6 candidate',
      { candidates: [v6] },
      'candidates',
      'Emitters leave IPv6 out today, and the format has it.',
      [],
    ),
    ...both(
      'mixed',
      'IPv4 behind IPv6',
      { candidates: [v6, v4] },
      'candidates',
      'An address read too short puts the next candidate out of step.',
      [],
    ),
  ];
}

function refusedStrings(kind: Kind): Draft[] {
  const { bytes, json, requires } = kind;
  const refuse = (
    slug: string,
    title: string,
    name: 'ufrag' | 'pwd',
    value: string,
    reject: string,
    twin: string,
  ): Draft => ({
    slug: `decode-${slug}`,
    title,
    requires: requires('strings'),
    op: 'decode',
    input: bytes({ ...plain, [name]: value }),
    reject,
    twin: `decode-${twin}`,
    why: 'Too short can be guessed, and too long is not what the peer can have sent.',
    tags: ['boundary'],
  });
  const encode = (
    slug: string,
    name: 'ufrag' | 'pwd',
    value: string,
    reject: string,
    twin: string,
  ): Draft => ({
    slug: `encode-${slug}`,
    title: `a ${name} of ${value.length} characters is not sent`,
    requires: requires('strings'),
    op: 'encode',
    input: json({ ...plain, [name]: value }),
    reject,
    twin: `encode-${twin}`,
    why: 'Every decoder refuses it.',
    tags: ['boundary'],
  });
  const ufrag = bytes(plain).indexOf(text(plain.ufrag)) / 2;
  const pwd = ufrag + plain.ufrag.length + 1;
  const spoiled = (slug: string, title: string, at: number, byte: string, reject: string): Draft => ({
    slug: `decode-${slug}`,
    title,
    requires: requires('strings'),
    op: 'decode',
    input: set(bytes(plain), at, byte),
    reject,
    twin: 'decode-plain',
    why: 'The strings are ASCII; other bytes become whatever the SDP library makes of them.',
    tags: ['boundary'],
  });
  return [
    refuse(
      'ufrag-3',
      'a ufrag of one less than the shortest',
      'ufrag',
      letters(3),
      'ice/ufrag-length',
      'ufrag-4',
    ),
    refuse(
      'ufrag-33',
      'a ufrag of one more than the longest',
      'ufrag',
      letters(33),
      'ice/ufrag-length',
      'ufrag-32',
    ),
    refuse('ufrag-0', 'an empty ufrag', 'ufrag', '', 'ice/ufrag-length', 'ufrag-4'),
    refuse('pwd-21', 'a pwd of one less than the shortest', 'pwd', letters(21), 'ice/pwd-length', 'pwd-22'),
    refuse('pwd-33', 'a pwd of one more than the longest', 'pwd', letters(33), 'ice/pwd-length', 'pwd-32'),
    refuse('pwd-0', 'an empty pwd', 'pwd', '', 'ice/pwd-length', 'pwd-22'),
    encode('ufrag-3', 'ufrag', letters(3), 'ice/ufrag-length', 'ufrag-4'),
    encode('ufrag-33', 'ufrag', letters(33), 'ice/ufrag-length', 'ufrag-32'),
    encode('pwd-21', 'pwd', letters(21), 'ice/pwd-length', 'pwd-22'),
    encode('pwd-33', 'pwd', letters(33), 'ice/pwd-length', 'pwd-32'),
    spoiled('ufrag-first-80', 'a ufrag that begins with byte 0x80', ufrag, '80', 'ice/ufrag-not-ascii'),
    spoiled('ufrag-last-ff', 'a ufrag that ends with byte 0xff', ufrag + 3, 'ff', 'ice/ufrag-not-ascii'),
    spoiled('pwd-first-80', 'a pwd that begins with byte 0x80', pwd, '80', 'ice/pwd-not-ascii'),
    spoiled('pwd-last-c3', 'a pwd that ends with byte 0xc3', pwd + 21, 'c3', 'ice/pwd-not-ascii'),
    ...lineBreaks(kind, ufrag, pwd),
  ];
}

/** Known decoders let line breaks in (OPENHOST-G19); no peer needs that, so there is one answer for all. */
function lineBreaks({ bytes }: Kind, ufrag: number, pwd: number): Draft[] {
  const fields = [
    ['ufrag', ufrag],
    ['pwd', pwd],
  ] as const;
  const breaks = [
    ['cr', '0d'],
    ['lf', '0a'],
  ] as const;
  return fields.flatMap(([name, at]) =>
    breaks.map(
      ([end, byte]): Draft => ({
        slug: `decode-${name}-${end}`,
        title: `${end.toUpperCase()} in the ${name}`,
        requires: ['OPENHOST-3.3-29'],
        op: 'decode',
        input: set(bytes(plain), at + 1, byte),
        reject: `ice/${name}-line-break`,
        twin: 'decode-plain',
        why: 'A line break in a string that goes into SDP adds lines to it: a=setup, a=fingerprint, whatever the peer likes.',
        tags: ['security'],
      }),
    ),
  );
}

function refusedCandidates({ bytes, json, requires }: Kind): Draft[] {
  const good = bytes(plain);
  const count = good.length / 2 - 9;
  const six = bytes({ ...plain, candidates: [v6] });
  const countSix = six.length / 2 - 21;
  const refuse = (
    slug: string,
    title: string,
    input: string,
    reject: string,
    twin = 'decode-plain',
  ): Draft => ({
    slug: `decode-${slug}`,
    title,
    requires: requires('candidates'),
    op: 'decode',
    input,
    reject,
    twin,
    why: 'A candidate of another shape puts all that follows out of step.',
    tags: ['boundary'],
  });
  return [
    refuse(
      'candidates-9',
      'nine candidates',
      bytes({ ...plain, candidates: several(9) }),
      'ice/candidate-count',
      'decode-candidates-8',
    ),
    refuse('candidates-255', 'a count of 255', set(good, count, 'ff'), 'ice/candidate-count'),
    refuse('count-more', 'a count of one more than there are', set(good, count, '02'), 'truncated'),
    refuse(
      'type-4',
      'a candidate of type 4',
      set(good, count + 1, '04'),
      'ice/candidate-type',
      'decode-relay',
    ),
    refuse('type-255', 'a candidate of type 255', set(good, count + 1, 'ff'), 'ice/candidate-type'),
    refuse('family-0', 'family 0', set(good, count + 2, '00'), 'ice/candidate-family'),
    refuse('family-3', 'family 3', set(good, count + 2, '03'), 'ice/candidate-family'),
    refuse('family-5', 'family 5', set(good, count + 2, '05'), 'ice/candidate-family'),
    refuse(
      'family-7',
      'family 7 with 16 bytes',
      set(six, countSix + 2, '07'),
      'ice/candidate-family',
      'decode-ipv6',
    ),
    refuse('family-6-short', 'family 6 with 4 bytes', set(good, count + 2, '06'), 'truncated'),
    refuse('no-port', 'the last port cut off', cut(good, 2), 'truncated'),
    {
      slug: 'encode-candidates-9',
      title: 'nine candidates are not sent',
      requires: requires('candidates'),
      op: 'encode',
      input: json({ ...plain, candidates: several(9) }),
      reject: 'ice/candidate-count',
      twin: 'encode-candidates-8',
      why: 'An emitter with more has to choose.',
      tags: ['boundary'],
    },
  ];
}

function refusedForm({ bytes, requires, name }: Kind): Draft[] {
  const good = bytes(plain);
  const none = bytes({ ...plain, candidates: [] });
  const refuse = (
    slug: string,
    title: string,
    input: string,
    reject: string,
    what: 'candidates' | 'end' | 'version',
    twin = 'decode-plain',
  ): Draft => ({
    slug: `decode-${slug}`,
    title,
    requires: requires(what),
    op: 'decode',
    input,
    reject,
    twin,
    why: "What is read past an end, or left over, is somebody else's meaning.",
    tags: ['boundary'],
  });
  return [
    refuse('version-0', 'version 0', set(good, 0, '00'), `${name}/version`, 'version'),
    refuse('version-2', 'version 2', set(good, 0, '02'), `${name}/version`, 'version'),
    refuse('version-255', 'version 255', set(good, 0, 'ff'), `${name}/version`, 'version'),
    refuse('cut', 'without the last byte', cut(good), 'truncated', 'candidates'),
    refuse(
      'no-count',
      'without the count of candidates',
      cut(none),
      'truncated',
      'candidates',
      'decode-candidates-0',
    ),
    refuse('nothing', 'no byte at all', '', 'truncated', 'version'),
    refuse('version-alone', 'nothing but the version', good.slice(0, 2), 'truncated', 'version'),
    refuse('trailing', 'a byte behind the last candidate', `${good}00`, `${name}/trailing-bytes`, 'end'),
    refuse(
      'trailing-none',
      'a byte behind a count of zero',
      `${none}00`,
      `${name}/trailing-bytes`,
      'end',
      'decode-candidates-0',
    ),
    refuse(
      'trailing-candidate',
      'a candidate more than the count',
      good + candidateHex(v4),
      `${name}/trailing-bytes`,
      'end',
    ),
  ];
}

function encoding({ json, requires }: Kind): Draft[] {
  return [
    {
      slug: 'encode-not-ascii',
      title: 'a ufrag beyond ASCII is not sent',
      requires: requires('strings'),
      op: 'encode',
      input: json({ ...plain, ufrag: `u7F${String.fromCharCode(0xe9)}` }),
      reject: 'ice/ufrag-not-ascii',
      twin: 'encode-plain',
      why: 'Cut to a byte or spelled in UTF-8, it comes out as another string.',
    },
  ];
}
