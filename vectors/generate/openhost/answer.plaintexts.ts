/** Section 3.3: the plaintexts of sealed answers. */
import type { JsonObject } from '../../../reference/structure.js';
import { accepting, refusing } from '../drafted.js';
import { altered } from '../hex_bytes.js';
import type { Draft } from '../recipe.js';
import { body, bound, compact, request, v1, v2, verbatim } from './answer.parts.js';
import { refusedPlaintexts, unwraps, wraps } from './body.plaintexts.js';
import { wrapped } from './deflate.js';
import { keyBeside } from './keys.js';

export const plaintexts = (): Draft[] => [
  unwraps('zlib', 'a version 2 body under tag 0x02', wrapped(v2), compact()),
  unwraps('literal', 'a version 2 body under tag 0x01', `01${v2}`, compact()),
  unwraps('v1-zlib', 'a version 1 body under tag 0x02', wrapped(v1), verbatim()),
  unwraps('v1-literal', 'a version 1 body under tag 0x01', `01${v1}`, verbatim()),
  ...refusedPlaintexts(body),
  wraps(body, request, compact()),
];

const why =
  'A client that does not compare these fields accepts an old answer, or an answer to another client.';
const question = { op: 'receive', given: { signer: bound.daemon_pk, offer_sdp_hash: bound.offer_sdp_hash } };

/** Whether the packet and its plaintext have the same author, and answer this offer. */
export function received(): Draft[] {
  const accept = accepting(question);
  const refuse = refusing({ ...question, beside: 'own' });
  const asked = (change: JsonObject): { given: JsonObject } => ({ given: { ...question.given, ...change } });
  const stranger = (slug: string, title: string, at: number, input = wrapped(v2), beside = 'own'): Draft =>
    refuse(slug, title, input, 'answer/signer', 'OPENHOST-3.3-45', why, {
      ...asked({ signer: keyBeside(bound.daemon_pk, at) }),
      beside,
    });
  const other = (slug: string, title: string, at: number, input = wrapped(v2), beside = 'own'): Draft =>
    refuse(slug, title, input, 'answer/other-offer', 'OPENHOST-3.3-43', why, {
      ...asked({ offer_sdp_hash: altered(bound.offer_sdp_hash, at) }),
      beside,
    });
  return [
    accept(
      'own',
      'an answer of the daemon that signed the packet, to the own offer',
      wrapped(v2),
      compact(),
      'OPENHOST-3.3-45',
      why,
    ),
    accept('v1-own', 'a version 1 answer to the own offer', `01${v1}`, verbatim(), 'OPENHOST-3.3-43', why),
    stranger('signer-first-byte', 'a signer that differs in the first byte', 0),
    stranger('signer-last-byte', 'a signer that differs in the last byte', 31),
    other('hash-first-byte', 'a hash that differs in the first byte', 0),
    other('hash-last-byte', 'a hash that differs in the last byte', 31),
    other('v1-other-offer', 'a version 1 answer to another offer', 31, `01${v1}`, 'v1-own'),
    stranger('v1-other-signer', 'a version 1 answer of another daemon', 31, `01${v1}`, 'v1-own'),
  ];
}
