import { describe, expect, it } from 'vitest';
import * as own from '../../reference/punch/companion/files.js';
import type { JsonObject } from '../../suites/model.js';
import { describeBy } from './description.js';

describe('a description', () => {
  const answer = { status: 200, headers: {}, text: '', at: 0 };

  it('distinguishes our own rules from those that the project stated', async () => {
    const { message } = await describeBy({});
    expect(message({ type: 'error', code: 'STREAM_TAKEN' })).toMatchObject([{ ours: true }]);
    expect(message({ type: 'peer', ip: '10.0.0.1' })).toMatchObject(
      [{}, {}, {}, {}].map(() => ({ ours: false })),
    );
    expect(message({ type: 'session', state: 'WAITING' })).toEqual([]);
    expect(message({ type: 'novel' })).toMatchObject([{ ours: false }]);
  });

  it('counts what is in a member of ours as ours, even where its schema is stated', async () => {
    const { answer: against } = await describeBy({});
    const ofSession = (json: JsonObject) =>
      against('get', '/api/session/{name}', { ...answer, json }).filter(({ what }) => what.startsWith('/'));
    const session = {
      session: 'live',
      state: 'WAITING',
      streams: ['main'],
      latency: 200,
      ttl: 1800,
      created: '2026-05-03T00:00:00Z',
      expiresAt: 1_796_011_325_337,
    };
    expect(ofSession(session)).toEqual([]);
    expect(ofSession({ ...session, streams: [{ name: 'main' }] })).toEqual([
      { what: '/streams/N must be string', ours: true },
    ]);
    expect(ofSession({ ...session, state: 'OPEN' })).toMatchObject([{ ours: false }]);
  });

  it('treats every rule of a given file as stated', async () => {
    const messages = {
      $defs: { Start: { type: 'object', required: ['at'], properties: { type: { const: 'start' } } } },
    };
    expect((await describeBy({ messages })).message({ type: 'start' })).toMatchObject([{ ours: false }]);
  });

  it('treats every rule of a given file as stated, even if it is a copy of ours', async () => {
    const { message, answer: against } = await describeBy({
      openapi: own.openapi(),
      messages: own.messages(),
    });
    expect(message({ type: 'session', state: 7 })).toMatchObject([{ ours: false }]);
    const wrong = against('get', '/api/session/{name}', { ...answer, json: { streams: [7] } });
    expect(wrong.length).toBeGreaterThan(1);
    expect(wrong.filter(({ ours }) => ours)).toEqual([]);
  });

  it('finds the schema of an answer', async () => {
    const described = await describeBy({});
    expect(described.answer('get', '/api/health', { ...answer, json: { version: '1.0.0' } })).toEqual([]);
    expect(described.answer('get', '/api/health', { ...answer, json: {} })).toMatchObject([{ ours: false }]);
    expect(described.answer('get', '/api/health', { ...answer, status: 418, json: {} })).toMatchObject([
      { ours: true },
    ]);
  });
});

describe('a description that was given', () => {
  const answer = { status: 200, headers: {}, text: '', at: 0 };
  const start = { type: 'object', required: ['at'], properties: { type: { const: 'start' } } };
  const api = (responses: JsonObject, more: JsonObject = {}): JsonObject => ({
    openapi: '3.1.0',
    paths: { '/api/session/{session}': { get: { responses } } },
    ...more,
  });
  const json = (schema: JsonObject) => ({ description: '', content: { 'application/json': { schema } } });
  const circle = (name: string) => ({
    components: {
      schemas: {
        [name]: { properties: { error: { $ref: '#/components/schemas/A' } } },
        A: { $ref: '#/components/schemas/A' },
      },
    },
  });
  /** A description of POST /api/session whose body has this schema. */
  const creating = (schema: JsonObject): JsonObject => ({
    openapi: '3.1.0',
    paths: { '/api/session': { post: { requestBody: json(schema), responses: { 201: json({}) } } } },
    ...circle('Other'),
  });

  it.each<[string, JsonObject]>([
    ['describes nothing', { hello: 1 }],
    ['refers to what is not there', { $defs: { Start: { ...start, $ref: '#/$defs/Gone' } } }],
    ['is no schema', { $defs: { Start: { ...start, minProperties: 'many' } } }],
    [
      'is of another dialect',
      { $schema: 'http://json-schema.org/draft-07/schema#', $defs: { Start: start } },
    ],
  ])('cannot be used as a schema of messages when it %s', async (_what, messages) => {
    await expect(describeBy({ messages })).rejects.toThrow(/the message schema cannot be used: /);
  });

  it.each<[string, JsonObject]>([
    ['has no paths', { openapi: '3.1.0', paths: {} }],
    ['is not OpenAPI', { paths: api({})['paths'] ?? null }],
    ['refers to an answer that is not there', api({ 200: { $ref: '#/components/responses/Gone' } })],
    ['refers to a schema that is not there', api({ 200: json({ $ref: '#/components/schemas/Gone' }) })],
    [
      'has an answer that goes in circles',
      api({ 200: { $ref: '#/paths/~1api~1session~1{session}/get/responses/200' } }),
    ],
    [
      'has a creation that goes in circles',
      creating({ properties: { name: { $ref: '#/components/schemas/A' } } }),
    ],
    ['has error codes that go in circles', { ...api({ 200: json({}) }), ...circle('Error') }],
  ])('cannot be used as a description of answers when it %s', async (_what, openapi) => {
    await expect(describeBy({ openapi })).rejects.toThrow(/the OpenAPI description cannot be used: /);
  });

  it('reports an undescribed status of an operation that it describes, and nothing of other operations', async () => {
    const { answer: against } = await describeBy({ openapi: api({ 200: json({ required: ['state'] }) }) });
    const path = '/api/session/{name}';
    expect(against('get', path, { ...answer, json: { state: 'READY' } })).toEqual([]);
    expect(against('get', path, { ...answer, json: {} })).toMatchObject([{ ours: false }]);
    expect(against('get', path, { ...answer, status: 404, json: {} })).toMatchObject([{ ours: false }]);
    expect(against('get', '/api/health', { ...answer, json: {} })).toEqual([]);
  });

  it('finds answers below the path of its server, and behind a reference to a list', async () => {
    const remote = [{ Found: json({ required: ['version'] }) }];
    const { answer: against } = await describeBy({
      openapi: {
        openapi: '3.1.0',
        servers: [{ url: 'https://broker.example/api/' }],
        paths: { '/health': { get: { responses: { '2XX': { $ref: '#/x-remote/0/Found' } } } } },
        'x-remote': remote,
      },
    });
    expect(against('get', '/api/health', { ...answer, json: {} })).toHaveLength(1);
    expect(against('get', '/api/health', { ...answer, json: { version: '1' } })).toEqual([]);
  });

  it('reports a message that matches two schemas of a oneOf', async () => {
    const type = { const: 'start' };
    const { message } = await describeBy({
      messages: {
        $defs: { Start: { properties: { type }, oneOf: [{ type: 'object' }, { minProperties: 1 }] } },
      },
    });
    expect(message({ type: 'start' })).toMatchObject([{ what: expect.stringContaining('exactly one') }]);
  });

  it('applies a message schema whose type is in another branch than its other members', async () => {
    const { message } = await describeBy({
      messages: {
        $defs: { Start: { allOf: [{ properties: { type: { const: 'start' } } }, { required: ['at'] }] } },
      },
    });
    expect(message({ type: 'start' })).toHaveLength(1);
    expect(message({ type: 'start', at: 1 })).toEqual([]);
  });
});
