import { describe, expect, it } from 'vitest';
import type { Json } from '../model.js';
import { nested } from './answers.js';

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
