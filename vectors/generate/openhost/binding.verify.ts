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
  const each = 'Whatever is left out of the derivation can be replayed in another connection.';
  return [
    ['first-bit', 'the first bit of R altered', flipped(good, 0, 1), 'Every bit counts.'],
    ['last-of-r', 'the last bit of R altered', flipped(good, 31, 0x80), 'The sign of the point counts.'],
    ['first-of-s', 'the first bit of S altered', flipped(good, 32, 1), 'Every bit counts.'],
    ['zero', 'a signature of zeros', times('00', 64), 'What an unset buffer gives.'],
    [
      'order-added',
      'S with the group order added',
      stretched(good),
      'RFC 8032 section 5.1.7: two spellings of one signature pass for two.',
    ],
    ['other-exporter', 'made in another connection', signatureOf(seed, authBytes(bytes('other'))), each],
    ['other-host', 'made for another host', signatureOf(seed, authBytes(exporter, other_pk)), each],
    [
      'other-client',
      'made for another client',
      signatureOf(seed, authBytes(exporter, host_pk, other_pk)),
      each,
    ],
    [
      'other-nonce',
      'made for another nonce',
      signatureOf(seed, authBytes(exporter, host_pk, client_pk, bytes('other'))),
      each,
    ],
    [
      'swapped',
      'made with host and client swapped',
      signatureOf(seed, authBytes(exporter, client_pk, host_pk)),
      each,
    ],
    [
      'other-mode',
      'made in the other mode',
      signatureOf(seed, messageOfPin),
      'The mode is fixed by the offer.',
    ],
    [
      'unbound',
      'made over the derivation that binds no keys',
      signatureOf(seed, hkdf(exporter, CONTEXT)),
      'An obsolete published vector has this form: a relay signs it for anybody.',
    ],
    [
      'no-context',
      'made without the label in the info',
      signatureOf(seed, hkdf(exporter, host_pk + client_pk + nonce)),
      each,
    ],
    [
      'plain',
      'made over the info itself',
      signatureOf(seed, CONTEXT + host_pk + client_pk + nonce),
      'Without the secret nothing ties it to the connection.',
    ],
    [
      'other-key',
      'made by another key',
      signatureOf(otherSeed, message),
      'The positive side of having a key at all.',
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
    why: 'The positive side of every refusal below.',
  });
  const shared = { beside: 'exporter', tags: ['signature'] };
  const refuseClient = refusing({ ...shared, op: 'verify-client', given: exported });
  const refuseHost = refusing({ ...shared, op: 'verify-host', given: forHost });
  const size = 'A payload has one length; what is cut or left over is not looked at by lenient readers.';
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
      'the key altered under its old signature',
      flipped(good, 0, 1),
      'binding/signature',
      'OPENHOST-3-8',
      'The key that is proven is the key that is named.',
      { tags: ['signature', 'odd-key'] },
    ),
    refuseClient(
      'key-of-host',
      'the key of the host before the signature of the client',
      host_pk + good.slice(64),
      'binding/signature',
      'OPENHOST-3-8',
      'The key that is proven is the key that is named.',
    ),
    refuseClient(
      'neutral-key',
      'the neutral point as key, and as R, and S zero',
      neutral + neutral + times('00', 32),
      'binding/signature',
      'OPENHOST-1-10',
      'A key of small order signs everything.',
      { tags: ['signature', 'odd-key'] },
    ),
    refuseClient(
      'no-point',
      'a key that is no point',
      `02${times('00', 31)}${good.slice(64)}`,
      'binding/signature',
      'OPENHOST-3-8',
      'It has no signatures.',
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
    refuseClient('nothing', 'no byte at all', '', 'truncated', 'OPENHOST-3-8', size),
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
      'Both sign the same bytes: only the key tells them apart.',
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
      'AUTH_HOST is no AUTH_CLIENT.',
    ),
    refuseHost('nothing', 'no byte at all', '', 'truncated', 'OPENHOST-3-9', size),
  ];
}
