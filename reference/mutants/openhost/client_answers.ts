/** What clients make of an answer, and of the certificate behind it. */
import { inflateRawSync, inflateSync } from 'node:zlib';
import { DecodeError } from '../../bytes/error.js';
import { concat } from '../../bytes/writer.js';
import { unwrap } from '../../openhost/compression.js';
import type { ClientSeams } from '../../openhost/peers/client/seams.js';
import { type LabelledFragment, reassemble } from '../../openhost/reassembly.js';
import { type ClientMutant, client } from './client_mutant.js';

/** Of an answer of version 2: separator 22, key 32, hash 32, length 2. */
const blob = 88;
const onBlob = (change: (body: Uint8Array) => Uint8Array): Partial<ClientSeams> => ({
  answerBody: (body) => (body[21] === 0x32 ? change(body) : body),
});

/** What stands behind the header of each fragment, as far as `taken` goes. */
const joined = (taken: (fragments: readonly LabelledFragment[]) => readonly LabelledFragment[]) => ({
  reassemble(_right: () => Uint8Array | undefined, fragments: readonly LabelledFragment[]) {
    if (fragments.length === 0) return undefined;
    return concat(...taken(fragments).map(({ envelope }) => envelope.subarray(5)));
  },
});
const inOrder = (fragments: readonly LabelledFragment[]) =>
  [...fragments].sort((a, b) => Number(a.suffix) - Number(b.suffix));
const once = (fragments: readonly LabelledFragment[]) =>
  inOrder(fragments).filter(({ suffix }, i, all) => all[i - 1]?.suffix !== suffix);

export const clientAnswers: readonly ClientMutant[] = [
  client('any-certificate', ['OPENHOST-3.2-1', 'OPENHOST-3-5'], { pinned: () => undefined }),
  client('certificate-without-its-key', ['OPENHOST-3.2-1', 'OPENHOST-3-5'], { possession: () => false }),
  client('any-suite', ['OPENHOST-3.2-1', 'OPENHOST-3-5'], { takenSuite: () => Uint8Array.of(0xc0, 0x2b) }),
  client('any-setup', ['OPENHOST-3.1-3'], { setup: () => undefined }),
  client('any-answering-host', ['OPENHOST-3.3-45'], { daemonKey: () => true }),
  client('any-answered-offer', ['OPENHOST-3.3-43'], { offerHash: () => true }),
  client(
    'any-answer-flags',
    ['OPENHOST-3.3-41'],
    onBlob((body) => body.with(blob + 1, (body[blob + 1] ?? 0) & 1)),
  ),
  client(
    'any-answer-blob-version',
    ['OPENHOST-3.3-42'],
    onBlob((body) => body.with(blob, 1)),
  ),
  {
    name: 'no-version-1-answers',
    breaks: ['OPENHOST-3.3-40'],
    dialect: 'deployed',
    seams: { answerBody: (body) => (body[21] === 0x31 ? body.with(0, 0) : body) },
  },
  client('any-answer-tag', ['OPENHOST-3.3-3'], {
    unwrap: (right, plaintext) => (plaintext[0] === 9 ? unwrap(plaintext.with(0, 2)) : right()),
  }),
  client('only-zlib-answers', ['OPENHOST-3.3-7'], {
    unwrap(right, plaintext) {
      if (plaintext[0] === 1) throw new DecodeError('compression/tag');
      return right();
    },
  }),
  client('any-checksum', ['OPENHOST-3.3-8'], {
    unwrap: (right, plaintext) => (plaintext[0] === 2 ? inflateRawSync(plaintext.subarray(3)) : right()),
  }),
  client('unbounded-answers', ['OPENHOST-3.3-5'], {
    unwrap: (right, plaintext) => (plaintext[0] === 2 ? inflateSync(plaintext.subarray(1)) : right()),
    // It reads no further than the blob that is announced.
    answerBody: (body) => body.subarray(0, blob + ((body[blob - 2] ?? 0) << 8) + (body[blob - 1] ?? 0)),
  }),
  client(
    'first-fragment-only',
    ['OPENHOST-3.3-37'],
    joined((fragments) => inOrder(fragments).slice(0, 1)),
  ),
  client('any-fragment-total', ['OPENHOST-3.3-48', 'OPENHOST-3.3-52'], joined(inOrder)),
  client('any-fragment-index', ['OPENHOST-3.3-49', 'OPENHOST-3.3-34', 'OPENHOST-3.3-53'], joined(inOrder)),
  client('missing-fragments', ['OPENHOST-3.3-50'], joined(inOrder)),
  client('first-of-two-fragments', ['OPENHOST-3.3-51'], joined(once)),
  client('no-fragment-is-one-of-none', ['OPENHOST-3.3-52'], joined(inOrder)),
  client('index-beyond-the-total', ['OPENHOST-3.3-53'], joined(inOrder)),
  client('no-patience-for-the-first-fragment', ['OPENHOST-3.3-47'], {
    reassemble(right, fragments) {
      if (fragments.length > 0 && !fragments.some(({ suffix }) => suffix === '0')) {
        throw new DecodeError('fragment/missing');
      }
      return right();
    },
  }),
  client('fragments-of-500', ['OPENHOST-3.3-54'], {
    reassemble: (_right, fragments) => reassemble(fragments, 'deployed'),
  }),
];
