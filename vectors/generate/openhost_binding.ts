/** Section 3 step 9: the bytes that both sides sign, and the payloads of the AUTH frames. All with node:crypto alone. */
import { createHash, createPrivateKey, createPublicKey, hkdfSync, sign } from 'node:crypto';
import type { Json, JsonObject } from '../../reference/structure.js';
import { cut, set, text, times } from './openhost_bytes.js';
import { type Draft, derive, type Recipe } from './recipe.js';

const STRUCTURE = 'openhost/binding';
const bytes = (what: string, length = 32): string =>
  Buffer.from(derive(STRUCTURE, what, length)).toString('hex');
const sha256 = (hex: string): string => createHash('sha256').update(Buffer.from(hex, 'hex')).digest('hex');

const CONTEXT = text('openhost-auth-v1');
const ORDER = 0x1000_0000_0000_0000_0000_0000_0000_0000_14de_f9de_a2f7_9cd6_5812_631a_5cf5_d3edn;

function hkdf(secret: string, info: string): string {
  const [ikm, salt, tail] = [secret, CONTEXT, info].map((hex) => Buffer.from(hex, 'hex'));
  return Buffer.from(hkdfSync('sha256', ikm ?? '', salt ?? '', tail ?? '', 32)).toString('hex');
}

const privateKey = (seed: string) =>
  createPrivateKey({
    key: Buffer.from(`302e020100300506032b657004220420${seed}`, 'hex'),
    format: 'der',
    type: 'pkcs8',
  });
const publicKey = (seed: string): string =>
  Buffer.from(String(createPublicKey(privateKey(seed)).export({ format: 'jwk' }).x), 'base64url').toString(
    'hex',
  );
const signed = (seed: string, message: string): string =>
  sign(null, Buffer.from(message, 'hex'), privateKey(seed)).toString('hex');

const clientSeed = bytes('client seed');
const hostSeed = bytes('host seed');
/** RFC 8032 section 7.1, test 1. */
const rfcSeed = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
const client_pk = publicKey(clientSeed);
const host_pk = publicKey(hostSeed);
const exporter = bytes('exporter');
const certificate = bytes('certificate', 300);
const nonce = bytes('nonce');

const exported: JsonObject = { mode: 'exporter', exporter, host_pk, nonce };
const pinned: JsonObject = { mode: 'cert_fp', certificate, host_pk, nonce };
const authBytes = (secret: string, h = host_pk, c = client_pk, n = nonce): string =>
  hkdf(secret, CONTEXT + h + c + n);
const message = authBytes(exporter);
const messageOfPin = authBytes(sha256(certificate));

