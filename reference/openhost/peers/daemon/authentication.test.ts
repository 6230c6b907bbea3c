import { expect, it } from 'vitest';
import { concat } from '../../../bytes/writer.js';
import { verify } from '../../../crypto/ed25519.js';
import { authBytes } from '../../binding.js';
import { FRAME_TYPES as T } from '../../frame.js';
import { createIdentity } from '../identity.js';
import { authenticate } from './authentication.js';
import { DAEMON_RULES } from './rules.js';

const [identity, client, stranger] = [createIdentity(), createIdentity(), createIdentity()];
const nonce = new Uint8Array(32).fill(3);
const secret = new Uint8Array(32).fill(5);
const binding = {
  identity,
  client: client.publicKey,
  mode: 'exporter',
  secret: () => secret,
  nonce,
  dialect: 'spec',
  rules: DAEMON_RULES,
} as const;
const signed = (by: typeof client, over = nonce) =>
  by.sign(authBytes({ secret, hostPk: identity.publicKey, nonce: over }, by.publicKey));
const frameOf = (payload: Uint8Array, type: number = T.AUTH_CLIENT) => ({ type, requestId: 0, payload });
const proof = concat(client.publicKey, signed(client));

it('signs the same bytes as a client that proves itself', () => {
  const authenticated = authenticate(frameOf(proof), binding);
  if (!('authHost' in authenticated)) throw new Error(authenticated.fault);
  const message = authBytes({ secret, hostPk: identity.publicKey, nonce }, client.publicKey);
  expect(verify(identity.publicKey, message, authenticated.authHost)).toBe(true);
});

it.each([
  ['another frame', frameOf(proof, T.PING), 'not-auth-client'],
  ['95 bytes', frameOf(proof.subarray(1)), 'auth-client-length'],
  ['97 bytes', frameOf(concat(proof, Uint8Array.of(0))), 'auth-client-length'],
  ['a client that made no offer', frameOf(concat(stranger.publicKey, signed(stranger))), 'other-client'],
  [
    'a signature over another nonce',
    frameOf(concat(client.publicKey, signed(client, new Uint8Array(32)))),
    'client-signature',
  ],
] as const)('finds the fault in %s', (_what, read, fault) => {
  expect(authenticate(read, binding)).toEqual({ fault });
});
