import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { JsonObject } from '../../suites/model.js';
import { loadCompanion } from './companion.js';
import { describeBy } from './description.js';
import { findTokens } from './tokens.js';

const folder = mkdtempSync(join(tmpdir(), 'conform-'));
function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('companion files of a deployment', () => {
  it('are read as YAML or JSON', async () => {
    expect(await loadCompanion(file('a.yaml', 'openapi: 3.1.0'))).toEqual({ openapi: '3.1.0' });
    expect(await loadCompanion(file('a.json', '{"openapi":"3.1.0"}'))).toEqual({ openapi: '3.1.0' });
  });

  it.each([
    ['references to elsewhere', '{"a":{"$ref":"https://example.test/x.json"}}', /refused/],
    ['references to other files', '{"a":{"$ref":"other.json#/x"}}', /refused/],
    ['lists', '[]', /no JSON or YAML object/],
    [
      'aliases without end',
      `a: &a [x]\n${'b: [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n'.repeat(1)}c: &c [${'*a,'.repeat(200)}]`,
      /./,
    ],
  ])('with %s are refused', async (_name, text, reason) => {
    await expect(loadCompanion(file('b', text))).rejects.toThrow(reason);
  });

  it('larger than the bound are refused', async () => {
    await expect(loadCompanion(file('c', ' '.repeat(2_000_001)))).rejects.toThrow(/larger/);
  });
});

