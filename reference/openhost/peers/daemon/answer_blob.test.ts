import { expect, it } from 'vitest';
import { rejectionOf } from '../../../bytes/error.js';
import { answerBlob } from '../../answer_blob.js';
import { answerBlobOf } from './answer_blob.js';

const reach = (...addresses: readonly string[]) => ({
  ufrag: 'abcd',
  pwd: 'x'.repeat(22),
  candidates: addresses.map((address, at) => ({ address, port: 5000 + at })),
});

it('asserts passive, and carries the ICE strings and the candidates of the daemon', () => {
  const blob = answerBlobOf(reach('10.0.0.1', '::1'));
  expect(blob).toEqual({
    setup: 'passive',
    ufrag: 'abcd',
    pwd: 'x'.repeat(22),
    candidates: [
      { typ: 'host', addr: Uint8Array.of(10, 0, 0, 1), port: 5000 },
      { typ: 'host', addr: new Uint8Array(16).with(15, 1), port: 5001 },
    ],
  });
  expect(answerBlob.decode(answerBlob.encode(blob))).toEqual(blob);
});

it('keeps the first eight candidates', () => {
  const { candidates } = answerBlobOf(reach(...Array.from({ length: 12 }, () => '10.0.0.1')));
  expect(candidates.map(({ port }) => port)).toEqual([5000, 5001, 5002, 5003, 5004, 5005, 5006, 5007]);
});

it('rejects what is not an address', () => {
  expect(rejectionOf(() => answerBlobOf(reach('abcd.local')))?.code).toBe('address/ipv4');
});
