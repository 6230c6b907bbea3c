/** The parts of the vectors of packets: the DNS message, and its signature. */
import { text, times, u8, u16, u32 } from '../hex_bytes.js';
import { key1, seed1, signatureOf, zbase32 } from './keys.js';
import { signed } from './record.parts.js';

interface Entry {
  readonly label?: string;
  readonly value?: string;
  readonly ttl?: number;
  /** The ends of its character strings. By default, one string of 254 bytes and one with the rest. */
  readonly strings?: readonly number[];
  readonly zone?: string;
  /** The offset of the zone to which its name points. By default, its name contains the zone. */
  readonly zoneAt?: number;
  /** A label before its own. */
  readonly below?: string;
  /** A label after its zone. */
  readonly behind?: string;
  /** TXT by default. */
  readonly type?: number;
}

/** RDATA of a TXT record, cut at those places. */
function strings(whole: string, ends: readonly number[]): string {
  const cuts = [0, ...ends.filter((end) => end < whole.length), whole.length];
  return cuts
    .slice(1)
    .map((end, i) => whole.slice(cuts[i], end))
    .map((part) => `${u8(part.length)}${text(part)}`)
    .join('');
}

const name = (label: string, zone: string): string =>
  `${u8(label.length)}${text(label)}${u8(zone.length)}${text(zone)}00`;

function resource({ label = '_openhost', ttl = 300, type = 16, ...entry }: Entry): string {
  const data = strings(entry.value ?? signed(), entry.strings ?? [254, 508, 762]);
  return `${nameOf(label, entry)}${u16(type)}0001${u32(ttl)}${u16(data.length / 2)}${data}`;
}

function nameOf(label: string, { zone = zbase32(key1), zoneAt, below, behind }: Entry): string {
  const first = below === undefined ? '' : `${u8(below.length)}${text(below)}`;
  const last = behind === undefined ? '' : `${u8(behind.length)}${text(behind)}`;
  if (zoneAt === undefined) return `${first}${name(label, zone).slice(0, -2)}${last}00`;
  return `${first}${u8(label.length)}${text(label)}${u16(0xc000 + zoneAt)}`;
}

export const dns = (...entries: readonly Entry[]): string =>
  `000080000000${u16(entries.length)}00000000${entries.map(resource).join('')}`;

/** The same with a question before its records. */
export const asking = (...entries: readonly Entry[]): string =>
  `000080000001${u16(entries.length)}00000000${name('_openhost', zbase32(key1))}00100001${entries.map(resource).join('')}`;

/** A further record that brings the message to this length. */
export function padding(length: number): Entry {
  const entry = (letters: number): Entry => ({
    label: 'pad',
    value: times('p', letters),
    strings: [255, 510, 765],
  });
  const letters = Array.from({ length }, (_, n) => n).find((n) => dns({}, entry(n)).length === 2 * length);
  if (letters === undefined) throw new Error(`no padding makes ${length} bytes`);
  return entry(letters);
}

const seqHex = (seq: bigint): string => seq.toString(16).padStart(16, '0');
export const signable = (seq: bigint, message: string): string =>
  text(`3:seqi${seq}e1:v${message.length / 2}:`) + message;
export const payload = (message: string, seq: bigint, seed = seed1): string =>
  signatureOf(seed, signable(seq, message)) + seqHex(seq) + message;
