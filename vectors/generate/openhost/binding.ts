import type { JsonObject } from '../../../reference/structure.js';
import { accepting } from '../drafted.js';
import { times } from '../hex_bytes.js';
import type { Draft, Recipe } from '../recipe.js';
import {
  authBytes,
  bytes,
  certificate,
  client_pk,
  clientSeed,
  exported,
  exporter,
  host_pk,
  hostSeed,
  message,
  messageOfPin,
  nonce,
  other_pk,
  pinned,
  STRUCTURE,
} from './binding.parts.js';
import { verification } from './binding.verify.js';
import { publicKeyOf, seed1, sha256, signatureOf } from './keys.js';

function derivations(): Draft[] {
  const derived = accepting({ op: 'auth-bytes' });
  const draft = (
    slug: string,
    title: string,
    given: JsonObject,
    input: string,
    accept: string,
    why: string,
  ): Draft => derived(slug, title, input, accept, 'OPENHOST-3-10', why, { given });
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
      { ...exported, host_pk: other_pk },
      client_pk,
      authBytes(exporter, other_pk),
      each,
    ),
    draft('other-client', 'another client', exported, other_pk, authBytes(exporter, host_pk, other_pk), each),
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
    accept: publicKeyOf(seed) + signatureOf(seed, authBytes(secret, host_pk, publicKeyOf(seed))),
    why: once,
  });
  const host = (slug: string, title: string, given: JsonObject, secret: string): Draft => ({
    slug: `sign-host-${slug}`,
    title,
    requires: ['OPENHOST-3-9', 'OPENHOST-3-10'],
    op: 'sign-host',
    given: { ...given, client_pk },
    input: hostSeed,
    accept: signatureOf(hostSeed, authBytes(secret)),
    why: once,
  });
  return [
    client('exporter', 'AUTH_CLIENT in mode Exporter', exported, clientSeed, exporter),
    client('cert-fp', 'AUTH_CLIENT in mode CertFp', pinned, clientSeed, sha256(certificate)),
    client('rfc-8032', 'AUTH_CLIENT of the key of RFC 8032, test 1', exported, seed1, exporter),
    host('exporter', 'AUTH_HOST in mode Exporter', exported, exporter),
    host('cert-fp', 'AUTH_HOST in mode CertFp', pinned, sha256(certificate)),
  ];
}

export const bindingRecipe: Recipe = {
  structure: STRUCTURE,
  sections: ['3'],
  drafts: () => [...derivations(), ...nonces(), ...signing(), ...verification()],
};
