import { describe, expect, it } from 'vitest';
import { mint } from '../../reference/punch/token.js';
import { CheckFailed, recordChecks } from '../case.js';
import type { Json } from '../model.js';
import { expectCreated, nested } from './answers.js';

const answer = (json: Json) => ({ status: 200, headers: {}, text: '', json, at: 0 });

describe('nested', () => {
  it.each<[string, Json, unknown]>([
    ['finds a member of the body', { state: 'WAITING' }, 'WAITING'],
    ['finds a member of an object in the body', { data: { session: { state: 'READY' } } }, 'READY'],
    ['takes the outermost of two', { data: { state: 'READY' }, state: 'WAITING' }, 'WAITING'],
    ['does not look into arrays', { streams: [{ state: 'READY' }] }, undefined],
    ['stops at the third level', { a: { b: { c: { d: { state: 'READY' } } } } }, undefined],
    ['finds nothing in a text', 'state', undefined],
  ])('%s', (_, body, found) => {
    expect(nested(answer(body), 'state')).toBe(found);
  });
});

describe('a 201 without an admin token of its session', () => {
  const made = (json: Json) => ({ ...answer(json), status: 201 });
  const signed = (claims: string) =>
    `p_${Buffer.from(claims).toString('base64url')}.${Buffer.alloc(32).toString('base64url')}`;
  const observedOf = (json: Json) => {
    const { expect: checked, checks } = recordChecks();
    expect(() => expectCreated(checked, made(json), 'live')).toThrow(CheckFailed);
    return checks.at(-1)?.observed;
  };

  it('has none, or one that cannot be read and says why', () => {
    expect(observedOf({ session: 'live' })).toBe('none');
    const token = signed('{"session":"live","role":"admin","exp":1777810754}');
    expect(observedOf({ token })).toBe(
      'a token that cannot be read: token/missing-stream, see punch/7/shape',
    );
    const other = mint(
      { session: 'other', role: 'admin', stream: null, exp: 1_777_810_754 },
      Buffer.from('s'),
    );
    expect(observedOf({ token: other })).toBe('none');
  });
});
