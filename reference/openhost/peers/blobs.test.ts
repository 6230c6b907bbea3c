import { expect, it } from 'vitest';
import { rejectionOf } from '../../bytes/error.js';
import { answerBlob } from '../answer_blob.js';
import { offerBlob } from '../offer_blob.js';
import { answerBlobOf, offerBlobOf } from './blobs.js';

const reach = (...addresses: readonly string[]) => ({
  ufrag: 'abcd',
  pwd: 'x'.repeat(22),
  candidates: addresses.map((address, at) => ({ address, port: 5000 + at })),
});
const fingerprint = new Uint8Array(32).fill(7);
const offered = { dialect: 'spec', bindingMode: 'cert_fp', fingerprint } as const;
const carried = {
  ufrag: 'abcd',
  pwd: 'x'.repeat(22),
  candidates: [
    { typ: 'host', addr: Uint8Array.of(10, 0, 0, 1), port: 5000 },
    { typ: 'host', addr: new Uint8Array(16).with(15, 1), port: 5001 },
  ],
};

it('carries the ICE strings, the fingerprint and the candidates of a client, which asserts active', () => {
  const blob = offerBlobOf(reach('10.0.0.1', '::1'), offered);
  expect(blob).toEqual({
    ...carried,
    setup: 'active',
    bindingMode: 'cert_fp',
    clientDtlsFp: fingerprint,
  });
  expect(offerBlob.decode(offerBlob.encode(blob))).toEqual(blob);
});

it('asserts actpass as a deployed client does', () => {
  expect(offerBlobOf(reach(), { ...offered, dialect: 'deployed' }).setup).toBe('actpass');
});

it('carries the ICE strings and the candidates of a daemon, which asserts passive', () => {
  const blob = answerBlobOf(reach('10.0.0.1', '::1'));
  expect(blob).toEqual({ ...carried, setup: 'passive' });
  expect(answerBlob.decode(answerBlob.encode(blob))).toEqual(blob);
});

it('keeps the first eight candidates', () => {
  const many = reach(...Array.from({ length: 12 }, () => '10.0.0.1'));
  for (const { candidates } of [offerBlobOf(many, offered), answerBlobOf(many)]) {
    expect(candidates.map(({ port }) => port)).toEqual([5000, 5001, 5002, 5003, 5004, 5005, 5006, 5007]);
  }
});

it('rejects what is not an address', () => {
  for (const act of [() => offerBlobOf(reach('evil.local'), offered), () => answerBlobOf(reach('a.local'))]) {
    expect(rejectionOf(act)?.code).toBe('address/ipv4');
  }
});
