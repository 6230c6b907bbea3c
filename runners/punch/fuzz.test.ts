import { expect, it } from 'vitest';
import { DecodeError } from '../../reference/bytes/error.js';
import { hex } from '../../reference/bytes/hex.js';
import { mint, verify } from '../../reference/punch/token.js';
import type { JsonObject } from '../../reference/structure.js';
import { grammar } from './fuzz.js';
import { secret } from './testing/scripted.js';

const [layers] = grammar.layered;
if (!layers) throw new Error('the grammar has no layers');
const claims = { session: 'run-1', role: 'peer', stream: 'main', exp: 2_000_000_000 } as const;
const given = (more: JsonObject = {}): JsonObject => ({ secret: hex.encode(secret), ...more });

it('opens a token to its claims, and signs changed claims again in the same reading', () => {
  for (const dialect of ['octets', 'text'] as const) {
    const inner = layers.open(given({ dialect }), mint(claims, secret, dialect));
    expect(inner).toEqual(claims);
    const closed = layers.close(given({ dialect }), { ...claims, stream: 'other' });
    const expected = { session: 'run-1', role: 'peer', secret, now: 0, dialect } as const;
    expect(verify(String(closed), expected)).toEqual({ ...claims, stream: 'other' });
  }
});

it('signs claims that no right token has', () => {
  for (const inner of [null, [], 'text', { exp: 'never' }])
    expect(layers.close(given(), inner)).toMatch(/^p_/);
});

it.each([null, 7, '', 'p_', 'p_e30.c2ln', 'p_bm90IGpzb24.c2ln', {}])(
  'opens %j to nothing: its fault is a DecodeError',
  (input) => {
    expect(() => layers.open(given(), input)).toThrow(DecodeError);
  },
);

it('signs nothing with a secret that is no hex', () => {
  expect(() => layers.close(given({ secret: 'xyz' }), {})).toThrow(DecodeError);
});
