/** The faults of a relay toward a client, applied to the packet of our daemon. */
import {
  encodeDns,
  HOST_LABEL,
  hostRecord,
  openPacket,
  signDns,
  signPacket,
  type TextRecord,
} from '../../reference/openhost/packet.js';
import { createIdentity, type Identity } from '../../reference/openhost/peers/identity.js';
import { readRecord, signRecord } from '../../reference/openhost/record.js';
import type { Lie } from '../../suites/openhost/clients/port.js';

/** Flips the lowest bit of one byte. */
export const flip = (at: number) => (bytes: Uint8Array) => bytes.with(at, (bytes[at] ?? 0) ^ 1);

export const relayLies: Partial<Record<Lie, (right: Uint8Array, host: Identity) => Uint8Array>> = {
  'forged-packet': (right) => flip(10)(right),
  'later-forged-packet': (right, host) =>
    openPacket(host.publicKey, right).records.some(({ label }) => label.startsWith('_answer-'))
      ? flip(10)(right)
      : right,
  'one-lying-relay': (right) => flip(10)(right),
  'packet-of-another-key': strangerWith,
  'flood-of-a-relay': flooding,
};

/** The records of the host in a packet that another key signs. A client that accepts it reaches the host. */
function strangerWith(right: Uint8Array, host: Identity): Uint8Array {
  const stranger = createIdentity();
  const { seq, records } = openPacket(host.publicKey, right);
  const value = signRecord(stranger.seed, readRecord(hostRecord(records).value, host.publicKey));
  const signed = records.map((record) => (record.label === HOST_LABEL ? { ...record, value } : record));
  return signPacket(stranger, seq, signed);
}

/** A packet of five MiB that is valid except for its length. A client that reads all of it reaches the host. */
function flooding(right: Uint8Array, host: Identity): Uint8Array {
  const { seq, records } = openPacket(host.publicKey, right);
  const filler: TextRecord = { label: '_filler', ttl: 30, value: 'x'.repeat(65_000) };
  const fillers = Array.from({ length: 81 }, () => filler);
  return signDns(host, seq, encodeDns(host.publicKey, [...records, ...fillers]));
}
