import { expect, test } from 'vitest';
import { answer } from './answer.js';
import { wrap } from './compression.js';
import { offer } from './offer.js';
import { receiveAnswer, receiveOffer } from './receive.js';

const key = new Uint8Array(32).fill(1);
const other = new Uint8Array(32).fill(2);
const ice = { ufrag: 'abcd', pwd: 'p'.repeat(22), candidates: [] };

test('an offer counts under the key of its client only', () => {
  const blob = { ...ice, setup: 'active', bindingMode: 'exporter', clientDtlsFp: key } as const;
  const plaintext = wrap(offer.encode({ clientPk: key, blob }));
  expect(receiveOffer(plaintext, key)).toMatchObject({ version: 3, clientPk: key });
  expect(() => receiveOffer(plaintext, other)).toThrow('offer/signer');
});

test('an answer counts under the key of its daemon, and for its offer only', () => {
  const blob = { ...ice, setup: 'passive' } as const;
  const plaintext = wrap(answer.encode({ daemonPk: key, offerSdpHash: other, blob }));
  expect(receiveAnswer(plaintext, key, other)).toMatchObject({ version: 2, daemonPk: key });
  expect(() => receiveAnswer(plaintext, other, other)).toThrow('answer/signer');
  expect(() => receiveAnswer(plaintext, key, key)).toThrow('answer/other-offer');
});
