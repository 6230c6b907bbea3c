import { describe, expect, it } from 'vitest';
import type { Json } from '../../suites/model.js';
import { named, streamsShown } from './streams.js';

const shown = (json: Json) => streamsShown({ status: 201, headers: {}, text: '', json, at: 0 });

describe('the streams that an answer shows', () => {
  it.each<[string, Json]>([
    ['a list of names', { streams: ['a', 'b'] }],
    ['a list of objects', { streams: [{ name: 'a' }, { id: 'b', port: 1 }] }],
    ['an object by name', { streams: { a: {}, b: {} } }],
    ['a list one level deeper', { session: { streams: [{ stream: 'a' }, 'b'] } }],
  ])('are read from %s', (_what, json) => {
    expect(shown(json)).toEqual(['a', 'b']);
  });

  it.each<[string, Json]>([
    ['no body', null],
    ['a list', ['a']],
    ['a text', { streams: 'a' }],
    ['a number', { streams: 7 }],
    ['values that are no names', { streams: ['$(id)', 'a b', '', '../a', 7, null, ['a'], { title: 'a' }] }],
  ])('are none in %s', (_what, json) => {
    expect(shown(json)).toEqual([]);
  });
});

it('has each name once, and no more than 64', () => {
  const many = Array.from({ length: 10_000 }, (_, i) => `s${i}`);
  expect(named(['a', 'a', ...many])).toEqual(['a', ...many.slice(0, 63)]);
});
