import { describe, expect, it } from 'vitest';
import { signPacket } from '../../reference/openhost/packet.js';
import { createIdentity } from '../../reference/openhost/peers/identity.js';
import { type Substrate, SubstrateError } from '../../reference/openhost/peers/substrate.js';
import { localAddresses, probeDialect } from './live.js';

const { signal } = new AbortController();
const daemon = createIdentity();

describe('the dialect of a running daemon', () => {
  const probe = (get: Substrate['get']) =>
    probeDialect(daemon.publicKey, [{ name: 'memory', put: async () => {}, get }], signal);
  const withSeq = (seq: bigint) => async () => signPacket(daemon, seq, [{ label: '_x', ttl: 1, value: 'x' }]);

  it.each([
    [1_800_000_000n, 'spec'],
    [100_000_000_000n, 'spec'],
    [1_800_000_000_000_000n, 'deployed'],
    [2n ** 64n - 1n, 'deployed'],
  ])('follows from its sequence number %i: %s', async (seq, dialect) => {
    expect(await probe(withSeq(seq))).toBe(dialect);
  });

  it.each<[string, Substrate['get']]>([
    ['nothing is published', async () => undefined],
    ['the packet does not decode', async () => new Uint8Array(200).fill(0x78)],
    ['no relay answers', () => Promise.reject(new SubstrateError('busy'))],
  ])('is the literal one when %s', async (_what, get) => {
    expect(await probe(get)).toBe('spec');
  });

  it('is not guessed after a bug in our code', async () => {
    await expect(probe(() => Promise.reject(new TypeError('ours')))).rejects.toThrow(TypeError);
  });
});

it('a client can be reached at the loopback address first, and at no address of version 6', () => {
  const [first, ...others] = localAddresses();
  expect(first).toBe('127.0.0.1');
  for (const address of others) expect(address).toMatch(/^(?!127\.)\d+\.\d+\.\d+\.\d+$/);
});
