import type { Json, JsonObject } from '../../../reference/structure.js';
import { refusing } from '../drafted.js';
import { cut, flipped, times } from '../hex_bytes.js';
import type { Draft } from '../recipe.js';
import {
  authBytes,
  bytes,
  CONTEXT,
  client_pk,
  clientSeed,
  exported,
  exporter,
  hkdf,
  host_pk,
  hostSeed,
  message,
  messageOfPin,
  nonce,
  other_pk,
  otherSeed,
  pinned,
} from './binding.parts.js';
import { signatureOf } from './keys.js';
import { stretched } from './signature.edges.js';

/** What is wrong with a signature, whoever made it. */
const forgeries = (
  seed: string,
): readonly [slug: string, title: string, signature: string, why: string][] => {
  const good = signatureOf(seed, message);
  const each = 'If the derivation omits this input, a proof can be replayed in another connection.';
  return [
    [
      'first-bit',
      'a changed first bit of R',
      flipped(good, 0, 1),
      'A verifier that ignores one bit accepts a forged proof.',
    ],
    [
      'last-of-r',
      'a changed last bit of R',
      flipped(good, 31, 0x80),
      'A verifier that ignores the sign of the point accepts another key.',
    ],
    [
      'first-of-s',
      'a changed first bit of S',
      flipped(good, 32, 1),
      'A verifier that ignores one bit accepts a forged proof.',
    ],
    ['zero', 'a signature of zeros', times('00', 64), 'A peer with an uninitialised buffer sends this.'],
    [
      'order-added',
      'S with the group order added',
      stretched(good),
      'RFC 8032 section 5.1.7 forbids it: one signature would have two encodings.',
    ],
    [
      'other-exporter',
      'a signature made in another connection',
      signatureOf(seed, authBytes(bytes('other'))),
      each,
    ],
    [
      'other-host',
      'a signature made for another host',
      signatureOf(seed, authBytes(exporter, other_pk)),
      each,
    ],
    [
      'other-client',
      'a signature made for another client',
      signatureOf(seed, authBytes(exporter, host_pk, other_pk)),
      each,
    ],
    [
      'other-nonce',
      'a signature made for another nonce',
      signatureOf(seed, authBytes(exporter, host_pk, client_pk, bytes('other'))),
      each,
    ],
    [
      'swapped',
      'a signature made with host and client exchanged',
      signatureOf(seed, authBytes(exporter, client_pk, host_pk)),
      each,
    ],
    [
      'other-mode',
      'a signature made in the other mode',
      signatureOf(seed, messageOfPin),
      'A verifier that accepts the other mode ignores the choice of the offer.',
    ],
    [
      'unbound',
      'a signature over the derivation that binds no keys',
      signatureOf(seed, hkdf(exporter, CONTEXT)),
      'An obsolete published vector has this form, which binds no connection, so that an attacker can forward it.',
    ],
    [
      'no-context',
      'a signature over a derivation without the label',
      signatureOf(seed, hkdf(exporter, host_pk + client_pk + nonce)),
      each,
    ],
    [
      'plain',
      'a signature over the info itself',
      signatureOf(seed, CONTEXT + host_pk + client_pk + nonce),
      'Without the exporter secret the proof is valid in every connection.',
    ],
    [
      'other-key',
      'a signature made by another key',
      signatureOf(otherSeed, message),
      'A verifier that rejects a valid key locks out its owner.',
    ],
  ];
};

