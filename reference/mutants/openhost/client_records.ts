/** Sections 1, 2 and 3: clients that read URLs, packets or host records wrongly. */
import { base64url } from '../../bytes/base64url.js';
import { DecodeError } from '../../bytes/error.js';
import { zbase32 } from '../../bytes/zbase32.js';
import { verifyPlain } from '../../crypto/ed25519.js';
import { decodeDns, MAX_PAYLOAD, openPacket, signable, type TextRecord } from '../../openhost/packet.js';
import type { ClientRules } from '../../openhost/peers/client/rules.js';
import type { Found } from '../../openhost/peers/substrate.js';
import { canonical, type HostRecord } from '../../openhost/record.js';
import { type ClientChange, type ClientMutant, client } from './client_mutant.js';

/** Reads the record without checking its signature, after a change of its bytes. */
function unsigned(records: readonly TextRecord[], change = (bytes: Uint8Array) => bytes): HostRecord {
  const value = base64url.decode(records.find(({ label }) => label === '_openhost')?.value ?? '');
  return canonical.decode(change(value.subarray(64)));
}
const VERSION_AT = 10;

/** Reads the packet of the first relay wrongly. */
const packets =
  (
    read: (
      payload: Uint8Array,
      name: string,
      right: () => Promise<Found | undefined>,
    ) => Promise<Found | undefined>,
  ) =>
  ({ findPacket }: ClientRules): Partial<ClientRules> => ({
    async findPacket(substrates, name, signal) {
      const right = () => findPacket(substrates, name, signal);
      const payload = await substrates[0]?.get(name);
      return payload === undefined ? right() : read(payload, name, right);
    },
  });

/** Reads a packet without checking its signature. */
function unverified(payload: Uint8Array, name: string): Found {
  const dns = payload.subarray(72);
  const seq = new DataView(payload.buffer, payload.byteOffset).getBigUint64(64);
  return { payload, packet: { seq, dns, records: decodeDns(zbase32.decode(name), dns) } };
}

/**
 * The zone of the first record. Before it are 72 bytes, a DNS header of 12 and its label; it has 52 letters of a key.
 */
function signerOf(payload: Uint8Array): Uint8Array {
  const at = 84 + 1 + (payload[84] ?? 0) + 1;
  return zbase32.decode(Buffer.from(payload.subarray(at, at + 52)).toString());
}

export const clientRecords: readonly ClientMutant[] = [
  client(
    'any-outer-signature',
    ['2-14'],
    'Accepts a packet whose signature does not verify.',
    packets(async (payload, name, right) => (await right()) ?? unverified(payload, name)),
  ),
  client('packets-of-any-key', ['2-14'], 'Accepts a packet that another key signed.', (rules) => ({
    ...packets(async (payload, _name, right) => {
      try {
        return { payload, packet: openPacket(signerOf(payload), payload) };
      } catch {
        return right();
      }
    })(rules),
    readHostRecord: (records) => unsigned(records),
  })),
  {
    ...client(
      'packets-of-any-length',
      ['3-2'],
      'Reads a packet of any length.',
      packets(async (payload, name, right) => {
        if (payload.length <= MAX_PAYLOAD) return right();
        const found = unverified(payload, name);
        const { seq, dns } = found.packet;
        const signed = verifyPlain(zbase32.decode(name), signable(seq, dns), payload.subarray(0, 64));
        return signed ? found : right();
      }),
    ),
    longestPacket: 16 << 20,
  },
  client(
    'any-inner-signature',
    ['2-9', '2-2'],
    'Accepts a record whose signature does not verify.',
    (rules) => ({
      readHostRecord(records, host) {
        try {
          return rules.readHostRecord(records, host);
        } catch {
          return unsigned(records);
        }
      },
    }),
  ),
  client('any-record-version', ['0-1'], 'Reads a record of version 4 as version 2.', () => ({
    readHostRecord: (records) =>
      unsigned(records, (bytes) => (bytes[VERSION_AT] === 4 ? bytes.with(VERSION_AT, 2) : bytes)),
  })),
  client('first-of-two-records', ['2-1'], 'Takes the first of two host records.', () => ({
    readHostRecord: (records) => unsigned(records),
  })),
  client('only-version-2-records', ['2-7'], 'Rejects records of version 3.', (rules) => ({
    readHostRecord(records, host) {
      const read = rules.readHostRecord(records, host);
      if (read.version !== 2) throw new DecodeError('record/version');
      return read;
    },
  })),
  client('one-string-of-a-record', ['2-8'], 'Reads only the first string of a record.', (rules) => ({
    readHostRecord(records, host) {
      const { value = '' } = records.find(({ label }) => label === '_openhost') ?? {};
      if (value.length <= 255) return rules.readHostRecord(records, host);
      return canonical.decode(base64url.decode(value.slice(0, 252)).subarray(64));
    },
  })),
  client('any-age', ['2-11', '3-2'], 'Accepts a record of any age.', () => ({ isFresh: () => true })),
  client('first-relay-only', ['2-13'], 'Asks only the first relay.', ({ findPacket }) => ({
    findPacket: (substrates, name, signal) => findPacket(substrates.slice(0, 1), name, signal),
  })),
];

/** Reads a changed URL. */
const readsUrl =
  (as: (url: string) => string): ClientChange =>
  ({ parseUrl }) => ({ parseUrl: (url) => parseUrl(as(url)) });

export const clientUrls: readonly ClientMutant[] = [
  client(
    'drops-the-query',
    ['1-9'],
    'Ignores the query of a URL.',
    readsUrl((url) => url.replace(/\?.*/, '')),
  ),
  client('fills-short-keys', ['1-2', '1-4'], 'Fills up a key that is too short.', readsUrl(filled)),
  client(
    'forgives-lookalikes-in-keys',
    ['1-2'],
    'Reads letters that z-base-32 leaves out as the ones that they look like.',
    readsUrl(forgiven),
  ),
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
