import { describe, expect, it } from 'vitest';
import { at, followed, membersAt, pointer } from './json_place.js';
import { readJson } from './lenient_json.js';

describe('a place in a document', () => {
  const document = { a: { 'b/c~d': [{ e: null }] }, list: [1], text: 'abc' };

  it('leads to its value through objects and lists', () => {
    expect(at(document, [])).toBe(document);
    expect(at(document, ['a', 'b/c~d', '0', 'e'])).toBeNull();
  });

  it.each([
    [['a', 'x']],
    [['list', '1']],
    [['text', '0']],
    [['a', 'b/c~d', '0', 'e', 'f']],
    [['constructor']],
    [['__proto__']],
    [['list', 'length', 'x']],
  ])('leads to nothing: %j', (place) => {
    expect(at(document, place)).toBeUndefined();
  });

  it('has the members of an object, and none of anything else', () => {
    expect(membersAt(document, [])).toEqual(['a', 'list', 'text']);
    for (const place of ['list', 'text', 'nowhere']) expect(membersAt(document, [place])).toEqual([]);
  });

  it('is written as a fragment that leads back to it', () => {
    expect(pointer(['paths', '/api/{name}', 'a~b', 'ü'])).toBe('/paths/~1api~1%7Bname%7D/a~0b/%C3%BC');
    const place = ['a', 'b/c~d', '0'];
    const linked = { ...document, link: { $ref: `#${pointer(place)}` } };
    expect(followed(linked, ['link'])).toEqual(place);
  });
});

describe('references', () => {
  it('are followed to the end, and to the root', () => {
    const document = { a: { $ref: '#/b' }, b: { $ref: '#/c' }, c: { end: true }, root: { $ref: '#' } };
    expect(followed(document, ['a'])).toEqual(['c']);
    expect(followed(document, ['root'])).toEqual([]);
    expect(followed(document, ['nowhere'])).toEqual(['nowhere']);
  });

  it('that go in a circle are an error, in bounded time', () => {
    const circle = { a: { $ref: '#/b' }, b: { $ref: '#/a' }, self: { $ref: '#/self' } };
    expect(() => followed(circle, ['a'])).toThrow('references at #/a lead nowhere');
    expect(() => followed(circle, ['self'])).toThrow('references at #/self lead nowhere');
  });

  it.each(['#/nowhere', 'other.json#/a', '', '#/%'])('to %j are an error that names them', (reference) => {
    expect(() => followed({ a: { $ref: reference } }, ['a'])).toThrow(`nothing is at ${reference}`);
  });

  it('that are no text are members like any other', () => {
    expect(followed({ a: { $ref: 7 } }, ['a'])).toEqual(['a']);
  });
});

describe('a text of an answer', () => {
  it('is its JSON value', () => {
    expect(readJson('{"a":[1,null]}')).toEqual({ a: [1, null] });
    expect(readJson('null')).toBeNull();
  });

  it.each(['', '<html>', '{"a":1', "{'a':1}", '{"a":NaN}', '1 2', '\u0000'])(
    'is undefined if it is no JSON: %j',
    (text) => {
      expect(readJson(text)).toBeUndefined();
    },
  );

  it('may be nested a hundred thousand levels deep', () => {
    expect(() => readJson('['.repeat(100_000))).not.toThrow();
  });
});
