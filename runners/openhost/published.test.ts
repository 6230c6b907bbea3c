import { describe, expect, it } from 'vitest';
import {
  encodeDns,
  HOST_LABEL,
  signDns,
  signPacket,
  type TextRecord,
} from '../../reference/openhost/packet.js';
import { createIdentity } from '../../reference/openhost/peers/identity.js';
import { type Substrate, SubstrateError } from '../../reference/openhost/peers/substrate.js';
import { signRecord } from '../../reference/openhost/record.js';
import { Unreachable } from '../../suites/case.js';
import { NotPublished, NotReadable, readPublished } from './published.js';

const daemon = createIdentity();
const key = daemon.publicKey;
const host = (turn?: { ip: Uint8Array; port: number }): TextRecord => ({
  label: HOST_LABEL,
  ttl: 300,
  value: signRecord(daemon.seed, {
    version: turn ? 3 : 2,
    ts: 1_800_000_000n,
    dtlsFp: new Uint8Array(32).fill(1),
    roles: 'server',
    salt: new Uint8Array(32).fill(2),
    disc: 'text',
    ...(turn ? { turn } : {}),
  }),
});
const packet = (seq: bigint, records: readonly TextRecord[] = [host()]) => signPacket(daemon, seq, records);

const relay = (payload: Uint8Array | undefined | Error): Substrate => ({
  name: 'memory',
  put: async () => {},
  get: async () => {
    if (payload instanceof Error) throw payload;
    return payload;
  },
});
const read = (...payloads: Parameters<typeof relay>[0][]) =>
  readPublished({ key, substrates: payloads.map(relay) }, new AbortController().signal);

describe('the packet of a daemon', () => {
  it('is read with its record', async () => {
    const before = Math.floor(Date.now() / 1000);
    const published = await read(packet(7n));
    expect(published).toMatchObject({
      seq: 7n,
      outerSignature: true,
      dnsLength: packet(7n).length - 72,
      records: [{ label: HOST_LABEL, ttl: 300 }],
      host: { version: 2, ts: 1_800_000_000, roles: 'server', disc: 'text' },
    });
    expect(published.host).not.toHaveProperty('turnPort');
    expect(published.seenAt).toBeGreaterThanOrEqual(before);
  });

  it('shows the port of its TURN server', async () => {
    const turn = { ip: Uint8Array.of(198, 51, 100, 7), port: 3478 };
    expect(await read(packet(1n, [host(turn)]))).toMatchObject({ host: { version: 3, turnPort: 3478 } });
  });

  it('is the newest one that any relay has', async () => {
    expect(await read(packet(1n), packet(3n), packet(2n), undefined)).toMatchObject({ seq: 3n });
  });

  it('is still found when some relays give an error', async () => {
    expect(await read(new SubstrateError('busy'), packet(2n))).toMatchObject({ seq: 2n });
  });
});

describe('a faulty relay', () => {
  /** Changed for sure: a signature that happens to have the value already would stay right. */
  const flipped = (payload: Uint8Array, at: number) => payload.with(at, (payload[at] ?? 0) ^ 1);
  const forged = flipped(packet(9n), 10);

  it('does not hide the packet of another relay behind a newer one with a wrong signature', async () => {
    expect(await read(forged, packet(2n))).toMatchObject({ seq: 2n, outerSignature: true });
  });

  it('counts when it is the only one', async () => {
    expect(await read(forged)).toMatchObject({ seq: 9n, outerSignature: false });
    expect(await read(forged, flipped(packet(8n), 11))).toMatchObject({ seq: 9n, outerSignature: false });
  });

  it.each([
    ['two records of the host', [host(), host()], 'packet/several-records'],
    ['no record of the host', [{ ...host(), label: '_other' }], 'packet/no-record'],
    ['a record that is not base64url', [{ ...host(), value: '???' }], 'base64url/alphabet'],
    ['a record of another key', [{ ...host(), value: 'A'.repeat(172) }], 'record/signature'],
    ['an empty record', [{ ...host(), value: '' }], 'record/too-short'],
  ])('with %s is read up to that fault', async (_what, records, refused) => {
    expect(await read(packet(1n, records))).toMatchObject({ seq: 1n, host: { refused } });
  });

  it('that gives bytes which are not DNS is not readable', async () => {
    const garbage = signDns(daemon, 1n, new Uint8Array(100).fill(0xff));
    await expect(read(garbage)).rejects.toThrow(NotReadable);
    await expect(read(garbage)).rejects.toThrow(/not a DNS message: packet\//);
    await expect(read(new Uint8Array(200).fill(0x78))).rejects.toThrow(NotReadable);
  });

  it('that cuts the packet anywhere gives a fault of the daemon, never an error of ours', async () => {
    const whole = packet(1n);
    for (let length = 0; length < whole.length; length += 7) {
      const seen = await read(whole.subarray(0, length)).catch((error: unknown) => error);
      if (seen instanceof Error) expect([NotPublished, NotReadable]).toContain(seen.constructor);
      else expect(seen).toMatchObject({ outerSignature: false });
    }
  });
});

describe('no packet', () => {
  it.each<[string, Parameters<typeof read>]>([
    ['an empty relay', [undefined]],
    ['an empty relay beside one with an error', [undefined, new SubstrateError('busy')]],
    ['a packet without a DNS message', [packet(1n).subarray(0, 84)]],
    ['an empty payload', [new Uint8Array(0)]],
  ])('at %s is not published', async (_what, payloads) => {
    await expect(read(...payloads)).rejects.toThrow(NotPublished);
  });

  it('at relays that all give errors is unreachable, and the error names each of them', async () => {
    const reading = read(new SubstrateError('one is busy'), new SubstrateError('two is down'));
    await expect(reading).rejects.toThrow(Unreachable);
    await expect(reading).rejects.toThrow(/no relay answers: .*one is busy; .*two is down/);
  });

  it('because of a defect of ours is that defect, even when another relay answers', async () => {
    await expect(read(packet(1n), new TypeError('ours'))).rejects.toThrow(TypeError);
  });

  it('is found at a packet with an empty list of records', async () => {
    const empty = signDns(daemon, 4n, encodeDns(key, []));
    // Twelve bytes of DNS are a header without any record, as from a daemon that published nothing.
    expect(empty).toHaveLength(84);
    await expect(read(empty)).rejects.toThrow(NotPublished);
  });
});