export function verification(): Draft[] {
  const good = client_pk + signatureOf(clientSeed, message);
  const goodHost = signatureOf(hostSeed, message);
  const forHost = { ...exported, client_pk };
  const accept = (
    op: string,
    slug: string,
    title: string,
    given: JsonObject,
    input: string,
    value: Json,
  ): Draft => ({
    slug: `${op}-${slug}`,
    title,
    requires: [op === 'verify-client' ? 'OPENHOST-3-8' : 'OPENHOST-3-9'],
    op,
    given,
    input,
    accept: value,
    why: 'A verifier that rejects a valid proof serves nobody.',
  });
  const shared = { beside: 'exporter', tags: ['signature'] };
  const refuseClient = refusing({ ...shared, op: 'verify-client', given: exported });
  const refuseHost = refusing({ ...shared, op: 'verify-host', given: forHost });
  const size = 'A lenient decoder ignores missing or surplus bytes and accepts two payloads as one.';
  /** The neutral point as key and as R, with S = 0, fits every message in the bare equation. */
  const neutral = `01${times('00', 31)}`;
  return [
    accept('verify-client', 'exporter', 'AUTH_CLIENT in mode Exporter', exported, good, client_pk),
    accept(
      'verify-client',
      'cert-fp',
      'AUTH_CLIENT in mode CertFp',
      pinned,
      client_pk + signatureOf(clientSeed, messageOfPin),
      client_pk,
    ),
    accept('verify-host', 'exporter', 'AUTH_HOST in mode Exporter', forHost, goodHost, true),
    accept(
      'verify-host',
      'cert-fp',
      'AUTH_HOST in mode CertFp',
      { ...pinned, client_pk },
      signatureOf(hostSeed, messageOfPin),
      true,
    ),
    ...forgeries(clientSeed).map(([slug, title, signature, why]) =>
      refuseClient(slug, title, client_pk + signature, 'binding/signature', 'OPENHOST-3-8', why),
    ),
    ...forgeries(hostSeed).map(([slug, title, signature, why]) =>
      refuseHost(slug, title, signature, 'binding/signature', 'OPENHOST-3-9', why),
    ),
    refuseClient(
      'key-altered',
      'a changed key with the old signature',
      flipped(good, 0, 1),
      'binding/signature',
      'OPENHOST-3-8',
      'A verifier that does not compare the keys lets one client pose as another.',
      { tags: ['signature', 'odd-key'] },
    ),
    refuseClient(
      'key-of-host',
      'the key of the host before the signature of the client',
      host_pk + good.slice(64),
      'binding/signature',
      'OPENHOST-3-8',
      'A verifier that does not compare the keys lets one client pose as another.',
    ),
    refuseClient(
      'neutral-key',
      'the neutral point as key, and as R, and S zero',
      neutral + neutral + times('00', 32),
      'binding/signature',
      'OPENHOST-1-10',
      'A key of small order verifies signatures over any message, so anybody can use it.',
      { tags: ['signature', 'odd-key'] },
    ),
    refuseClient(
      'no-point',
      'a key that is not a point of the curve',
      `02${times('00', 31)}${good.slice(64)}`,
      'binding/signature',
      'OPENHOST-3-8',
      'No private key belongs to it, so nobody can prove it.',
      { tags: ['signature', 'odd-key'] },
    ),
    refuseClient('cut', 'a payload of 95 bytes', cut(good), 'truncated', 'OPENHOST-3-8', size),
    refuseClient(
      'trailing',
      'a payload of 97 bytes',
      `${good}00`,
      'binding/trailing-bytes',
      'OPENHOST-3-8',
      size,
    ),
    refuseClient('nothing', 'an empty input', '', 'truncated', 'OPENHOST-3-8', size),
    refuseClient(
      'signature-alone',
      'a signature without a key',
      good.slice(64),
      'truncated',
      'OPENHOST-3-8',
      size,
    ),
    refuseHost(
      'reflected',
      'the signature of the client, sent back',
      good.slice(64),
      'binding/signature',
      'OPENHOST-3-9',
      'Client and host sign the same bytes, so only the key distinguishes the two proofs.',
    ),
    refuseHost('cut', 'a payload of 63 bytes', cut(goodHost), 'truncated', 'OPENHOST-3-9', size),
    refuseHost(
      'trailing',
      'a payload of 65 bytes',
      `${goodHost}00`,
      'binding/trailing-bytes',
      'OPENHOST-3-9',
      size,
    ),
    refuseHost(
      'with-key',
      'a key before the signature',
      host_pk + goodHost,
      'binding/trailing-bytes',
      'OPENHOST-3-9',
      'A verifier that accepts the proof of the host lets a host reflect it.',
    ),
    refuseHost('nothing', 'an empty input', '', 'truncated', 'OPENHOST-3-9', size),
  ];
}
