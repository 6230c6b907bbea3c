import { expect, it } from 'vitest';
import { rejectionOf } from '../../../bytes/error.js';
import { offerBlob } from '../../offer_blob.js';
import { offerBlobOf } from './offer_blob.js';

const candidate = { address: '127.0.0.1', port: 5000 };
const reach = { ufrag: 'abcd', pwd: 'x'.repeat(22), candidates: [candidate] };
const fingerprint = new Uint8Array(32).fill(7);
const offered = { dialect: 'spec', bindingMode: 'cert_fp', fingerprint } as const;

it('carries the ICE strings, the fingerprint and the candidates of the client', () => {
  const blob = offerBlobOf(reach, offered);
  expect(blob).toEqual({
    setup: 'active',
    bindingMode: 'cert_fp',
    ufrag: 'abcd',
    pwd: 'x'.repeat(22),
    clientDtlsFp: fingerprint,
    candidates: [{ typ: 'host', addr: Uint8Array.of(127, 0, 0, 1), port: 5000 }],
  });
  expect(offerBlob.decode(offerBlob.encode(blob))).toEqual(blob);
});

it('asserts active, and actpass as a deployed client does', () => {
  expect(offerBlobOf(reach, offered).setup).toBe('active');
  expect(offerBlobOf(reach, { ...offered, dialect: 'deployed' }).setup).toBe('actpass');
});

it('keeps the first eight candidates', () => {
  const candidates = Array.from({ length: 9 }, (_, at) => ({ ...candidate, port: 5000 + at }));
  const ports = offerBlobOf({ ...reach, candidates }, offered).candidates.map(({ port }) => port);
  expect(ports).toEqual([5000, 5001, 5002, 5003, 5004, 5005, 5006, 5007]);
});

it('carries IPv6, and rejects what is not an address', () => {
  const at = (address: string) => offerBlobOf({ ...reach, candidates: [{ address, port: 1 }] }, offered);
  expect(at('::1').candidates[0]?.addr).toEqual(new Uint8Array(16).with(15, 1));
  expect(rejectionOf(() => at('evil.local'))?.code).toBe('address/ipv4');
});
