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

const derived = accepting({ op: 'auth-bytes' });
const draft = (
  slug: string,
  title: string,
  given: JsonObject,
  input: string,
  accept: string,
  why: string,
): Draft => derived(slug, title, input, accept, 'OPENHOST-3-10', why, { given });

/** The derivation in both modes. */
function derivations(): Draft[] {
  return [
    {
      ...draft(
        'published',
        'the published bound value',
        { mode: 'exporter', exporter: times('07', 32), host_pk: times('aa', 32), nonce: times('cc', 32) },
        times('bb', 32),
        'e2ff2ef06ac305e9b45f38bf9cb086d271538afd2d2ce7f5943345208d3b1fbb',
        'An implementation with another order of host, client and nonce derives another value.',
      ),
      tags: ['published'],
      source: 'channel-binding vector of the public implementation',
    },
    draft(
      'exporter',
      'the value bound to the TLS exporter',
      exported,
      client_pk,
      message,
      'Native clients use this mode.',
    ),
    draft(
      'cert-fp',
      'the value bound to the certificate of the host',
      pinned,
      client_pk,
      messageOfPin,
      'Browsers use this mode, because they cannot read the TLS exporter.',
    ),
    draft(
      'pin-is-sha256',
      'in mode CertFp the value of mode Exporter over the SHA-256 of the certificate',
      { ...exported, exporter: sha256(certificate) },
      client_pk,
      messageOfPin,
      'An implementation that hashes the PEM or the key derives another fingerprint.',
    ),
  ];
}

/** Each input changes the derived value. */
function separations(): Draft[] {
  const each = 'If the derivation omits this input, a proof can be replayed in another connection.';
  const other = bytes('other');
  return [
    draft(
      'other-exporter',
      'another value for another connection',
      { ...exported, exporter: other },
      client_pk,
      authBytes(other),
      each,
    ),
    draft(
      'other-host',
      'another value for another host',
      { ...exported, host_pk: other_pk },
      client_pk,
      authBytes(exporter, other_pk),
      each,
    ),
    draft(
      'other-client',
      'another value for another client',
      exported,
      other_pk,
      authBytes(exporter, host_pk, other_pk),
      each,
    ),
    draft(
      'other-nonce',
      'another value for another nonce',
      { ...exported, nonce: other },
      client_pk,
      authBytes(exporter, host_pk, client_pk, other),
      each,
    ),
    draft(
      'swapped',
      'another value when host and client are swapped',
      { ...exported, host_pk: client_pk },
      host_pk,
      authBytes(exporter, client_pk, host_pk),
      'An implementation that sorts the keys derives one value for both directions.',
    ),
    draft(
      'zeros',
      'the value of inputs that are all zeros',
      { mode: 'exporter', exporter: times('00', 32), host_pk: times('00', 32), nonce: times('00', 32) },
      times('00', 32),
      authBytes(times('00', 32), times('00', 32), times('00', 32), times('00', 32)),
      'An implementation that trims zero bytes derives another value.',
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
        why: 'The text fixes the length of the nonce. Another length has another meaning.',
        tags: ['boundary'],
      }),
    ),
  ];
}

function nonces(): Draft[] {
  const why = 'A short nonce repeats, so that a recorded proof is valid again.';
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
  const once = 'Ed25519 is deterministic, so another payload shows a wrong key or a wrong input.';
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
  drafts: () => [...derivations(), ...separations(), ...nonces(), ...signing(), ...verification()],
};
