import { isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hex } from '../bytes/hex.js';
import { addressText, parseAddress } from './address.js';
import { answerBlob } from './answer_blob.js';
import { offerBlob } from './offer_blob.js';
import { offerSdpHash } from './offer_hash.js';
import { answerSdp, checkSetup, offerSdp } from './sdp.js';
import { readDescription } from './sdp_reader.js';

describe('addresses', () => {
  test.each([
    ['00000000000000000000000000000000', '::'],
    ['00000000000000000000000000000001', '::1'],
    ['00010000000000000000000000000000', '1::'],
    ['20010db8000000000000000000000001', '2001:db8::1'],
    // RFC 5952: lower case and no leading zeros (4.1), one group of zeros stays (4.2.2), the longest run, the first of
    // equals (4.2.3).
    ['20010db8000000010001000100010001', '2001:db8:0:1:1:1:1:1'],
    ['20010000000000010000000000000001', '2001:0:0:1::1'],
    ['20010db8000000000001000000000001', '2001:db8::1:0:0:1'],
    ['fe80000000000000abcdef0123456789', 'fe80::abcd:ef01:2345:6789'],
    ['00000000000000000000ffffc0000201', '::ffff:192.0.2.1'],
    ['0000000000000000000000000a000001', '::a00:1'],
    ['c0000201', '192.0.2.1'],
    ['00000000', '0.0.0.0'],
  ])('%s is %s', (bytes, text) => {
    expect(addressText(hex.decode(bytes))).toBe(text);
    expect(hex.encode(parseAddress(text))).toBe(bytes);
  });

  test('writes every address in a form that node accepts, and reads it back', () => {
    const group = fc.oneof(fc.constant(0), fc.nat(0xffff));
    const v6 = fc
      .array(group, { minLength: 8, maxLength: 8 })
      .map((groups) => Uint8Array.from(groups.flatMap((value) => [value >> 8, value & 255])));
    fc.assert(
      fc.property(fc.oneof(v6, fc.uint8Array({ minLength: 4, maxLength: 4 })), (bytes) => {
        const text = addressText(bytes);
        expect(bytes.length === 4 ? isIPv4(text) : isIPv6(text)).toBe(true);
        expect(parseAddress(text)).toEqual(bytes);
        if (bytes.length === 16 && !text.includes('.'))
          expect(new URL(`http://[${text}]`).hostname).toBe(`[${text}]`);
      }),
    );
  });

  test.each([
    '',
    '1.2.3',
    '1.2.3.4.',
    '01.2.3.4',
    '256.1.1.1',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '12345::',
    'g::',
    '1:2:3:4:5:6:7::8',
    '1.2.3.4::',
  ])('rejects %j', (text) => expect(() => parseAddress(text)).toThrow('address/'));
});

const published = hex.decode(
  `0106046162636416537570657263616c6966726167696c69737469632132${'ab'.repeat(32)}010104c6336407b26e`,
);

describe('reconstruction', () => {
  test('the published offer, 440 bytes', () => {
    const sdp = offerSdp(offerBlob.decode(published));
    expect(sdp).toHaveLength(440);
    expect(sdp.endsWith('a=end-of-candidates\r\n')).toBe(true);
    expect(sdp).toContain('\r\na=candidate:1 1 udp 1 198.51.100.7 45678 typ srflx generation 0\r\n');
    expect(sdp.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  test('has the values of the blob, with any line ends and letter cases', () => {
    const bytes = hex.decode(
      `0101${'04'}61626364${'16'}${'70'.repeat(22)}02${'0004c0000201ffff'}${`0306${'20'.repeat(16)}0001`}`,
    );
    const blob = answerBlob.decode(bytes);
    const fingerprint = new Uint8Array(32).fill(0xcd);
    const sdp = answerSdp(blob, fingerprint);
    const { ufrag, pwd, setup, candidates } = blob;
    const wanted = { ufrag, pwd, setup, candidates, fingerprint };
    expect(readDescription(sdp)).toEqual(wanted);
    expect(readDescription(sdp.replaceAll('\r\n', '\n').replace('CD:CD', 'cd:cd'))).toEqual(wanted);
  });

  test.each([
    ['a second fingerprint', (sdp: string) => `${sdp}a=fingerprint:sha-256 ${'AB'}\r\n`, 'sdp/fingerprint'],
    ['no pwd', (sdp: string) => sdp.replace('a=ice-pwd', 'a=ice-pw'), 'sdp/ice-pwd'],
    ['another media line', (sdp: string) => `${sdp}m=audio 9 RTP/AVP 0\r\n`, 'sdp/media'],
    ['a TCP candidate', (sdp: string) => sdp.replace(' udp ', ' tcp '), 'sdp/candidate'],
  ])('%s is seen', (_, spoil, code) => {
    expect(() => readDescription(spoil(offerSdp(offerBlob.decode(published))))).toThrow(code);
  });

  test('a line break never reaches the text', () => {
    const blob = { ...offerBlob.decode(published), ufrag: 'ab\r\na=setup:passive' };
    expect(() => offerSdp(blob)).toThrow('ice/ufrag-line-break');
  });
});

describe('setup roles', () => {
  const roles = ['active', 'passive', 'actpass', 'holdconn'] as const;
  const accepted = (side: 'offer' | 'answer', dialect: 'spec' | 'deployed') =>
    roles.filter((role) => {
      try {
        return checkSetup(`v=0\r\na=setup:${role}\r\n`, side, dialect) === role;
      } catch {
        return false;
      }
    });

  test('by the text one for each side; deployed two', () => {
    expect(accepted('offer', 'spec')).toEqual(['active']);
    expect(accepted('answer', 'spec')).toEqual(['passive']);
    expect(accepted('offer', 'deployed')).toEqual(['active', 'actpass']);
    expect(accepted('answer', 'deployed')).toEqual(['active', 'passive']);
  });

  test('rejects SDP without a role; with two roles each counts in dialect spec and the first in dialect deployed', () => {
    expect(() => checkSetup('v=0\r\n', 'offer', 'deployed')).toThrow('sdp/setup');
    const two = 'v=0\na=setup:active\nm=x\na=setup:passive\n';
    expect(() => checkSetup(two, 'offer')).toThrow('sdp/setup');
    expect(checkSetup(two, 'offer', 'deployed')).toBe('active');
  });
});

test('the published offer_sdp_hash', () => {
  const blob = offerBlob.decode(published);
  const hash = offerSdpHash({
    version: 3,
    clientPk: new Uint8Array(32),
    bindingMode: blob.bindingMode,
    blob,
  });
  expect(hex.encode(hash)).toBe('f893e2701c1bdf2f83caa02cc191f797a0ea81dcb521980f152bd39b86201711');
});