describe('a companion file behind a URL', () => {
  const serving = async (body: string, status = 200): Promise<string> => {
    const server = createServer((_request, answer) => void answer.writeHead(status).end(body));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.json`;
  };

  it('may be as large as one on disk, and no larger', async () => {
    const text = JSON.stringify({ openapi: '3.1.0', description: ' '.repeat(400_000) });
    expect(await loadCompanion(await serving(text))).toMatchObject({ openapi: '3.1.0' });
    const large = await serving(' '.repeat(2_000_001));
    await expect(loadCompanion(large)).rejects.toThrow(`${large}: the body is larger than 2000000 bytes`);
  });

  it('is named when it cannot be had', async () => {
    const missing = await serving('no', 404);
    await expect(loadCompanion(missing)).rejects.toThrow(`${missing}: the answer is 404`);
    await expect(loadCompanion(join(folder, 'none.json'))).rejects.toThrow(/none\.json: ENOENT/);
  });
});

describe('references that leave the file, when they are to be followed', () => {
  it('are brought into it, also those of what they lead to, and back', async () => {
    file('far.yaml', 'Name: { type: string, $ref: "near.yaml#/Length" }\nSelf: { $ref: "#/Name" }');
    const near = file('near.yaml', 'Length: { minLength: 1 }\nUses: { $ref: "far.yaml#/Self" }');
    expect(await loadCompanion(near, true)).toEqual({
      Length: { minLength: 1 },
      Uses: { $ref: '#/x-remote/0/Self' },
      'x-remote': [{ Name: { type: 'string', $ref: '#/Length' }, Self: { $ref: '#/x-remote/0/Name' } }],
    });
  });

  it('are no more than can be read', async () => {
    for (let i = 0; i < 30; i++) file(`chain-${i}.yaml`, `Next: { $ref: "chain-${i + 1}.yaml#/Next" }`);
    await expect(loadCompanion(join(folder, 'chain-0.yaml'), true)).rejects.toThrow(/more than 16 documents/);
    await expect(loadCompanion(file('lost.yaml', 'A: { $ref: "nowhere.yaml#/A" }'), true)).rejects.toThrow(
      /ENOENT/,
    );
  });
});

describe('a description', () => {
  const answer = { status: 200, headers: {}, text: '', at: 0 };

  it('tells what is ours from what is stated', () => {
    const { message } = describeBy({});
    expect(message({ type: 'error', code: 'STREAM_TAKEN' })).toMatchObject([{ ours: true }]);
    expect(message({ type: 'peer', ip: '10.0.0.1' })).toMatchObject(
      [{}, {}, {}, {}].map(() => ({ ours: false })),
    );
    expect(message({ type: 'session', state: 'WAITING' })).toEqual([]);
    expect(message({ type: 'novel' })).toMatchObject([{ ours: false }]);
  });

  it('holds every node of a file that was given as stated', () => {
    const messages = {
      $defs: { Start: { type: 'object', required: ['at'], properties: { type: { const: 'start' } } } },
    };
    expect(describeBy({ messages }).message({ type: 'start' })).toMatchObject([{ ours: false }]);
  });

  it('finds the schema of an answer', () => {
    const described = describeBy({});
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

  it.each<[string, JsonObject]>([
    ['describes nothing', { hello: 1 }],
    ['refers to what is not there', { $defs: { Start: { ...start, $ref: '#/$defs/Gone' } } }],
    ['is no schema', { $defs: { Start: { ...start, minProperties: 'many' } } }],
    [
      'is of another dialect',
      { $schema: 'http://json-schema.org/draft-07/schema#', $defs: { Start: start } },
    ],
  ])('cannot be used as a schema of messages when it %s', (_what, messages) => {
    expect(() => describeBy({ messages })).toThrow(/the message schema cannot be used: /);
  });

  it.each<[string, JsonObject]>([
    ['has no paths', { openapi: '3.1.0', paths: {} }],
    ['is none of OpenAPI', { paths: api({})['paths'] ?? null }],
    ['refers to an answer that is not there', api({ 200: { $ref: '#/components/responses/Gone' } })],
    ['refers to a schema that is not there', api({ 200: json({ $ref: '#/components/schemas/Gone' }) })],
    ['goes in circles', api({ 200: { $ref: '#/paths/~1api~1session~1{session}/get/responses/200' } })],
  ])('cannot be used as a description of answers when it %s', (_what, openapi) => {
    expect(() => describeBy({ openapi })).toThrow(/the OpenAPI description cannot be used: /);
  });

  it('is told what it does not describe, whatever it calls the parameters of its paths', () => {
    const { answer: against } = describeBy({ openapi: api({ 200: json({ required: ['state'] }) }) });
    const path = '/api/session/{name}';
    expect(against('get', path, { ...answer, json: { state: 'READY' } })).toEqual([]);
    expect(against('get', path, { ...answer, json: {} })).toMatchObject([{ ours: false }]);
    expect(against('get', path, { ...answer, status: 404, json: {} })).toMatchObject([{ ours: false }]);
    expect(against('get', '/api/health', { ...answer, json: {} })).toMatchObject([{ ours: false }]);
  });

  it('finds its answers beneath the path of its server, and behind a reference to a list', () => {
    const remote = [{ Found: json({ required: ['version'] }) }];
    const { answer: against } = describeBy({
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

  it('says when a message keeps to two of which it may keep to one', () => {
    const type = { const: 'start' };
    const { message } = describeBy({
      messages: {
        $defs: { Start: { properties: { type }, oneOf: [{ type: 'object' }, { minProperties: 1 }] } },
      },
    });
    expect(message({ type: 'start' })).toMatchObject([{ what: expect.stringContaining('exactly one') }]);
  });

  it('is heard where the type of a message stands beside the rest of it', () => {
    const { message } = describeBy({
      messages: {
        $defs: { Start: { allOf: [{ properties: { type: { const: 'start' } } }, { required: ['at'] }] } },
      },
    });
    expect(message({ type: 'start' })).toHaveLength(1);
    expect(message({ type: 'start', at: 1 })).toEqual([]);
  });
});

describe('token discovery', () => {
  const payload = (claims: object) => Buffer.from(JSON.stringify(claims)).toString('base64url');
  const mac = Buffer.alloc(32).toString('base64url');
  const admin = `p_${payload({ session: 'a', role: 'admin', stream: null, exp: 1 })}.${mac}`;
  const peer = `p_${payload({ session: 'a', role: 'peer', stream: 's', exp: 1 })}.${mac}`;

  it('finds tokens in any member, alone or within a URL, each once', () => {
    const found = findTokens({ deep: [{ t: admin }, `https://x.test/s/a?t=${peer}&x=1`, { again: admin }] });
    expect(found.map(({ claims }) => claims.role)).toEqual(['admin', 'peer']);
  });

  it('passes over what only looks like one', () => {
    expect(findTokens({ a: 'p_abc.def', b: `p_${payload({ role: 'admin' })}.${mac}` })).toEqual([]);
  });
});
