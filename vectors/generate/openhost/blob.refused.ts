/** Section 3.3: rejected blobs of offers and answers. */
import { refusing } from '../drafted.js';
import { cut, set, text } from '../hex_bytes.js';
import type { Draft } from '../recipe.js';
import { candidateHex, type Kind, letters, plain, several, v4, v6 } from './blob.parts.js';

const unread = refusing({ op: 'decode', beside: 'plain', tags: ['boundary'] });
const unsent = refusing({ op: 'encode', beside: 'plain', tags: ['boundary'] });

export function refused(kind: Kind): Draft[] {
  const { json, requires } = kind;
  return [
    ...strings(kind),
    ...candidates(kind),
    ...form(kind),
    unsent(
      'not-ascii',
      'a ufrag beyond ASCII',
      json({ ...plain, ufrag: `u7F${String.fromCharCode(0xe9)}` }),
      'ice/ufrag-not-ascii',
      requires('strings'),
      'An encoder that truncates or converts the string sends another string than ICE uses.',
      { tags: [] },
    ),
  ];
}

function strings(kind: Kind): Draft[] {
  const { bytes, json, requires } = kind;
  const required = requires('strings');
  const refuse = (name: 'ufrag' | 'pwd', count: number, title: string, beside: string): Draft =>
    unread(
      `${name}-${count}`,
      title,
      bytes({ ...plain, [name]: letters(count) }),
      `ice/${name}-length`,
      required,
      'An ICE string that is too short can be guessed, and one that is too long overruns a fixed buffer.',
      { beside },
    );
  const notSent = (name: 'ufrag' | 'pwd', count: number, beside: string): Draft =>
    unsent(
      `${name}-${count}`,
      `a ${name} of ${count} characters`,
      json({ ...plain, [name]: letters(count) }),
      `ice/${name}-length`,
      required,
      'Every decoder rejects it, so the peer gets no connection.',
      { beside },
    );
  const ufrag = bytes(plain).indexOf(text(plain.ufrag)) / 2;
  const pwd = ufrag + plain.ufrag.length + 1;
  const spoiled = (slug: string, title: string, at: number, byte: string, reject: string): Draft =>
    unread(
      slug,
      title,
      set(bytes(plain), at, byte),
      reject,
      required,
      'SDP libraries treat bytes outside ASCII differently, so two peers see two strings.',
    );
  return [
    refuse('ufrag', 3, 'a ufrag of one less than the shortest', 'ufrag-4'),
    refuse('ufrag', 33, 'a ufrag of one more than the longest', 'ufrag-32'),
    refuse('ufrag', 0, 'an empty ufrag', 'ufrag-4'),
    refuse('pwd', 21, 'a pwd of one less than the shortest', 'pwd-22'),
    refuse('pwd', 33, 'a pwd of one more than the longest', 'pwd-32'),
    refuse('pwd', 0, 'an empty pwd', 'pwd-22'),
    notSent('ufrag', 3, 'ufrag-4'),
    notSent('ufrag', 33, 'ufrag-32'),
    notSent('pwd', 21, 'pwd-22'),
    notSent('pwd', 33, 'pwd-32'),
    spoiled('ufrag-first-80', 'a ufrag that begins with byte 0x80', ufrag, '80', 'ice/ufrag-not-ascii'),
    spoiled('ufrag-last-ff', 'a ufrag that ends with byte 0xff', ufrag + 3, 'ff', 'ice/ufrag-not-ascii'),
    spoiled('pwd-first-80', 'a pwd that begins with byte 0x80', pwd, '80', 'ice/pwd-not-ascii'),
    spoiled('pwd-last-c3', 'a pwd that ends with byte 0xc3', pwd + 21, 'c3', 'ice/pwd-not-ascii'),
    ...lineBreaks(kind, ufrag, pwd),
  ];
}

