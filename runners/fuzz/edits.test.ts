import { describe, expect, it } from 'vitest';
import type { Json } from '../../reference/structure.js';
import { edit } from './edits.js';

const formOf = (value: Json): unknown =>
  Array.isArray(value)
    ? 'list'
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, formOf(one)]))
      : typeof value;

const VALUE = {
  type: 17,
  bytes: '00ff10',
  text: 'cam.wide',
  number: '1700000000',
  on: true,
  list: ['a', 'b'],
  none: null,
};

function* edited(): Generator<Json> {
  for (let kind = 0; kind < 12; kind++)
    for (let where = 0; where < 40; where++)
      for (let what = 0; what < 20; what += 3) yield edit(VALUE, [kind, where, what]);
}

describe('an edit', () => {
  it('keeps the type of each member, whatever numbers it is drawn from', () => {
    for (const value of edited()) {
      const { list, ...others } = Object(value);
      const { list: _list, ...before } = VALUE;
      expect(formOf(others)).toEqual(formOf(before));
      expect(Array.isArray(list)).toBe(true);
    }
  });

  it('keeps bytes in lower-case hex, and integers as integers', () => {
    for (const value of edited()) {
      const { bytes, type } = Object(value);
      expect(bytes).toMatch(/^(?:[0-9a-f]{2})*$/);
      expect(Number.isSafeInteger(type)).toBe(true);
    }
  });

  it('reaches every member except null', () => {
    const changed = new Set([...edited()].flatMap((value) => differing(Object(value))));
    expect([...changed].sort()).toEqual(['bytes', 'list', 'number', 'on', 'text', 'type']);
  });

  it('does not change null', () => expect(edit(null, [1, 2, 3])).toBeNull());
});

const differing = (value: Record<string, Json>): string[] =>
  Object.entries(VALUE).flatMap(([name, before]) =>
    JSON.stringify(value[name]) === JSON.stringify(before) ? [] : [name],
  );
