import { createHash, createPrivateKey, hkdfSync, sign as nodeSign } from 'node:crypto';
import fc from 'fast-check';
import nacl from 'tweetnacl';
import { describe, expect, test } from 'vitest';
import { rejectionOf } from '../bytes/error.js';
import { hex } from '../bytes/hex.js';
import {
  authBytes,
  authClient,
  authHost,
  type BoundSession,
  certificateSecret,
  readNonce,
  verifyClient,
  verifyHost,
} from './binding.js';

const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
const parties = fc.record({ secret: key, nonce: key, hostSeed: key, clientSeed: key });
const publicKey = (seed: Uint8Array) => nacl.sign.keyPair.fromSeed(seed).publicKey;

const refusal = (read: () => unknown): string | undefined => rejectionOf(read)?.code;

test('the published bound value', () => {
  const session: BoundSession = {
    secret: new Uint8Array(32).fill(0x07),
    hostPk: new Uint8Array(32).fill(0xaa),
    nonce: new Uint8Array(32).fill(0xcc),
  };
  const bytes = authBytes(session, new Uint8Array(32).fill(0xbb));
  expect(hex.encode(bytes)).toBe('e2ff2ef06ac305e9b45f38bf9cb086d271538afd2d2ce7f5943345208d3b1fbb');
});

describe('the exchange', () => {
  test('both payloads verify, for tweetnacl and node too', () => {
    fc.assert(
      fc.property(parties, ({ secret, nonce, hostSeed, clientSeed }) => {
        const session = { secret, nonce, hostPk: publicKey(hostSeed) };
        const clientPk = publicKey(clientSeed);
        const client = authClient(session, clientSeed);
        const host = authHost(session, clientPk, hostSeed);
        expect(verifyClient(session, client)).toEqual(clientPk);
        verifyHost(session, clientPk, host);

        const info = Buffer.concat([Buffer.from('openhost-auth-v1'), session.hostPk, clientPk, nonce]);
        const message = new Uint8Array(hkdfSync('sha256', secret, 'openhost-auth-v1', info, 32));
        expect(authBytes(session, clientPk)).toEqual(message);
        expect(nacl.sign.detached.verify(message, client.subarray(32), clientPk)).toBe(true);
        const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), hostSeed]);
        const theirs = nodeSign(
          null,
          message,
          createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }),
        );
        expect(host).toEqual(new Uint8Array(theirs));
      }),
      { numRuns: 20 },
    );
  });

  test('no changed byte survives, wherever it is', () => {
    fc.assert(
      fc.property(parties, fc.nat(), fc.integer({ min: 1, max: 255 }), (party, where, bits) => {
        const { secret, nonce, hostSeed, clientSeed } = party;
        const session = { secret, nonce, hostPk: publicKey(hostSeed) };
        const clientPk = publicKey(clientSeed);
        const flipped = (bytes: Uint8Array): Uint8Array =>
          bytes.map((byte, at) => (at === where % bytes.length ? byte ^ bits : byte));
        const client = authClient(session, clientSeed);
        const host = authHost(session, clientPk, hostSeed);
        for (const other of [
          { ...session, secret: flipped(secret) },
          { ...session, nonce: flipped(nonce) },
          { ...session, hostPk: flipped(session.hostPk) },
        ]) {
          expect(refusal(() => verifyClient(other, client))).toBe('binding/signature');
        }
        expect(refusal(() => verifyClient(session, flipped(client)))).toBe('binding/signature');
        expect(refusal(() => verifyHost(session, clientPk, flipped(host)))).toBe('binding/signature');
        expect(refusal(() => verifyHost(session, flipped(clientPk), host))).toBe('binding/signature');
      }),
      { numRuns: 15 },
    );
  });

  test('rejects arbitrary payloads', () => {
    const session = {
      secret: new Uint8Array(32),
      nonce: new Uint8Array(32),
      hostPk: publicKey(new Uint8Array(32)),
    };
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (payload) => {
        expect(refusal(() => verifyClient(session, payload))).toBeDefined();
        expect(refusal(() => verifyHost(session, session.hostPk, payload))).toBeDefined();
      }),
      { numRuns: 50 },
    );
  });
});

test('mode CertFp hashes the certificate', () => {
  const der = new Uint8Array(300).fill(0x30);
  expect(certificateSecret(der)).toEqual(new Uint8Array(createHash('sha256').update(der).digest()));
});

test('a nonce is 32 bytes', () => {
  expect(readNonce(new Uint8Array(32))).toHaveLength(32);
  for (const length of [0, 31, 33]) {
    expect(refusal(() => readNonce(new Uint8Array(length)))).toBe('binding/nonce-length');
  }
});
