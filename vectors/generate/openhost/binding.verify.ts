import type { Json, JsonObject } from '../../../reference/structure.js';
import { type RejectedRow, refusing, refusingEach } from '../drafted.js';
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

const replayed = 'If the derivation omits this input, a proof can be replayed in another connection.';

/** Wrong signatures that only the owner of the seed can make; `before` is what precedes a signature in the payload. */
const forgeries = (seed: string, before = ''): RejectedRow[] => {
  const signed = (message: string): string => before + signatureOf(seed, message);
  const good = signatureOf(seed, message);
  return [
    [
      'first-bit',
      'a changed first bit of R',
      before + flipped(good, 0, 1),
      { why: 'A verifier that ignores one bit accepts a forged proof.' },
    ],
    [
      'last-of-r',
      'a changed last bit of R',
      before + flipped(good, 31, 0x80),
      { why: 'A verifier that ignores the sign of the point accepts another key.' },
    ],
    [
      'first-of-s',
      'a changed first bit of S',
      before + flipped(good, 32, 1),
      { why: 'A verifier that ignores one bit accepts a forged proof.' },
    ],
    [
      'zero',
      'a signature of zeros',
      before + times('00', 64),
      { why: 'A peer with an uninitialised buffer sends this.' },
    ],
    [
      'order-added',
      'S with the group order added',
      before + stretched(good),
      { why: 'RFC 8032 section 5.1.7 forbids it: one signature would have two encodings.' },
    ],
    ['other-exporter', 'a signature made in another connection', signed(authBytes(bytes('other')))],
    ['other-host', 'a signature made for another host', signed(authBytes(exporter, other_pk))],
    ['other-client', 'a signature made for another client', signed(authBytes(exporter, host_pk, other_pk))],
    [
      'other-nonce',
      'a signature made for another nonce',
      signed(authBytes(exporter, host_pk, client_pk, bytes('other'))),
    ],
    [
      'swapped',
      'a signature made with host and client exchanged',
      signed(authBytes(exporter, client_pk, host_pk)),
    ],
    [
      'other-mode',
      'a signature made in the other mode',
      signed(messageOfPin),
      { why: 'A verifier that accepts the other mode ignores the choice of the offer.' },
    ],
    [
      'unbound',
      'a signature over the derivation that binds no keys',
      signed(hkdf(exporter, CONTEXT)),
      {
        why: 'An obsolete published vector has this form, which binds no connection, so that an attacker can forward it.',
      },
    ],
    [
      'no-context',
      'a signature over a derivation without the label',
      signed(hkdf(exporter, host_pk + client_pk + nonce)),
    ],
    [
      'plain',
      'a signature over the info itself',
      signed(CONTEXT + host_pk + client_pk + nonce),
      { why: 'Without the exporter secret the proof is valid in every connection.' },
    ],
    [
      'other-key',
      'a signature made by another key',
      before + signatureOf(otherSeed, message),
      { why: 'A verifier that rejects a valid key locks out its owner.' },
    ],
  ];
};

const good = client_pk + signatureOf(clientSeed, message);
const goodHost = signatureOf(hostSeed, message);
const forHost = { ...exported, client_pk };
const shared = { beside: 'exporter', tags: ['signature'] };
const toHost = { ...shared, op: 'verify-client', given: exported };
const toClient = { ...shared, op: 'verify-host', given: forHost };
const refuseClient = refusing(toHost);
const refuseClients = refusingEach(toHost);
const refuseHost = refusing(toClient);
const refuseHosts = refusingEach(toClient);
const size = 'A lenient decoder ignores missing or surplus bytes and accepts two payloads as one.';

export const verification = (): Draft[] => [
  ...accepted(),
  ...refuseClients(
    { reject: 'binding/signature', requires: 'OPENHOST-3-8', why: replayed },
    forgeries(clientSeed, client_pk),
  ),
  ...refuseHosts(
    { reject: 'binding/signature', requires: 'OPENHOST-3-9', why: replayed },
    forgeries(hostSeed),
  ),
  ...clientsRefused(),
  ...hostsRefused(),
];

function accepted(): Draft[] {
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
  ];
}

function clientsRefused(): Draft[] {
  const oddKey = { tags: ['signature', 'odd-key'] };
  const uncompared = 'A verifier that does not compare the keys lets one client pose as another.';
  /** The neutral point as key and as R, with S = 0, fits every message in the bare equation. */
  const neutral = `01${times('00', 31)}`;
  return [
    ...refuseClients({ reject: 'binding/signature', requires: 'OPENHOST-3-8', why: uncompared }, [
      ['key-altered', 'a changed key with the old signature', flipped(good, 0, 1), oddKey],
      ['key-of-host', 'the key of the host before the signature of the client', host_pk + good.slice(64)],
    ]),
    refuseClient(
      'neutral-key',
      'the neutral point as key, and as R, and S zero',
      neutral + neutral + times('00', 32),
      'binding/signature',
      'OPENHOST-1-10',
      'A key of small order verifies signatures over any message, so anybody can use it.',
      oddKey,
    ),
    refuseClient(
      'no-point',
      'a key that is not a point of the curve',
      `02${times('00', 31)}${good.slice(64)}`,
      'binding/signature',
      'OPENHOST-3-8',
      'No private key belongs to it, so nobody can prove it.',
      oddKey,
    ),
    ...refuseClients({ reject: 'truncated', requires: 'OPENHOST-3-8', why: size }, [
      ['cut', 'a payload of 95 bytes', cut(good)],
      ['trailing', 'a payload of 97 bytes', `${good}00`, { reject: 'binding/trailing-bytes' }],
      ['nothing', 'an empty input', ''],
      ['signature-alone', 'a signature without a key', good.slice(64)],
    ]),
  ];
}

function hostsRefused(): Draft[] {
  return [
    refuseHost(
      'reflected',
      'the signature of the client, sent back',
      good.slice(64),
      'binding/signature',
      'OPENHOST-3-9',
      'Client and host sign the same bytes, so only the key distinguishes the two proofs.',
    ),
    ...refuseHosts({ reject: 'truncated', requires: 'OPENHOST-3-9', why: size }, [
      ['cut', 'a payload of 63 bytes', cut(goodHost)],
      ['trailing', 'a payload of 65 bytes', `${goodHost}00`, { reject: 'binding/trailing-bytes' }],
    ]),
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
