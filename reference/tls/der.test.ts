/** Held against the examples of ITU-T X.690 and of "A Layman's Guide to a Subset of ASN.1, BER, and DER". */
import { describe, expect, it } from 'vitest';
import { hex } from '../bytes/hex.js';
import { der } from './der.js';

const of = (...bytes: number[]) => Uint8Array.from(bytes);

it.each<[string, Uint8Array, string]>([
  ['INTEGER 0', der.integer(of()), '020100'],
  ['INTEGER 0, given with zeros', der.integer(of(0, 0)), '020100'],
  ['INTEGER 127', der.integer(of(0x7f)), '02017f'],
  ['INTEGER 128, with a zero that keeps it positive', der.integer(of(0x80)), '02020080'],
  ['INTEGER 256, given with a zero', der.integer(of(0, 1, 0)), '02020100'],
  ['BOOLEAN true', der.boolean(true), '0101ff'],
  ['BOOLEAN false', der.boolean(false), '010100'],
  ['BIT STRING of 18 bits', der.bits(of(0x6e, 0x5d, 0xc0), 6), '0304066e5dc0'],
  ['BIT STRING of whole bytes', der.bits(of(0xff)), '030200ff'],
  ['OCTET STRING', der.octets(of(1, 0x23, 0x45)), '0403012345'],
  ['UTF8String', der.text('é'), '0c02c3a9'],
  ['an empty SEQUENCE', der.sequence(), '3000'],
  ['a SEQUENCE in a SET', der.set(der.sequence(der.boolean(true))), '310530030101ff'],
  ['an explicit tag', der.explicit(0, der.integer(of(2))), 'a003020102'],
  ['an implicit tag', der.implicit(2, of(0x61)), '820161'],
])('writes %s', (_what, bytes, text) => {
  expect(hex.encode(bytes)).toBe(text);
});

describe('a length', () => {
  it.each([
    [127, '047f'],
    [128, '048180'],
    [255, '0481ff'],
    [256, '04820100'],
    [65_535, '0482ffff'],
    [65_536, '0483010000'],
  ])('of %i bytes is written in as few bytes as can be', (length, head) => {
    const bytes = der.octets(new Uint8Array(length));
    expect(hex.encode(bytes.subarray(0, bytes.length - length))).toBe(head);
  });
});

describe('an OBJECT IDENTIFIER', () => {
  it.each([
    ['1.2.840.113549', '06062a864886f70d'],
    ['2.999.3', '0603883703'],
    ['2.5.4.3', '0603550403'],
    ['2.25.4294967296', '0606699080808000'],
  ])('%s', (dotted, text) => {
    expect(hex.encode(der.oid(dotted))).toBe(text);
  });
});

describe('a time, RFC 5280 4.1.2.5', () => {
  const ascii = (text: string) => hex.encode(new TextEncoder().encode(text));
  it.each([
    ['1949-12-31T23:59:59Z', `180f${ascii('19491231235959Z')}`],
    ['1950-01-01T00:00:00Z', `170d${ascii('500101000000Z')}`],
    ['2049-12-31T23:59:59.999Z', `170d${ascii('491231235959Z')}`],
    ['2050-01-01T00:00:00Z', `180f${ascii('20500101000000Z')}`],
  ])('%s is UTCTime from 1950 to 2049 only', (iso, text) => {
    expect(hex.encode(der.time(new Date(iso)))).toBe(text);
  });
});
