/** IP addresses as SDP shows them: dotted quads, and RFC 5952 for IPv6. */
import { DecodeError } from '../bytes/error.js';

export function addressText(bytes: Uint8Array): string {
  return bytes.length === 4 ? bytes.join('.') : ipv6Text(bytes);
}

function ipv6Text(bytes: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0));
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) {
    return `::ffff:${bytes.subarray(12).join('.')}`;
  }
  const { start, length } = longestZeros(groups);
  const shown = groups.map((group) => group.toString(16));
  if (length < 2) return shown.join(':');
  return `${shown.slice(0, start).join(':')}::${shown.slice(start + length).join(':')}`;
}

/** RFC 5952 section 4.2: the longest run is shortened, the first of equals, and never a single group. */
function longestZeros(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start++) {
    let length = 0;
    while (groups[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  return best;
}

/** Any spelling of RFC 4291 section 2.2, and strict dotted quads. */
export function parseAddress(text: string): Uint8Array {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): Uint8Array {
  if (!/^(?:(?:0|[1-9][0-9]{0,2})(?:\.(?!$)|$)){4}$/.test(text)) throw new DecodeError('address/ipv4');
  const bytes = text.split('.').map(Number);
  if (bytes.some((byte) => byte > 255)) throw new DecodeError('address/ipv4');
  return Uint8Array.from(bytes);
}

function parseIpv6(text: string): Uint8Array {
  const groups = (half: string): number[] => (half === '' ? [] : half.split(':').flatMap(groupBytes));
  const halves = withHexTail(text).split('::').map(groups);
  const [head = [], tail] = halves;
  const zeros = 16 - head.length - (tail?.length ?? 0);
  const fits = tail === undefined ? zeros === 0 : halves.length === 2 && zeros >= 2;
  if (!fits) throw new DecodeError('address/ipv6');
  return Uint8Array.from([...head, ...new Array<number>(zeros).fill(0), ...(tail ?? [])]);
}

/** The last four bytes may be written as a dotted quad. */
function withHexTail(text: string): string {
  const tail = text.slice(text.lastIndexOf(':') + 1);
  if (!tail.includes('.')) return text;
  const [a = 0, b = 0, c = 0, d = 0] = parseIpv4(tail);
  return `${text.slice(0, -tail.length)}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
}

function groupBytes(group: string): number[] {
  if (!/^[0-9a-fA-F]{1,4}$/.test(group)) throw new DecodeError('address/ipv6');
  const value = Number.parseInt(group, 16);
  return [value >> 8, value & 255];
}
