import { describe, expect, it } from 'vitest';
import { zbase32 } from '../../reference/bytes/zbase32.js';
import { parseAddress } from '../../reference/openhost/address.js';
import { offer } from '../../reference/openhost/offer.js';
import { readOffer } from './met_offer.js';

const key = new Uint8Array(32).fill(9);
const client = zbase32.encode(key);
const records = [{ label: '_offer-x', ttl: 30, value: 'unused' }];
const bodyWith = (addresses: readonly string[], clientPk = key) =>
  offer.encode({
    clientPk,
    blob: {
      setup: 'active',
      bindingMode: 'cert_fp',
      ufrag: 'abcd',
      pwd: 'abcdefghijklmnopqrstuvwx',
      clientDtlsFp: new Uint8Array(32).fill(1),
      candidates: addresses.map((address) => ({ typ: 'host', addr: parseAddress(address), port: 9 })),
    },
  });

describe('the offer of a client', () => {
  it('is read with its families in order', () => {
    const body = bodyWith(['127.0.0.1', '::1', '10.0.0.1']);
    expect(readOffer({ client, records }, { compression: 2, body })).toEqual({
      labels: ['_offer-x'],
      ttls: [30],
      compression: 2,
      version: 3,
      flags: 0b100,
      families: [4, 6, 4],
      signerMatches: true,
    });
  });

  it('has another signer when the key inside is not the key of the packet', () => {
    const body = bodyWith([], new Uint8Array(32).fill(8));
    expect(readOffer({ client, records }, { compression: 2, body }).signerMatches).toBe(false);
  });

  it('of version 2 has no families, because its blob is SDP', () => {
    const body = bodyWith(['127.0.0.1']).with(20, 0x32);
    expect(readOffer({ client, records }, { compression: 1, body })).toMatchObject({
      version: 2,
      families: [],
    });
  });
});

describe('a hostile body', () => {
  it('is read without an error, wherever it ends', () => {
    const whole = bodyWith(['127.0.0.1', '::1']);
    for (let length = 0; length < whole.length; length++) {
      const { families, version } = readOffer(
        { client, records },
        { compression: 2, body: whole.subarray(0, length) },
      );
      expect(families.length).toBeLessThanOrEqual(2);
      expect(Number.isInteger(version)).toBe(true);
    }
  });

  it('with the largest count of candidates costs at most 255 entries', () => {
    const body = new Uint8Array(400).fill(0xff).with(20, 0x33);
    expect(readOffer({ client, records }, { compression: 2, body }).families.length).toBeLessThanOrEqual(255);
  });

  it('that is empty is of no known version', () => {
    const read = readOffer({ client, records }, { compression: 0, body: new Uint8Array(0) });
    expect(read).toMatchObject({ flags: 0, families: [], signerMatches: false });
    expect([1, 2, 3]).not.toContain(read.version);
  });
});
