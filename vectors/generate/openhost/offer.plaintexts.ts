/** Section 3.3: the plaintexts of sealed offers. */
import { accepting, refusing } from '../drafted.js';
import { set } from '../hex_bytes.js';
import type { Draft } from '../recipe.js';
import { refusedPlaintexts, refusesToUnwrap, unwraps, wraps } from './body.plaintexts.js';
import { wrapped } from './deflate.js';
import { keyBeside } from './keys.js';
import { body, compact, key, request, v1, v2, v3, verbatim } from './offer.parts.js';

export const plaintexts = (): Draft[] => [
  unwraps('zlib', 'a version 3 body under tag 0x02', wrapped(v3), compact),
  unwraps('literal', 'a version 3 body under tag 0x01', `01${v3}`, compact),
  unwraps('v1-literal', 'a version 1 body under tag 0x01', `01${v1}`, verbatim(1, 'exporter')),
  unwraps('v1-zlib', 'a version 1 body under tag 0x02', wrapped(v1), verbatim(1, 'exporter')),
  unwraps('v2-zlib', 'a version 2 body under tag 0x02', wrapped(v2('02')), verbatim(2, 'cert_fp')),
  ...refusedPlaintexts(body, [
    refusesToUnwrap('tag-00', 'a body under tag 0x00', `00${v3}`, 'compression/tag', 'OPENHOST-3.3-3'),
    refusesToUnwrap(
      'zlib-of-another',
      'another separator in a good stream',
      wrapped(set(v3, 20, '35')),
      'offer/separator',
      'OPENHOST-3.3-13',
    ),
  ]),
  wraps(body, request, compact),
];

const receipt = { op: 'receive', given: { signer: key } };

/** Whether the packet and its plaintext have the same author. */
export function received(): Draft[] {
  const why = 'Anybody who sees a sealed offer can publish it again in another packet.';
  const accept = accepting(receipt);
  const refuse = refusing({ ...receipt, beside: 'signer' });
  const stranger = (
    slug: string,
    title: string,
    signer: string,
    input = wrapped(v3),
    beside = 'signer',
  ): Draft =>
    refuse(slug, title, input, 'offer/signer', 'OPENHOST-3.3-25', why, { given: { signer }, beside });
  return [
    accept(
      'signer',
      'an offer of the client that signed the packet',
      wrapped(v3),
      compact,
      'OPENHOST-3.3-25',
      why,
    ),
    accept(
      'v1-signer',
      'a version 1 offer of the client that signed the packet',
      `01${v1}`,
      verbatim(1, 'exporter'),
      'OPENHOST-3.3-25',
      why,
    ),
    stranger('first-byte', 'a signer that differs in the first byte', keyBeside(key, 0)),
    stranger('last-byte', 'a signer that differs in the last byte', keyBeside(key, 31)),
    stranger('zeros', 'a signer of zeros', '00'.repeat(32)),
    stranger('v1-other', 'a version 1 offer of another client', keyBeside(key, 31), `01${v1}`, 'v1-signer'),
  ];
}