/** Known decoders accept line breaks (OPENHOST-G19). No peer needs them, so every decoder must reject them. */
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
    breaks.map(([end, byte]) =>
      unread(
        `${name}-${end}`,
        `${end.toUpperCase()} in the ${name}`,
        set(bytes(plain), at + 1, byte),
        `ice/${name}-line-break`,
        'OPENHOST-3.3-29',
        'A line break in an ICE string adds lines to the SDP, such as a=setup or a=fingerprint.',
        { tags: ['security'] },
      ),
    ),
  );
}

function candidates({ bytes, json, requires }: Kind): Draft[] {
  const good = bytes(plain);
  const count = good.length / 2 - 9;
  const six = bytes({ ...plain, candidates: [v6] });
  const countSix = six.length / 2 - 21;
  const refuse = (slug: string, title: string, input: string, reject: string, beside = 'plain'): Draft =>
    unread(
      slug,
      title,
      input,
      reject,
      requires('candidates'),
      'A decoder that accepts this candidate misreads every byte after it.',
      { beside },
    );
  return [
    refuse(
      'candidates-9',
      'nine candidates',
      bytes({ ...plain, candidates: several(9) }),
      'ice/candidate-count',
      'candidates-8',
    ),
    refuse('candidates-255', 'a count of 255', set(good, count, 'ff'), 'ice/candidate-count'),
    refuse('count-more', 'a count of one more than there are', set(good, count, '02'), 'truncated'),
    refuse('type-4', 'a candidate of type 4', set(good, count + 1, '04'), 'ice/candidate-type', 'relay'),
    refuse('type-255', 'a candidate of type 255', set(good, count + 1, 'ff'), 'ice/candidate-type'),
    refuse('family-0', 'family 0', set(good, count + 2, '00'), 'ice/candidate-family'),
    refuse('family-3', 'family 3', set(good, count + 2, '03'), 'ice/candidate-family'),
    refuse('family-5', 'family 5', set(good, count + 2, '05'), 'ice/candidate-family'),
    refuse(
      'family-7',
      'family 7 with 16 bytes',
      set(six, countSix + 2, '07'),
      'ice/candidate-family',
      'ipv6',
    ),
    refuse('family-6-short', 'family 6 with 4 bytes', set(good, count + 2, '06'), 'truncated'),
    refuse('no-port', 'an input without its last port', cut(good, 2), 'truncated'),
    unsent(
      'candidates-9',
      'nine candidates',
      json({ ...plain, candidates: several(9) }),
      'ice/candidate-count',
      requires('candidates'),
      'Every decoder rejects more than eight candidates, so an encoder must choose.',
      { beside: 'candidates-8' },
    ),
  ];
}

function form({ bytes, requires, name }: Kind): Draft[] {
  const good = bytes(plain);
  const none = bytes({ ...plain, candidates: [] });
  const refuse = (
    slug: string,
    title: string,
    input: string,
    reject: string,
    what: 'candidates' | 'end' | 'version',
    beside = 'plain',
  ): Draft =>
    unread(
      slug,
      title,
      input,
      reject,
      requires(what),
      'A decoder without length checks reads past the end, or ignores bytes that another decoder reads.',
      { beside },
    );
  return [
    refuse('version-0', 'version 0', set(good, 0, '00'), `${name}/version`, 'version'),
    refuse('version-2', 'version 2', set(good, 0, '02'), `${name}/version`, 'version'),
    refuse('version-255', 'version 255', set(good, 0, 'ff'), `${name}/version`, 'version'),
    refuse('cut', 'an input without its last byte', cut(good), 'truncated', 'candidates'),
    refuse(
      'no-count',
      'a blob without the count of candidates',
      cut(none),
      'truncated',
      'candidates',
      'candidates-0',
    ),
    refuse('nothing', 'an empty input', '', 'truncated', 'version'),
    refuse('version-alone', 'an input of the version alone', good.slice(0, 2), 'truncated', 'version'),
    refuse('trailing', 'a byte after the last candidate', `${good}00`, `${name}/trailing-bytes`, 'end'),
    refuse(
      'trailing-none',
      'a byte after a count of zero',
      `${none}00`,
      `${name}/trailing-bytes`,
      'end',
      'candidates-0',
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
