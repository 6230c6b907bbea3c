import { describe, expect, it } from 'vitest';
import type { Answer } from '../../reference/openhost/answer.js';
import type { Deployment } from './deployment.js';
import { knownTo } from './known_answers.js';

const bytes = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);
const found = (envelope: number, offerSdpHash?: Uint8Array) => ({
  envelopes: [bytes(envelope)],
  answer: offerSdpHash === undefined ? { refused: 'base64url/alphabet' } : ({ offerSdpHash } as Answer),
});

describe('a client that is used again', () => {
  const fresh = () => knownTo({} as Deployment, 'client');

  it('accepts an answer to its newest offer, and never the same answer again', () => {
    const known = fresh();
    known.offered(bytes(1));
    expect(known.isNew(found(10, bytes(1)))).toBe(true);
    known.seen(found(10, bytes(1)));
    known.offered(bytes(2));
    expect(known.isNew(found(10, bytes(1)))).toBe(false);
    expect(known.isNew(found(11, bytes(2)))).toBe(true);
  });

  it('does not accept a late answer to an earlier offer', () => {
    const known = fresh();
    known.offered(bytes(1));
    known.offered(bytes(2));
    expect(known.isNew(found(10, bytes(1)))).toBe(false);
    expect(known.isNew(found(11, bytes(2)))).toBe(true);
  });

  it('accepts another answer to an offer that it published twice', () => {
    const known = fresh();
    known.offered(bytes(1));
    known.seen(found(10, bytes(1)));
    known.offered(bytes(1));
    expect(known.isNew(found(10, bytes(1)))).toBe(false);
    expect(known.isNew(found(11, bytes(1)))).toBe(true);
  });

  it('accepts an answer that names an unknown offer or cannot be read, because the cases judge it', () => {
    const known = fresh();
    known.offered(bytes(1));
    expect(known.isNew(found(10, bytes(9)))).toBe(true);
    expect(known.isNew(found(11))).toBe(true);
  });
});

it('answers are known for each daemon and each client separately', () => {
  const [one, other] = [{} as Deployment, {} as Deployment];
  knownTo(one, 'a').seen(found(10));
  expect(knownTo(one, 'a').isNew(found(10))).toBe(false);
  expect(knownTo(one, 'b').isNew(found(10))).toBe(true);
  expect(knownTo(other, 'a').isNew(found(10))).toBe(true);
});
