import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../suites/model.js';
import { messagesOf } from './described_messages.js';

const typed = (type: string, more: JsonObject = {}): JsonObject => ({
  properties: { type: { const: type } },
  ...more,
});
const placesOf = (schema: JsonObject) => Object.fromEntries(messagesOf(schema).byType);

describe('the messages of a schema', () => {
  it('are found by the const or the only enum of their type, wherever they are', () => {
    const schema = {
      oneOf: [typed('register')],
      $defs: { ready: { properties: { type: { enum: ['ready'] } } }, 'a/b': { items: typed('status') } },
    };
    expect(placesOf(schema)).toEqual({
      register: ['messages#/oneOf/0'],
      ready: ['messages#/$defs/ready'.replace('$', '%24')],
      status: ['messages#/%24defs/a~1b/items'],
    });
  });

  it('have one place for each schema of a type', () => {
    expect(placesOf({ anyOf: [typed('peer'), typed('peer')] })).toEqual({
      peer: ['messages#/anyOf/0', 'messages#/anyOf/1'],
    });
  });

  it('are the schema around an allOf or an if, which describe the same message', () => {
    expect(placesOf({ $defs: { a: { allOf: [typed('a')] } } })).toEqual({ a: ['messages#/%24defs/a'] });
    expect(placesOf({ $defs: { b: { if: typed('b'), else: typed('c') } } })).toEqual({
      b: ['messages#/%24defs/b'],
      c: ['messages#/%24defs/b/else'],
    });
  });

  it('are not searched in data', () => {
    const data = { const: typed('a'), enum: [typed('b')], examples: [typed('c')], default: typed('d') };
    expect(placesOf({ oneOf: [typed('e', data)] })).toEqual({ e: ['messages#/oneOf/0'] });
  });

  it.each<[string, JsonObject]>([
    ['of nothing', {}],
    ['whose types have several values', { oneOf: [{ properties: { type: { enum: ['a', 'b'] } } }] }],
    ['whose types are no text', { oneOf: [{ properties: { type: { const: 7 } } }] }],
  ])('%s are an error that says what to add', (_what, schema) => {
    expect(() => messagesOf(schema)).toThrow('give each its type as properties.type.const');
  });

  it('are read in a schema that is nested too deeply for the stack', () => {
    let deep: Json = typed('deep');
    for (let i = 0; i < 20_000; i++) deep = { not: deep };
    expect(placesOf({ oneOf: [typed('near')], not: deep })).toEqual({ near: ['messages#/oneOf/0'] });
  });
});

describe('the schema as a whole', () => {
  it('asserts nothing by remarks and definitions alone', () => {
    const remarks = {
      $schema: 'x',
      $id: 'x',
      $comment: 'x',
      title: 'x',
      description: 'x',
      'x-origin': 'ours',
    };
    expect(messagesOf({ ...remarks, $defs: { a: typed('a') } }).asserts).toBe(false);
    expect(messagesOf({ ...remarks, oneOf: [typed('a')] }).asserts).toBe(true);
  });
});
