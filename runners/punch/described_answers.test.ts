import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../suites/model.js';
import { answersOf, errorCodesOf } from './described_answers.js';

const json = (schema: JsonObject) => ({ content: { 'application/json; charset=utf-8': { schema } } });
const described = (paths: JsonObject, more: JsonObject = {}): JsonObject => ({
  openapi: '3.1.0',
  paths,
  ...more,
});

const whole = described(
  {
    '/api/session/{name}': {
      get: {
        responses: {
          200: json({ type: 'object' }),
          '4XX': { $ref: '#/components/responses/E' },
          default: {},
        },
      },
      delete: { responses: { 204: { description: 'no body' } } },
      summary: 'not an operation',
    },
  },
  { components: { responses: { E: json({ type: 'string' }) } } },
);

describe('the answers of a description', () => {
  const answers = answersOf(whole);

  it('are found by method, path and status, also by the range of a status and by default', () => {
    const place = (status: number) => answers.schemaOf('GET', '/api/session/{id}', status);
    expect(place(200)).toMatch(/^openapi#.*\/responses\/200\/content\/.*\/schema$/);
    expect(place(404)).toBe(
      'openapi#/components/responses/E/content/application~1json%3B%20charset%3Dutf-8/schema',
    );
    expect(place(500)).toBe('');
  });

  it('are undefined for a status, a method or a path that it does not describe', () => {
    expect(answers.schemaOf('DELETE', '/api/session/{x}', 200)).toBeUndefined();
    expect(answers.schemaOf('DELETE', '/api/session/{x}', 204)).toBe('');
    expect(answers.schemaOf('PUT', '/api/session/{x}', 200)).toBeUndefined();
    expect(answers.schemaOf('GET', '/api/session', 200)).toBeUndefined();
    expect(answers.describes('get', '/api/session/{other}')).toBe(true);
    expect(answers.describes('summary', '/api/session/{name}')).toBe(false);
  });

  it('list their operations, and the schemas without those of free bodies', () => {
    expect(answers.operations).toEqual([
      { method: 'GET', template: '/api/session/{name}' },
      { method: 'DELETE', template: '/api/session/{name}' },
    ]);
    expect(answers.schemas).toHaveLength(2);
    expect(answers.placeOf('get', '/api/session/{}')).toEqual(['paths', '/api/session/{name}', 'get']);
  });

  it('are found below the path of each server too', () => {
    const paths = { '/session': { get: { responses: { 200: json({}) } } } };
    const servers = [{ url: 'https://broker.example/api/' }, { url: '/v2' }, { url: 'https://' }, {}, 7];
    const { describes } = answersOf(described(paths, { servers }));
    for (const path of ['/session', '/api/session', '/v2/session'])
      expect(describes('GET', path), path).toBe(true);
    expect(describes('GET', '/v3/session')).toBe(false);
  });
});

describe('an unusable description', () => {
  it.each<[string, JsonObject, string]>([
    ['of version 2', { swagger: '2.0' }, 'give an OpenAPI 3 description'],
    ['without a version', { paths: whole['paths'] ?? null }, 'give an OpenAPI 3 description'],
    ['without a path', described({}), 'it describes no answer'],
    ['whose paths are a list', { openapi: '3.0.0', paths: [] }, 'it describes no answer'],
    ['whose operation has no answers', described({ '/x': { get: {} } }), 'it describes no answer'],
    ['with a reference to nothing', described({ '/x': { $ref: '#/y' } }), 'nothing is at #/y'],
  ])('%s is an error', (_what, openapi, reason) => {
    expect(() => answersOf(openapi)).toThrow(reason);
  });
});

describe('the codes of an error', () => {
  const of = (error: JsonObject, more: JsonObject = {}) =>
    errorCodesOf({ components: { schemas: { Error: { properties: { error } }, ...more } } });

  it('are those that Error.error enumerates, directly, by reference or in allOf', () => {
    expect(of({ enum: ['A', 'B'] })).toEqual(['A', 'B']);
    expect(of({ $ref: '#/components/schemas/Code' }, { Code: { enum: ['C'] } })).toEqual(['C']);
    expect(of({ allOf: [{ enum: ['D', 7, null] }] })).toEqual(['D']);
  });

  it.each([{}, { type: 'string' }, { enum: 'A' }, { allOf: [] }])('are unknown for %j', (error) => {
    expect(of(error)).toBeUndefined();
    expect(errorCodesOf({})).toBeUndefined();
  });
});
