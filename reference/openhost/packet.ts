/** Section 2: the signed DNS packet at relays: signature, sequence number, DNS message. */
import { DecodeError } from '../bytes/error.js';
import { fromOctets, utf8 } from '../bytes/text.js';
import { concat, Writer } from '../bytes/writer.js';
import { zbase32 } from '../bytes/zbase32.js';
import { verifyPlain } from '../crypto/ed25519.js';

export interface TextRecord {
  readonly label: string;
  readonly ttl: number;
  /** Its character strings, joined, with one character for each octet. */
  readonly value: string;
}

/** The signer of a packet. */
export interface Signer {
  readonly publicKey: Uint8Array;
  sign(message: Uint8Array): Uint8Array;
}

export interface Packet {
  readonly seq: bigint;
  readonly dns: Uint8Array;
  readonly records: readonly TextRecord[];
}

/** The name and the TTL of the record of the host. */
export const HOST_LABEL = '_openhost';
export const HOST_TTL = 300;
export const MAX_DNS = 1000;
/** RFC 1035, section 2.3.4. */
const MAX_LABEL = 63;
const MAX_NAME = 255;
export const MAX_PAYLOAD = 64 + 8 + MAX_DNS;

export function encodeDns(key: Uint8Array, records: readonly TextRecord[]): Uint8Array {
  const writer = new Writer().u16be(0).u16be(0x8000).u16be(0).u16be(records.length).u16be(0).u16be(0);
  let origin = 0;
  let length = 12;
  for (const { label, ttl, value } of records) {
    const name = utf8(label);
    writer.u8(name.length).put(name);
    if (origin === 0) {
      origin = length + 1 + name.length;
      writer
        .u8(52)
        .put(utf8(zbase32.encode(key)))
        .u8(0);
      length += 54;
    } else {
      writer.u16be(0xc000 | origin);
      length += 2;
    }
    const data = characterStrings(utf8(value));
    writer.u16be(16).u16be(1).u32be(ttl).u16be(data.length).put(data);
    length += 1 + name.length + 10 + data.length;
  }
  return writer.finish();
}

function characterStrings(value: Uint8Array): Uint8Array {
  const strings: Uint8Array[] = [];
  for (let at = 0; at === 0 || at < value.length; at += 255) {
    const part = value.subarray(at, at + 255);
    strings.push(Uint8Array.of(part.length), part);
  }
  return concat(...strings);
}

export const signable = (seq: bigint, dns: Uint8Array): Uint8Array =>
  concat(utf8(`3:seqi${seq}e1:v${dns.length}:`), dns);

export function signPacket(signer: Signer, seq: bigint, records: readonly TextRecord[]): Uint8Array {
  return signDns(signer, seq, encodeDns(signer.publicKey, records));
}

export function signDns(signer: Signer, seq: bigint, dns: Uint8Array): Uint8Array {
  return new Writer()
    .put(signer.sign(signable(seq, dns)))
    .u64be(seq)
    .put(dns)
    .finish();
}

/** Rejects a packet that the key did not sign, that is too long, or that is not a DNS message. */
export function openPacket(key: Uint8Array, payload: Uint8Array): Packet {
  if (payload.length < 72 + 12 || payload.length > MAX_PAYLOAD) throw new DecodeError('packet/length');
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const seq = view.getBigUint64(64);
  const dns = payload.subarray(72);
  if (!verifyPlain(key, signable(seq, dns), payload.subarray(0, 64))) {
    throw new DecodeError('packet/signature');
  }
  return { seq, dns, records: decodeDns(key, dns) };
}

export function decodeDns(key: Uint8Array, dns: Uint8Array): TextRecord[] {
  const origin = zbase32.encode(key);
  const view = new DataView(dns.buffer, dns.byteOffset, dns.byteLength);
  const records: TextRecord[] = [];
  try {
    let at = 12;
    for (let left = view.getUint16(4); left > 0; left--) at = readName(dns, at).end + 4;
    for (let left = view.getUint16(6); left > 0; left--) {
      const { labels, end } = readName(dns, at);
      const length = view.getUint16(end + 8);
      const data = dns.subarray(end + 10, end + 10 + length);
      if (data.length !== length) throw new DecodeError('packet/dns', at);
      const isText = view.getUint16(end) === 16;
      const value = isText ? fromOctets(join(data)) : '';
      const [label, zone] = labels;
      if (isText && labels.length === 2 && zone === origin && label !== undefined) {
        records.push({ label, ttl: view.getUint32(end + 4), value });
      }
      at = end + 10 + length;
    }
  } catch (error) {
    if (error instanceof DecodeError) throw error;
    throw new DecodeError('packet/dns');
  }
  return records;
}

/** Section 2: the packet has exactly one such record. */
export function hostRecord(records: readonly TextRecord[]): TextRecord {
  const [found, ...more] = records.filter(({ label }) => label === HOST_LABEL);
  if (found === undefined) throw new DecodeError('packet/no-record');
  if (more.length > 0) throw new DecodeError('packet/several-records');
  return found;
}

/**
 * RFC 1035, section 4.1.4: a pointer leads to an earlier name, so every name ends. Labels are octets. A label that is not
 * UTF-8 names another record, and the packet stays valid.
 */
function readName(dns: Uint8Array, from: number): { labels: string[]; end: number } {
  const labels: string[] = [];
  let at = from;
  let earliest = from;
  let end = -1;
  let size = 1;
  for (let length = dns[at]; length !== undefined; length = dns[at]) {
    if (length === 0) return { labels, end: end < 0 ? at + 1 : end };
    if (length >= 0xc0) {
      if (end < 0) end = at + 2;
      at = ((length & 0x3f) << 8) | (dns[at + 1] ?? 0);
      if (at >= earliest) break;
      earliest = at;
    } else {
      labels.push(fromOctets(dns.subarray(at + 1, at + 1 + length)));
      at += 1 + length;
      size += 1 + length;
      if (length > MAX_LABEL || size > MAX_NAME) break;
    }
  }
  throw new DecodeError('packet/name', from);
}

function join(data: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < data.length; at += 1 + (data[at] ?? 0)) {
    const part = data.subarray(at + 1, at + 1 + (data[at] ?? 0));
    if (part.length !== data[at]) throw new DecodeError('packet/character-string', at);
    parts.push(part);
  }
  return concat(...parts);
}
