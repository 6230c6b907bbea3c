/** The Punch token against node's own HMAC, and as properties; its decided answers are the vectors. */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rejectionOf } from '../bytes/error.js';
import { type Claims, type Dialect, type Expected, mint, sign, token, verify } from './token.js';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const name = fc
  .tuple(
    fc.constantFrom(...letters),
    fc.string({ unit: fc.constantFrom(...letters, '.', '_', '-'), maxLength: 63 }),
  )
  .map(([first, rest]) => first + rest);
/** So that a second more or less is still a number of its own in milliseconds. */
const seconds = fc.integer({ min: -(2 ** 40), max: 2 ** 40 });
const claims: fc.Arbitrary<Claims> = fc.oneof(
  fc.record({ session: name, role: fc.constant('peer' as const), stream: name, exp: seconds }),
  fc.record({
    session: name,
    role: fc.constant('admin' as const),
    stream: fc.constant(null),
    exp: seconds,
  }),
);
const secret = fc.uint8Array({ minLength: 1, maxLength: 80 });
const dialect = fc.constantFrom<Dialect>('octets', 'text');

const expected = ({ session, role, stream, exp }: Claims, key: Uint8Array, reading: Dialect): Expected => ({
  secret: key,
  now: (exp - 1) * 1000,
  session,
  role,
  dialect: reading,
  ...(stream === null ? {} : { stream }),
});

const codeOf = (read: () => unknown): string => rejectionOf(read)?.code ?? 'accepted';

describe('a token', () => {
  it('says what it was minted for, under either reading', () => {
    fc.assert(
      fc.property(claims, secret, dialect, (wanted, key, reading) => {
        const text = mint(wanted, key, reading);
        expect(token.decode(text).claims).toEqual(wanted);
        expect(verify(text, expected(wanted, key, reading))).toEqual(wanted);
        const other = reading === 'octets' ? 'text' : 'octets';
        expect(codeOf(() => verify(text, expected(wanted, key, other)))).toBe('token/bad-signature');
      }),
    );
  });

  it('carries the HMAC that node computes', () => {
    fc.assert(
      fc.property(claims, secret, (wanted, key) => {
        const [payload = '', mac] = mint(wanted, key).slice(2).split('.');
        const octets = Buffer.from(payload, 'base64url');
        expect(mac).toBe(createHmac('sha256', key).update(octets).digest('base64url'));
        const [, text] = mint(wanted, key, 'text').split('.');
        expect(text).toBe(createHmac('sha256', key).update(payload).digest('base64url'));
      }),
    );
  });

  it('keeps the octets of its payload, however they are spaced', () => {
    const payload = new TextEncoder().encode(
      '{ "exp" : 9, "role":"peer","stream":"a" ,\n"session":"s","x":"\\u0061"}',
    );
    const text = sign(payload, Uint8Array.of(1));
    expect(token.decode(text).payload).toEqual(payload);
    expect(token.encode(token.decode(text))).toBe(text);
  });

  it('survives no change of one character', () => {
    const alphabet = fc.constantFrom(...letters, '-', '_', '.', '=', '+', ' ');
    fc.assert(
      fc.property(claims, secret, fc.nat(), alphabet, (wanted, key, where, put) => {
        const text = mint(wanted, key);
        const at = where % text.length;
        fc.pre(text[at] !== put);
        const changed = text.slice(0, at) + put + text.slice(at + 1);
        expect(codeOf(() => verify(changed, expected(wanted, key, 'octets')))).not.toBe('accepted');
      }),
      { numRuns: 1000 },
    );
  });

  it('throws a DecodeError for any other text', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary-ascii' }),
      fc.tuple(fc.json(), secret).map(([json, key]) => sign(new TextEncoder().encode(json), key)),
      fc.tuple(fc.uint8Array(), secret).map(([bytes, key]) => sign(bytes, key)),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        expect(codeOf(() => token.decode(text))).toEqual(expect.any(String));
      }),
      { numRuns: 500 },
    );
  });

  it('rejects a megabyte before reading it', () => {
    expect(codeOf(() => token.decode(`p_${'A'.repeat(2 ** 20)}.`))).toBe('token/too-long');
  });

  it('has an outcome of its own for each thing that can be wrong with it', () => {
    const key = Uint8Array.of(1, 2, 3);
    const peer: Claims = { session: 'one', role: 'peer', stream: 'main', exp: 1000 };
    const right = expected(peer, key, 'octets');
    const text = mint(peer, key);
    const outcome = (change: Partial<Expected>) => codeOf(() => verify(text, { ...right, ...change }));
    expect(outcome({})).toBe('accepted');
    expect(outcome({ now: 1_000_000 })).toBe('token/expired');
    expect(outcome({ session: 'two' })).toBe('token/wrong-session');
    expect(outcome({ role: 'admin' })).toBe('token/wrong-role');
    expect(outcome({ stream: 'other' })).toBe('token/wrong-stream');
    expect(outcome({ secret: Uint8Array.of(9) })).toBe('token/bad-signature');
  });

  it('is not minted over claims that no token may have', () => {
    const key = Uint8Array.of(1);
    const peer: Claims = { session: 'one', role: 'peer', stream: 'main', exp: 1 };
    expect(codeOf(() => mint({ ...peer, session: 'a/b' }, key))).toBe('token/session');
    expect(codeOf(() => mint({ ...peer, exp: 1.5 }, key))).toBe('token/exp');
    expect(codeOf(() => mint({ ...peer, stream: null }, key))).toBe('token/stream');
  });
});
