/** Section 3.3: answers as they come out of the sealed box. */
import type { JsonObject } from '../../reference/structure.js';
import { bound, compact, good, request, sdp, sdpText, v1, verbatim } from './openhost_answer.parts.js';
import { cut, set } from './openhost_bytes.js';
import { stored, zlib } from './openhost_deflate.js';
import type { Draft } from './recipe.js';
import { refusesToUnwrap, unwraps } from './unwrapped.js';

export function plaintexts(): Draft[] {
  return [
    unwraps('zlib', 'a version 2 body under tag 0x02', `02${zlib(stored(good), good)}`, compact()),
    unwraps('literal', 'a version 2 body under tag 0x01', `01${good}`, compact()),
    unwraps(
      'v1-zlib',
      'a version 1 body under tag 0x02',
      `02${zlib(stored(v1(sdp)), v1(sdp))}`,
      verbatim(sdpText),
    ),
    unwraps('v1-literal', 'a version 1 body under tag 0x01', `01${v1(sdp)}`, verbatim(sdpText)),
    refusesToUnwrap('no-tag', 'a body without a tag', good, 'compression/tag', 'OPENHOST-3.3-3'),
    refusesToUnwrap('tag-03', 'a body under tag 0x03', `03${good}`, 'compression/tag', 'OPENHOST-3.3-3'),
    refusesToUnwrap(
      'checksum',
      'a good body under a wrong checksum',
      `${cut(`02${zlib(stored(good), good)}`)}ff`,
      'zlib/checksum',
      'OPENHOST-3.3-8',
    ),
    refusesToUnwrap(
      'body-trailing',
      'a byte more inside the stream',
      `02${zlib(stored(`${good}00`), `${good}00`)}`,
      'answer/trailing-bytes',
      'OPENHOST-3.3-19',
    ),
    {
      slug: 'wrap-v2',
      title: 'an answer is sent under tag 0x02',
      requires: ['OPENHOST-3.3-6', 'OPENHOST-3.3-39'],
      op: 'wrap',
      input: request,
      accept: { compression_tag: 2, ...compact() },
      by: 'reopening',
      why: 'Encoders have to use tag 0x02; the level is theirs, so the stream is opened.',
    },
  ];
}

/** Whether the packet and what was sealed in it have one author, and mean the offer that was made. */
export function received(): Draft[] {
  const given = { signer: bound.daemon_pk, offer_sdp_hash: bound.offer_sdp_hash };
  const sealed = `02${zlib(stored(good), good)}`;
  const draft = (
    slug: string,
    title: string,
    requires: string,
    change: JsonObject,
    input: string,
    outcome: Partial<Draft>,
  ): Draft => ({
    slug: `receive-${slug}`,
    title,
    requires: [requires],
    op: 'receive',
    given: { ...given, ...change },
    input,
    why: 'An answer of yesterday, or to another client, is a good answer to another question.',
    ...outcome,
  });
  const flipped = (value: string, at: number): string =>
    set(value, at, value.slice(2 * at, 2 * at + 2) === '00' ? '01' : '00');
  const signer = (at: number): JsonObject => ({ signer: flipped(bound.daemon_pk, at) });
  const hash = (at: number): JsonObject => ({ offer_sdp_hash: flipped(bound.offer_sdp_hash, at) });
  const stranger = { reject: 'answer/signer', twin: 'receive-own' };
  const other = { reject: 'answer/other-offer', twin: 'receive-own' };
  return [
    draft(
      'own',
      'an answer of the daemon that signed the packet, to the own offer',
      'OPENHOST-3.3-45',
      {},
      sealed,
      { accept: compact() },
    ),
    draft('v1-own', 'a version 1 answer to the own offer', 'OPENHOST-3.3-43', {}, `01${v1(sdp)}`, {
      accept: verbatim(sdpText),
    }),
    draft(
      'signer-first-byte',
      'a signer that differs in the first byte',
      'OPENHOST-3.3-45',
      signer(0),
      sealed,
      stranger,
    ),
    draft(
      'signer-last-byte',
      'a signer that differs in the last byte',
      'OPENHOST-3.3-45',
      signer(31),
      sealed,
      stranger,
    ),
    draft(
      'hash-first-byte',
      'a hash that differs in the first byte',
      'OPENHOST-3.3-43',
      hash(0),
      sealed,
      other,
    ),
    draft(
      'hash-last-byte',
      'a hash that differs in the last byte',
      'OPENHOST-3.3-43',
      hash(31),
      sealed,
      other,
    ),
    draft(
      'v1-other-offer',
      'a version 1 answer to another offer',
      'OPENHOST-3.3-43',
      hash(31),
      `01${v1(sdp)}`,
      { ...other, twin: 'receive-v1-own' },
    ),
    draft(
      'v1-other-signer',
      'a version 1 answer of another daemon',
      'OPENHOST-3.3-45',
      signer(31),
      `01${v1(sdp)}`,
      { ...stranger, twin: 'receive-v1-own' },
    ),
  ];
}
