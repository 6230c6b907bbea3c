import type { Json, JsonObject } from '../../reference/structure.js';
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
  ORDER,
  pinned,
  signed,
} from './openhost_binding.parts.js';
import { cut, set, times } from './openhost_bytes.js';
import type { Draft } from './recipe.js';

/** The same signature with the group order added to S. */
function stretched(signature: string): string {
  const s = BigInt(`0x${(signature.slice(64).match(/../g) ?? []).reverse().join('')}`) + ORDER;
  const hex = s.toString(16).padStart(64, '0');
  return signature.slice(0, 64) + (hex.match(/../g) ?? []).reverse().join('');
}

const flip = (hex: string, at: number, bit: number): string => {
  const byte = Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16) ^ bit;
  return set(hex, at, byte.toString(16).padStart(2, '0'));
};

/** What is wrong with a signature, whoever made it. */
const forgeries = (
  seed: string,
): readonly [slug: string, title: string, signature: string, why: string][] => {
  const good = signed(seed, message);
  const each = 'Whatever is left out of the derivation can be replayed in another connection.';
  return [
    ['first-bit', 'the first bit of R altered', flip(good, 0, 1), 'Every bit counts.'],
    ['last-of-r', 'the last bit of R altered', flip(good, 31, 0x80), 'The sign of the point counts.'],
    ['first-of-s', 'the first bit of S altered', flip(good, 32, 1), 'Every bit counts.'],
    ['zero', 'a signature of zeros', times('00', 64), 'What an unset buffer gives.'],
    [
      'order-added',
      'S with the group order added',
      stretched(good),
      'RFC 8032 section 5.1.7: two spellings of one signature pass for two.',
    ],
    ['other-exporter', 'made in another connection', signed(seed, authBytes(bytes('other'))), each],
    ['other-host', 'made for another host', signed(seed, authBytes(exporter, bytes('other'))), each],
    [
      'other-client',
      'made for another client',
      signed(seed, authBytes(exporter, host_pk, bytes('other'))),
      each,
    ],
    [
      'other-nonce',
      'made for another nonce',
      signed(seed, authBytes(exporter, host_pk, client_pk, bytes('other'))),
      each,
    ],
    [
      'swapped',
      'made with host and client swapped',
      signed(seed, authBytes(exporter, client_pk, host_pk)),
      each,
    ],
    ['other-mode', 'made in the other mode', signed(seed, messageOfPin), 'The mode is fixed by the offer.'],
    [
      'unbound',
      'made over the derivation that binds no keys',
      signed(seed, hkdf(exporter, CONTEXT)),
      'An obsolete published vector has this form: a relay signs it for anybody.',
    ],
    [
      'no-context',
      'made without the label in the info',
      signed(seed, hkdf(exporter, host_pk + client_pk + nonce)),
      each,
    ],
    [
      'plain',
      'made over the info itself',
      signed(seed, CONTEXT + host_pk + client_pk + nonce),
      'Without the secret nothing ties it to the connection.',
    ],
    [
      'other-key',
      'made by another key',
      signed(bytes('other'), message),
      'The positive side of having a key at all.',
    ],
  ];
};

export function verification(): Draft[] {
  const good = client_pk + signed(clientSeed, message);
  const goodHost = signed(hostSeed, message);
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
  const refuse = (
    op: string,
    slug: string,
    title: string,
    input: string,
    reject: string,
    why: string,
  ): Draft => ({
    slug: `${op}-${slug}`,
    title,
    requires: [op === 'verify-client' ? 'OPENHOST-3-8' : 'OPENHOST-3-9'],
    op,
    given: op === 'verify-client' ? exported : forHost,
    input,
    reject,
    twin: `${op}-exporter`,
    why,
    tags: ['signature'],
  });
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
      client_pk + signed(clientSeed, messageOfPin),
      client_pk,
    ),
    accept('verify-host', 'exporter', 'AUTH_HOST in mode Exporter', forHost, goodHost, true),
    accept(
      'verify-host',
      'cert-fp',
      'AUTH_HOST in mode CertFp',
      { ...pinned, client_pk },
      signed(hostSeed, messageOfPin),
      true,
    ),
    ...forgeries(clientSeed).map(([slug, title, signature, why]) =>
      refuse('verify-client', slug, title, client_pk + signature, 'binding/signature', why),
    ),
    ...forgeries(hostSeed).map(([slug, title, signature, why]) =>
      refuse('verify-host', slug, title, signature, 'binding/signature', why),
    ),
    refuse(
      'verify-client',
      'key-altered',
      'the key altered under its old signature',
      flip(good, 0, 1),
      'binding/signature',
      'The key that is proven is the key that is named.',
    ),
    refuse(
      'verify-client',
      'key-of-host',
      'the key of the host before the signature of the client',
      host_pk + good.slice(64),
      'binding/signature',
      'The key that is proven is the key that is named.',
    ),
    refuse(
      'verify-client',
      'neutral-key',
      'the neutral point as key, and as R, and S zero',
      neutral + neutral + times('00', 32),
      'binding/signature',
      'A key of small order signs everything.',
    ),
    refuse(
      'verify-client',
      'no-point',
      'a key that is no point',
      `02${times('00', 31)}${good.slice(64)}`,
      'binding/signature',
      'It has no signatures.',
    ),
    refuse('verify-client', 'cut', 'a payload of 95 bytes', cut(good), 'truncated', size),
    refuse('verify-client', 'trailing', 'a payload of 97 bytes', `${good}00`, 'binding/trailing-bytes', size),
    refuse('verify-client', 'nothing', 'no byte at all', '', 'truncated', size),
    refuse(
      'verify-client',
      'signature-alone',
      'a signature without a key',
      good.slice(64),
      'truncated',
      size,
    ),
    refuse(
      'verify-host',
      'reflected',
      'the signature of the client, sent back',
      good.slice(64),
      'binding/signature',
      'Both sign the same bytes: only the key tells them apart.',
    ),
    refuse('verify-host', 'cut', 'a payload of 63 bytes', cut(goodHost), 'truncated', size),
    refuse(
      'verify-host',
      'trailing',
      'a payload of 65 bytes',
      `${goodHost}00`,
      'binding/trailing-bytes',
      size,
    ),
    refuse(
      'verify-host',
      'with-key',
      'a key before the signature',
      host_pk + goodHost,
      'binding/trailing-bytes',
      'AUTH_HOST is no AUTH_CLIENT.',
    ),
    refuse('verify-host', 'nothing', 'no byte at all', '', 'truncated', size),
  ];
}
