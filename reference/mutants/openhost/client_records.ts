/** What clients make of URLs, relays and the record of a host. */
import { base64url } from '../../bytes/base64url.js';
import { DecodeError } from '../../bytes/error.js';
import { zbase32 } from '../../bytes/zbase32.js';
import { verifyPlain } from '../../crypto/ed25519.js';
import { decodeDns, MAX_PAYLOAD, openPacket, signable } from '../../openhost/packet.js';
import type { ClientSeams } from '../../openhost/peers/client/seams.js';
import { canonical } from '../../openhost/record.js';
import { type ClientMutant, client } from './client_mutant.js';

/** The record without its signature, after this was done to its bytes. */
const unsigned = (change: (bytes: Uint8Array) => Uint8Array): Partial<ClientSeams> => ({
  record(_right, records) {
    const value = base64url.decode(records.find(({ label }) => label === '_openhost')?.value ?? '');
    return canonical.decode(change(value.subarray(64)));
  },
});
const versionAt = 10;

/** The zone of the first record: 72 bytes, a DNS header of 12, its label, and 52 letters of a key. */
function signerOf(payload: Uint8Array): Uint8Array {
  const at = 84 + 1 + (payload[84] ?? 0) + 1;
  return zbase32.decode(Buffer.from(payload.subarray(at, at + 52)).toString());
}

export const clientRecords: readonly ClientMutant[] = [
  client('any-outer-signature', ['OPENHOST-2-14'], {
    async packet(right, substrates, name) {
      const found = await right();
      const payload = found ? undefined : await substrates[0]?.get(name);
      if (payload === undefined) return found;
      const dns = payload.subarray(72);
      const seq = new DataView(payload.buffer, payload.byteOffset).getBigUint64(64);
      return { payload, packet: { seq, dns, records: decodeDns(zbase32.decode(name), dns) } };
    },
  }),
  client('packets-of-any-key', ['OPENHOST-2-14'], {
    async packet(right, substrates, name) {
      const payload = await substrates[0]?.get(name);
      if (payload === undefined) return right();
      try {
        return { payload, packet: openPacket(signerOf(payload), payload) };
      } catch {
        return right();
      }
    },
    ...unsigned((bytes) => bytes),
  }),
  {
    ...client('packets-of-any-length', ['OPENHOST-3-2'], {
      async packet(right, substrates, name) {
        const payload = await substrates[0]?.get(name);
        if (payload === undefined || payload.length <= MAX_PAYLOAD) return right();
        const key = zbase32.decode(name);
        const seq = new DataView(payload.buffer, payload.byteOffset).getBigUint64(64);
        const dns = payload.subarray(72);
        if (!verifyPlain(key, signable(seq, dns), payload.subarray(0, 64))) return right();
        return { payload, packet: { seq, dns, records: decodeDns(key, dns) } };
      },
    }),
    longestPacket: 16 << 20,
  },
  client('any-inner-signature', ['OPENHOST-2-9', 'OPENHOST-2-2'], {
    record(right, all) {
      try {
        return right();
      } catch {
        return unsigned((bytes) => bytes).record?.(right, all) ?? right();
      }
    },
  }),
  client(
    'any-record-version',
    ['OPENHOST-0-1'],
    unsigned((bytes) => (bytes[versionAt] === 4 ? bytes.with(versionAt, 2) : bytes)),
  ),
  client(
    'first-of-two-records',
    ['OPENHOST-2-1'],
    unsigned((bytes) => bytes),
  ),
  client('only-version-2-records', ['OPENHOST-2-7'], {
    record(right) {
      const read = right();
      if (read.version !== 2) throw new DecodeError('record/version');
      return read;
    },
  }),
  client('one-string-of-a-record', ['OPENHOST-2-8'], {
    record(right, all) {
      const { value = '' } = all.find(({ label }) => label === '_openhost') ?? {};
      if (value.length <= 255) return right();
      return canonical.decode(base64url.decode(value.slice(0, 252)).subarray(64));
    },
  }),
  client('any-age', ['OPENHOST-2-11', 'OPENHOST-3-2'], { fresh: () => true }),
  {
    name: 'first-relay-only',
    breaks: ['OPENHOST-2-13'],
    relays: (all) => all.slice(0, 1),
  },
];

export const clientUrls: readonly ClientMutant[] = [
  { name: 'drops-the-query', breaks: ['OPENHOST-1-9'], url: (url) => url.replace(/\?.*/, '') },
  { name: 'fills-short-keys', breaks: ['OPENHOST-1-2', 'OPENHOST-1-4'], url: filled },
  { name: 'forgives-lookalikes-in-keys', breaks: ['OPENHOST-1-2'], url: forgiven },
];

const inKey = (url: string, change: (key: string) => string): string =>
  url.replace(/^oh:\/\/([^/?#]*)/, (_whole, key: string) => `oh://${change(key)}`);

function filled(url: string): string {
  return inKey(url, (key) => key.padEnd(52, 'y'));
}

/** z-base-32 leaves these letters out because they look like others. */
function forgiven(url: string): string {
  const meant: Readonly<Record<string, string>> = { l: '1', '2': 'z', '0': 'o', v: 'u' };
  return inKey(url, (key) => key.replace(/[l20v]/g, (letter) => meant[letter] ?? letter));
}
