import { describe, expect, it } from 'vitest';
import { hex } from '../../../bytes/hex.js';
import { openPacket, signPacket } from '../../packet.js';
import { createIdentity } from './keys.js';
import { openRecord, recordText } from './record.js';
import { allowSalt, answerPrefix, authBytes, offerLabel, seal, unseal } from './seal.js';

const rfc8032 = createIdentity(
  hex.decode('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'),
);

describe('what the public implementation computes', () => {
  it('salt, label and bound auth bytes', () => {
    expect(hex.encode(allowSalt(rfc8032.seed))).toBe(
      '05c6ba4c4686071db0a764d7e8cc6c094d9e68e19c7b3418f712a0e60f7fc8b1',
    );
    expect(offerLabel(rfc8032.publicKey)).toBe('_offer-aj9hwp8aow3i3yuj3ycmjdnofc');
    const of = (byte: number) => new Uint8Array(32).fill(byte);
    const bound = authBytes({ secret: of(7), host: of(0xaa), client: of(0xbb), nonce: of(0xcc) });
    expect(hex.encode(bound)).toBe('e2ff2ef06ac305e9b45f38bf9cb086d271538afd2d2ce7f5943345208d3b1fbb');
  });
});

describe('a packet', () => {
  const client = createIdentity();
  const host = recordText(rfc8032, {
    version: 2,
    ts: 1_700_000_000,
    dtlsFp: new Uint8Array(32).fill(1),
    roles: 'server',
    salt: allowSalt(rfc8032.seed),
    disc: '',
  });
  const answer = {
    label: `${answerPrefix(allowSalt(rfc8032.seed), client.publicKey)}0`,
    ttl: 30,
    value: 'x'.repeat(300),
  };

  it('is read back with both records', () => {
    const packet = openPacket(rfc8032.publicKey, signPacket(rfc8032, 17n, [host, answer]));
    expect(packet.seq).toBe(17n);
    expect(packet.records).toEqual([host, answer]);
    expect(openRecord(rfc8032.publicKey, packet.records).ts).toBe(1_700_000_000);
  });

  it('of another key, or changed in one bit, is refused', () => {
    const payload = signPacket(rfc8032, 17n, [host]);
    expect(() => openPacket(client.publicKey, payload)).toThrow('packet/signature');
    payload[80] = (payload[80] ?? 0) ^ 1;
    expect(() => openPacket(rfc8032.publicKey, payload)).toThrow('packet/signature');
  });
});

describe('a sealed box', () => {
  it('opens for its recipient only', () => {
    const sealed = seal(rfc8032.publicKey, hex.decode('c0ffee'));
    expect(hex.encode(unseal(rfc8032, sealed))).toBe('c0ffee');
    expect(() => unseal(createIdentity(), sealed)).toThrow('sealed-box/authentication');
  });
});