function derivations(): Draft[] {
  const draft = (
    slug: string,
    title: string,
    given: JsonObject,
    input: string,
    accept: string,
    why: string,
  ): Draft => ({
    slug: `auth-bytes-${slug}`,
    title,
    requires: ['OPENHOST-3-10'],
    op: 'auth-bytes',
    given,
    input,
    accept,
    why,
  });
  const each = 'Whatever is left out of the derivation can be replayed in another connection.';
  const other = bytes('other');
  return [
    {
      ...draft(
        'published',
        'the published bound value',
        { mode: 'exporter', exporter: times('07', 32), host_pk: times('aa', 32), nonce: times('cc', 32) },
        times('bb', 32),
        'e2ff2ef06ac305e9b45f38bf9cb086d271538afd2d2ce7f5943345208d3b1fbb',
        'The order of host, client and nonce is in this one value.',
      ),
      tags: ['published'],
      source: 'channel-binding vector of the public implementation',
    },
    draft('exporter', 'from what TLS exports', exported, client_pk, message, 'The mode of native clients.'),
    draft(
      'cert-fp',
      'from the certificate of the host',
      pinned,
      client_pk,
      messageOfPin,
      'The mode of browsers, which export nothing.',
    ),
    draft(
      'pin-is-sha256',
      'mode CertFp is mode Exporter over the SHA-256 of the certificate',
      { ...exported, exporter: sha256(certificate) },
      client_pk,
      messageOfPin,
      'The DER is hashed, not its PEM and not its key.',
    ),
    draft(
      'other-exporter',
      'another connection',
      { ...exported, exporter: other },
      client_pk,
      authBytes(other),
      each,
    ),
    draft(
      'other-host',
      'another host',
      { ...exported, host_pk: other },
      client_pk,
      authBytes(exporter, other),
      each,
    ),
    draft('other-client', 'another client', exported, other, authBytes(exporter, host_pk, other), each),
    draft(
      'other-nonce',
      'another nonce',
      { ...exported, nonce: other },
      client_pk,
      authBytes(exporter, host_pk, client_pk, other),
      each,
    ),
    draft(
      'swapped',
      'host and client swapped',
      { ...exported, host_pk: client_pk },
      host_pk,
      authBytes(exporter, client_pk, host_pk),
      'Sorted keys give both directions one value.',
    ),
    draft(
      'zeros',
      'all zeros',
      { mode: 'exporter', exporter: times('00', 32), host_pk: times('00', 32), nonce: times('00', 32) },
      times('00', 32),
      authBytes(times('00', 32), times('00', 32), times('00', 32), times('00', 32)),
      'Zero bytes count like others.',
    ),
    ...[31, 33].map(
      (length): Draft => ({
        slug: `auth-bytes-nonce-${length}`,
        title: `a nonce of ${length} bytes`,
        requires: ['OPENHOST-3-10'],
        op: 'auth-bytes',
        given: { ...exported, nonce: times('cc', length) },
        input: client_pk,
        reject: 'binding/nonce-length',
        twin: 'auth-bytes-exporter',
        why: 'A nonce of another length is not the one of the text.',
        tags: ['boundary'],
      }),
    ),
  ];
}

function nonces(): Draft[] {
  const why = 'A short nonce can be met twice.';
  return [
    {
      slug: 'nonce-32',
      title: 'a nonce of 32 bytes',
      requires: ['OPENHOST-3-8'],
      op: 'nonce',
      input: nonce,
      accept: nonce,
      why,
    },
    ...[0, 16, 31, 33, 64].map(
      (length): Draft => ({
        slug: `nonce-${length}`,
        title: `a nonce of ${length} bytes`,
        requires: ['OPENHOST-3-8'],
        op: 'nonce',
        input: times('cc', length),
        reject: 'binding/nonce-length',
        twin: 'nonce-32',
        why,
        tags: ['boundary'],
      }),
    ),
  ];
}

function signing(): Draft[] {
  const once = 'Ed25519 signatures are deterministic: there is one right payload.';
  const client = (slug: string, title: string, given: JsonObject, seed: string, secret: string): Draft => ({
    slug: `sign-client-${slug}`,
    title,
    requires: ['OPENHOST-3-8', 'OPENHOST-3-10'],
    op: 'sign-client',
    given,
    input: seed,
    accept: publicKey(seed) + signed(seed, authBytes(secret, host_pk, publicKey(seed))),
    why: once,
  });
  const host = (slug: string, title: string, given: JsonObject, secret: string): Draft => ({
    slug: `sign-host-${slug}`,
    title,
    requires: ['OPENHOST-3-9', 'OPENHOST-3-10'],
    op: 'sign-host',
    given: { ...given, client_pk },
    input: hostSeed,
    accept: signed(hostSeed, authBytes(secret)),
    why: once,
  });
  return [
    client('exporter', 'AUTH_CLIENT in mode Exporter', exported, clientSeed, exporter),
    client('cert-fp', 'AUTH_CLIENT in mode CertFp', pinned, clientSeed, sha256(certificate)),
    client('rfc-8032', 'AUTH_CLIENT of the key of RFC 8032, test 1', exported, rfcSeed, exporter),
    host('exporter', 'AUTH_HOST in mode Exporter', exported, exporter),
    host('cert-fp', 'AUTH_HOST in mode CertFp', pinned, sha256(certificate)),
  ];
}

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

function verification(): Draft[] {
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

export const bindingRecipe: Recipe = {
  structure: STRUCTURE,
  sections: ['3'],
  drafts: () => [...derivations(), ...nonces(), ...signing(), ...verification()],
};
