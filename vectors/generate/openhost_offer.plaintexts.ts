/** Section 3.3: offers as they come out of the sealed box. */
import { cut, set } from './openhost_bytes.js';
import { stored, zlib } from './openhost_deflate.js';
import { blob, compact, key, request, sdp, v1, v2, v3, verbatim } from './openhost_offer.parts.js';
import type { Draft } from './recipe.js';
import { refusesToUnwrap, unwraps } from './unwrapped.js';

export function plaintexts(): Draft[] {
  const good = v3(blob);
  return [
    unwraps('zlib', 'a version 3 body under tag 0x02', `02${zlib(stored(good), good)}`, compact),
    unwraps('literal', 'a version 3 body under tag 0x01', `01${good}`, compact),
    unwraps('v1-literal', 'a version 1 body under tag 0x01', `01${v1(sdp)}`, verbatim(1, 'exporter')),
    unwraps(
      'v1-zlib',
      'a version 1 body under tag 0x02',
      `02${zlib(stored(v1(sdp)), v1(sdp))}`,
      verbatim(1, 'exporter'),
    ),
    unwraps(
      'v2-zlib',
      'a version 2 body under tag 0x02',
      `02${zlib(stored(v2(sdp, '02')), v2(sdp, '02'))}`,
      verbatim(2, 'cert_fp'),
    ),
    refusesToUnwrap('no-tag', 'a body without a tag', good, 'compression/tag', 'OPENHOST-3.3-3'),
    refusesToUnwrap('tag-03', 'a body under tag 0x03', `03${good}`, 'compression/tag', 'OPENHOST-3.3-3'),
    refusesToUnwrap('tag-00', 'a body under tag 0x00', `00${good}`, 'compression/tag', 'OPENHOST-3.3-3'),
    refusesToUnwrap(
      'zlib-of-another',
      'another separator in a good stream',
      `02${zlib(stored(set(good, 20, '35')), set(good, 20, '35'))}`,
      'offer/separator',
      'OPENHOST-3.3-13',
    ),
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
      'offer/trailing-bytes',
      'OPENHOST-3.3-19',
    ),
    {
      slug: 'wrap-v3',
      title: 'an offer is sent under tag 0x02',
      requires: ['OPENHOST-3.3-6', 'OPENHOST-3.3-12'],
      op: 'wrap',
      input: request,
      accept: { compression_tag: 2, ...compact },
      by: 'reopening',
      why: 'Encoders have to use tag 0x02; the level is theirs, so the stream is opened.',
    },
  ];
}

/** Whether the packet and what was sealed in it have one author. */
export function received(): Draft[] {
  const good = v3(blob);
  const draft = (
    slug: string,
    title: string,
    signer: string,
    input: string,
    outcome: Partial<Draft>,
  ): Draft => ({
    slug: `receive-${slug}`,
    title,
    requires: ['OPENHOST-3.3-25'],
    op: 'receive',
    given: { signer },
    input,
    why: 'Whoever sees a sealed offer can publish it again in a packet of its own.',
    ...outcome,
  });
  const refusal = { reject: 'offer/signer', twin: 'receive-signer' };
  const flipped = (at: number): string => set(key, at, key.slice(2 * at, 2 * at + 2) === '00' ? '01' : '00');
  return [
    draft('signer', 'an offer of the client that signed the packet', key, `02${zlib(stored(good), good)}`, {
      accept: compact,
    }),
    draft('v1-signer', 'a version 1 offer of the client that signed the packet', key, `01${v1(sdp)}`, {
      accept: verbatim(1, 'exporter'),
    }),
    draft(
      'first-byte',
      'a signer that differs in the first byte',
      flipped(0),
      `02${zlib(stored(good), good)}`,
      refusal,
    ),
    draft(
      'last-byte',
      'a signer that differs in the last byte',
      flipped(31),
      `02${zlib(stored(good), good)}`,
      refusal,
    ),
    draft('zeros', 'a signer of zeros', '00'.repeat(32), `02${zlib(stored(good), good)}`, refusal),
    draft('v1-other', 'a version 1 offer of another client', flipped(31), `01${v1(sdp)}`, {
      ...refusal,
      twin: 'receive-v1-signer',
    }),
  ];
}
