import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../suites/model.js';
import { formIn, laidOut, namingStreams, streamsIn, usualForms } from './creation_form.js';

const described = (schema: JsonObject): JsonObject => ({
  openapi: '3.1.0',
  paths: {
    '/api/session': {
      post: {
        requestBody: { content: { 'application/json': { schema } } },
        responses: { 201: { description: 'made' } },
      },
    },
  },
});
const text = { type: 'string' };

describe('the form of a creation', () => {
  it('puts members at the places and under the names of the schema', () => {
    const form = formIn(
      described({
        properties: {
          session: { type: 'object', properties: { session_name: text, ttlSeconds: { type: 'integer' } } },
          streams: { type: 'array' },
        },
      }),
    );
    expect(form && laidOut(form, { name: 'a', ttl: 5, streams: ['x'], other: 1 })).toEqual({
      session: { session_name: 'a', ttlSeconds: 5 },
      streams: ['x'],
      other: 1,
    });
  });

  it('adds other required members by their const, default, enum, bound or type', () => {
    const form = formIn(
      described({
        required: ['name', 'a', 'b', 'c', 'd', 'e', 'f'],
        properties: {
          name: text,
          a: { const: 1 },
          b: { default: 'two' },
          c: { enum: ['three', 'four'] },
          d: { type: 'integer', minimum: 4 },
          e: { type: 'boolean' },
          f: text,
          free: text,
        },
      }),
    );
    expect(form && laidOut(form, { name: 'n', f: 'own' })).toEqual({
      name: 'n',
      a: 1,
      b: 'two',
      c: 'three',
      d: 4,
      e: false,
      f: 'own',
    });
  });

  it('reads schemas in allOf, and prefers name to session', () => {
    const form = formIn(
      described({ allOf: [{ properties: { session: text } }, { properties: { name: text } }] }),
    );
    expect(form?.places.name).toEqual(['name']);
  });

  it('is unknown if the description has no creation, or no name in it', () => {
    expect(formIn(described({ properties: { colour: text } }))).toBeUndefined();
    expect(
      formIn({ openapi: '3.1.0', paths: { '/x': { get: { responses: { 200: {} } } } } }),
    ).toBeUndefined();
  });

  it('adds streams to each creation that names none', () => {
    const [form] = usualForms;
    if (!form) throw new Error('there is no usual form');
    const naming = namingStreams(form);
    expect(laidOut(naming, { name: 'a' })).toEqual({ name: 'a', streams: ['main'] });
    expect(laidOut(naming, { name: 'a', streams: ['x'] })).toEqual({ name: 'a', streams: ['x'] });
    expect(streamsIn({ name: 'a', streams: ['x', '-'] }, naming)).toEqual(['x']);
  });
});
