import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rejectionOf } from '../bytes/error.js';
import { hex } from '../bytes/hex.js';
import { type Answer, answer } from './answer.js';
import { type AnswerBlob, answerBlob } from './answer_blob.js';
import { unwrap, wrap } from './compression.js';
import { CANDIDATE_TYPES, type Candidate } from './ice.js';
import { type Offer, offer } from './offer.js';
import { type OfferBlob, offerBlob } from './offer_blob.js';

const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
const ascii = (minLength: number) =>
  fc
    .array(fc.integer({ min: 0x20, max: 0x7f }), { minLength, maxLength: 32 })
    .map((codes) => String.fromCharCode(...codes));
const candidate: fc.Arbitrary<Candidate> = fc.record({
  typ: fc.constantFrom(...CANDIDATE_TYPES),
  addr: fc.oneof(
    fc.uint8Array({ minLength: 4, maxLength: 4 }),
    fc.uint8Array({ minLength: 16, maxLength: 16 }),
  ),
  port: fc.nat(65535),
});
const ice = { ufrag: ascii(4), pwd: ascii(22), candidates: fc.array(candidate, { maxLength: 8 }) };
const offerBlobs: fc.Arbitrary<OfferBlob> = fc.record({
  ...ice,
  setup: fc.constantFrom('active', 'actpass'),
  bindingMode: fc.constantFrom('exporter', 'cert_fp'),
  clientDtlsFp: key,
});
const answerBlobs: fc.Arbitrary<AnswerBlob> = fc.record({
  ...ice,
  setup: fc.constantFrom('active', 'passive'),
});
const offers: fc.Arbitrary<Offer> = fc
  .record({ clientPk: key, blob: offerBlobs })
  .map((value) => ({ version: 3, bindingMode: value.blob.bindingMode, ...value }));
const answers: fc.Arbitrary<Answer> = fc
  .record({ daemonPk: key, offerSdpHash: key, blob: answerBlobs })
  .map((value) => ({ version: 2, ...value }));

const refusal = (read: () => unknown): string | undefined => rejectionOf(read)?.place;

interface Subject {
  readonly name: string;
  readonly encoded: fc.Arbitrary<Uint8Array>;
  readonly decode: (bytes: Uint8Array) => unknown;
  readonly again: (bytes: Uint8Array) => Uint8Array;
}

const subjects: Subject[] = [
  {
    name: 'offer blob',
    encoded: offerBlobs.map((value) => offerBlob.encode(value)),
    decode: (bytes) => offerBlob.decode(bytes),
    again: (bytes) => offerBlob.encode(offerBlob.decode(bytes)),
  },
  {
    name: 'answer blob',
    encoded: answerBlobs.map((value) => answerBlob.encode(value)),
    decode: (bytes) => answerBlob.decode(bytes),
    again: (bytes) => answerBlob.encode(answerBlob.decode(bytes)),
  },
  {
    name: 'offer',
    encoded: offers.map((value) => offer.encode(value as Extract<Offer, { version: 3 }>)),
    decode: (bytes) => offer.decode(bytes),
    again: (bytes) => offer.encode(offer.decode(bytes) as Extract<Offer, { version: 3 }>),
  },
  {
    name: 'answer',
    encoded: answers.map((value) => answer.encode(value as Extract<Answer, { version: 2 }>)),
    decode: (bytes) => answer.decode(bytes),
    again: (bytes) => answer.encode(answer.decode(bytes) as Extract<Answer, { version: 2 }>),
  },
];

