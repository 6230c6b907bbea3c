/** Sections 3.1 to 3.3: clients that read an answer or its certificate wrongly. */
import { inflateRawSync, inflateSync } from 'node:zlib';
import { DecodeError } from '../../bytes/error.js';
import { concat } from '../../bytes/writer.js';
import { type LabelledFragment, reassemble } from '../../openhost/reassembly.js';
import { type ClientChange, type ClientMutant, client } from './client_mutant.js';

type Fragments = readonly LabelledFragment[];

/** The offset of the blob in an answer of version 2: separator 22, key 32, hash 32, length 2. */
const BLOB = 88;

/** Reads an answer with a changed body. */
const readsBody =
  (as: (body: Uint8Array) => Uint8Array): ClientChange =>
  ({ decodeAnswer }) => ({ decodeAnswer: (body) => decodeAnswer(as(body)) });
const onBlob = (change: (body: Uint8Array) => Uint8Array): ClientChange =>
  readsBody((body) => (body[21] === 0x32 ? change(body) : body));
/** Reads a compressed answer in another way. */
const inflates =
  (inflate: (plaintext: Uint8Array) => Uint8Array): ClientChange =>
  ({ uncompress }) => ({
    uncompress: (plaintext, dialect) =>
      plaintext[0] === 2 ? inflate(plaintext) : uncompress(plaintext, dialect),
  });

/** Joins the payloads of the accepted fragments. */
const joins =
  (take: (fragments: Fragments) => Fragments): ClientChange =>
  () => ({
    reassemble(fragments) {
      if (fragments.length === 0) return undefined;
      return concat(...take(fragments).map(({ envelope }) => envelope.subarray(5)));
    },
  });
const inOrder = (fragments: Fragments) => [...fragments].sort((a, b) => Number(a.suffix) - Number(b.suffix));
const once = (fragments: Fragments) =>
  inOrder(fragments).filter(({ suffix }, i, all) => all[i - 1]?.suffix !== suffix);

const fingerprintIn = (sdp: string): Uint8Array => {
  const [, hex = ''] = /^a=fingerprint:sha-256 ([0-9a-f:]+)/im.exec(sdp) ?? [];
  return new Uint8Array(Buffer.from(hex.replaceAll(':', ''), 'hex'));
};

const handshakes: readonly ClientMutant[] = [
  client('any-certificate', ['3.2-1', '3-5'], 'Accepts any certificate of the host.', () => ({
    pinFingerprint: () => undefined,
  })),
  {
    ...client(
      'pins-what-the-answer-says',
      ['3.2-1', '3-5'],
      'Takes the fingerprint of the host from its answer instead of its record.',
      () => ({ pinFingerprint: (_recorded, answer) => fingerprintIn(answer) }),
    ),
    dialect: 'deployed',
  },
  client(
    'certificate-without-its-key',
    ['3.2-1', '3-5'],
    'Accepts a certificate without proof of its key.',
    () => ({ demandsPossession: () => false }),
  ),
  client('any-suite', ['3.2-1', '3-5'], 'Reads any cipher suite of the host as one that it offered.', () => ({
    takenSuite: () => Uint8Array.of(0xc0, 0x2b),
  })),
  client('any-setup', ['3.1-3'], 'Accepts an answer with any setup.', () => ({ checkSetup: () => {} })),
];

const bodies = [
  client('any-answering-host', ['3.3-45'], 'Accepts an answer that names another daemon key.', () => ({
    isHost: () => true,
  })),
  client('any-answered-offer', ['3.3-43'], 'Accepts an answer to another offer.', () => ({
    answersOffer: () => true,
  })),
  client(
    'any-answer-flags',
    ['3.3-41'],
    'Ignores reserved flags of an answer.',
    onBlob((body) => body.with(BLOB + 1, (body[BLOB + 1] ?? 0) & 1)),
  ),
  client(
    'any-answer-blob-version',
    ['3.3-42'],
    'Accepts an answer blob of any version.',
    onBlob((body) => body.with(BLOB, 1)),
  ),
  {
    ...client(
      'no-version-1-answers',
      ['3.3-40'],
      'Rejects answers of version 1.',
      readsBody((body) => (body[21] === 0x31 ? body.with(0, 0) : body)),
    ),
    dialect: 'deployed' as const,
  },
];

const plaintexts = [
  client('any-answer-tag', ['3.3-3'], 'Reads compression tag 9 as zlib.', ({ uncompress }) => ({
    uncompress: (plaintext, dialect) =>
      uncompress(plaintext[0] === 9 ? plaintext.with(0, 2) : plaintext, dialect),
  })),
  client('only-zlib-answers', ['3.3-7'], 'Rejects answers that are not compressed.', ({ uncompress }) => ({
    uncompress(plaintext, dialect) {
      if (plaintext[0] === 1) throw new DecodeError('compression/tag');
      return uncompress(plaintext, dialect);
    },
  })),
  client(
    'any-checksum',
    ['3.3-8'],
    'Ignores the checksum of a compressed answer.',
    inflates((plaintext) => inflateRawSync(plaintext.subarray(3))),
  ),
  client('unbounded-answers', ['3.3-5'], 'Inflates an answer of any length.', (rules) => ({
    ...inflates((plaintext) => inflateSync(plaintext.subarray(1)))(rules),
    // It ignores bytes after the announced blob.
    ...readsBody((body) => body.subarray(0, BLOB + ((body[BLOB - 2] ?? 0) << 8) + (body[BLOB - 1] ?? 0)))(
      rules,
    ),
  })),
];

const fragments = [
  client(
    'first-fragment-only',
    ['3.3-37'],
    'Reads only the first fragment of an answer.',
    joins((all) => inOrder(all).slice(0, 1)),
  ),
  client('any-fragment-total', ['3.3-48', '3.3-52'], 'Joins fragments whose totals differ.', joins(inOrder)),
  client(
    'any-fragment-index',
    ['3.3-49', '3.3-34', '3.3-53'],
    'Joins fragments whose index is not the one of their label.',
    joins(inOrder),
  ),
  client('missing-fragments', ['3.3-50'], 'Joins fragments of which one is missing.', joins(inOrder)),
  client(
    'first-of-two-fragments',
    ['3.3-51'],
    'Takes the first of two fragments with one index.',
    joins(once),
  ),
  client('no-fragment-is-one-of-none', ['3.3-52'], 'Accepts a fragment whose total is zero.', joins(inOrder)),
  client(
    'index-beyond-the-total',
    ['3.3-53'],
    'Accepts a fragment whose index is not below its total.',
    joins(inOrder),
  ),
  client(
    'no-patience-for-the-first-fragment',
    ['3.3-47'],
    'Fails when the first fragment comes after the others.',
    (rules) => ({
      reassemble(all, dialect) {
        if (all.length > 0 && !all.some(({ suffix }) => suffix === '0')) {
          throw new DecodeError('fragment/missing');
        }
        return rules.reassemble(all, dialect);
      },
    }),
  ),
  client('fragments-of-500', ['3.3-54'], 'Accepts fragments of 500 bytes.', () => ({
    reassemble: (all) => reassemble(all, 'deployed'),
  })),
];

export const clientAnswers: readonly ClientMutant[] = [...handshakes, ...bodies, ...plaintexts, ...fragments];