describe.each(subjects)('$name', ({ encoded, decode, again }) => {
  test('encodes a decoded value to the same bytes', () => {
    fc.assert(fc.property(encoded, (bytes) => void expect(again(bytes)).toEqual(bytes)));
  });

  test('rejects every cut and every extension', () => {
    fc.assert(
      fc.property(encoded, fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 9 }), (bytes, where, more) => {
        expect(refusal(() => decode(bytes.subarray(0, where % bytes.length)))).toBeDefined();
        expect(refusal(() => decode(Uint8Array.from([...bytes, ...more])))).toMatch(/trailing-bytes/);
      }),
    );
  });

  test('a changed byte is rejected or means something else', () => {
    fc.assert(
      fc.property(encoded, fc.nat(), fc.integer({ min: 1, max: 255 }), (bytes, where, flip) => {
        const other = bytes.slice();
        const at = where % bytes.length;
        other[at] = (other[at] ?? 0) ^ flip;
        if (refusal(() => decode(other)) === undefined) expect(decode(other)).not.toEqual(decode(bytes));
      }),
    );
  });

  test('arbitrary bytes are read or rejected with a DecodeError', () => {
    fc.assert(
      fc.property(encoded, fc.uint8Array({ maxLength: 400 }), fc.nat(120), (bytes, noise, kept) => {
        refusal(() => decode(noise));
        refusal(() => decode(Uint8Array.from([...bytes.subarray(0, kept), ...noise])));
      }),
      { numRuns: 300 },
    );
  });
});

describe('a decoded blob', () => {
  test('offers and answers survive the way through the plaintext', () => {
    fc.assert(
      fc.property(offers, answers, (first, second) => {
        const asked = wrap(offer.encode(first as Extract<Offer, { version: 3 }>));
        expect(offer.decode(unwrap(asked))).toEqual(first);
        const answered = wrap(answer.encode(second as Extract<Answer, { version: 2 }>));
        expect(answer.decode(unwrap(answered))).toEqual(second);
      }),
    );
  });

  test('the published offer blob', () => {
    const bytes = hex.decode(
      `0106046162636416537570657263616c6966726167696c69737469632132${'ab'.repeat(32)}010104c6336407b26e`,
    );
    const blob: OfferBlob = {
      setup: 'actpass',
      bindingMode: 'cert_fp',
      ufrag: 'abcd',
      pwd: 'Supercalifragilistic!2',
      clientDtlsFp: new Uint8Array(32).fill(0xab),
      candidates: [{ typ: 'srflx', addr: Uint8Array.of(198, 51, 100, 7), port: 45678 }],
    };
    expect(offerBlob.decode(bytes)).toEqual(blob);
    expect(offerBlob.encode(blob)).toEqual(bytes);
  });

  test('rejects line breaks in ICE strings', () => {
    for (const character of ['\r', '\n']) {
      const ufrag = `ab${character}d`;
      const value: AnswerBlob = { setup: 'passive', ufrag, pwd: 'p'.repeat(22), candidates: [] };
      expect(refusal(() => answerBlob.encode(value))).toBe('ice/ufrag-line-break at 2');
      const bytes = answerBlob.encode({ ...value, ufrag: 'ab*d' });
      bytes[5] = character.charCodeAt(0);
      expect(refusal(() => answerBlob.decode(bytes))).toBe('ice/ufrag-line-break at 5');
    }
  });

  test('bodies that carry their SDP', () => {
    const pk = '11'.repeat(32);
    const text = (value: string) => hex.encode(new TextEncoder().encode(value));
    const sdp = `${'00000005'}${text('v=0\r\n')}`;
    const read = (version: number, rest: string) =>
      offer.decode(hex.decode(text(`openhost-offer-inner${version}`) + pk + sdp + rest));
    const clientPk = hex.decode(pk);
    expect(read(1, '')).toEqual({ version: 1, clientPk, bindingMode: 'exporter', sdp: 'v=0\r\n' });
    expect(read(2, '01')).toEqual({ version: 2, clientPk, bindingMode: 'exporter', sdp: 'v=0\r\n' });
    expect(read(2, '02')).toEqual({ version: 2, clientPk, bindingMode: 'cert_fp', sdp: 'v=0\r\n' });
    expect(refusal(() => read(2, '00'))).toBe('offer/binding-mode at 62');
    expect(refusal(() => read(2, '03'))).toBe('offer/binding-mode at 62');
    expect(refusal(() => read(2, ''))).toBe('truncated at 62');
    expect(refusal(() => read(1, '01'))).toBe('offer/trailing-bytes at 62');
    expect(refusal(() => read(4, ''))).toBe('offer/separator at 0');
  });
});
