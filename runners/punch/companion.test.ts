import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { stringify } from 'yaml';
import type { JsonObject } from '../../suites/model.js';
import { loadMessages, loadOpenapi } from './companion.js';
import { describeBy } from './description.js';

const folder = mkdtempSync(join(tmpdir(), 'conform-'));
afterAll(() => rmSync(folder, { recursive: true }));
function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const ok = { description: 'fine', content: { 'application/json': { schema: { type: 'object' } } } };
const api = (more: JsonObject = {}, response: JsonObject = ok): JsonObject => ({
  openapi: '3.1.0',
  info: { title: 'a broker', version: '1.0.0' },
  paths: { '/api/health': { get: { responses: { 200: response } } } },
  ...more,
});

async function serving(body: string, status = 200): Promise<string> {
  const server = createServer((_request, answer) => void answer.writeHead(status).end(body));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.json`;
}

describe('an OpenAPI description of a deployment', () => {
  it('may be YAML or JSON of version 3.0 or 3.1', async () => {
    const yaml = stringify(api({ openapi: '3.0.3' }));
    expect(await loadOpenapi(file('a.yaml', yaml))).toEqual(api({ openapi: '3.0.3' }));
    expect(await loadOpenapi(file('a.json', JSON.stringify(api())))).toEqual(api());
  });

  it('has its references to other files replaced by their content', async () => {
    file(
      'schemas.yaml',
      'Health: { type: object, required: [version], properties: { at: { $ref: "#/At" } } }\nAt: { type: integer }',
    );
    const response = { ...ok, content: { 'application/json': { schema: { $ref: 'schemas.yaml#/Health' } } } };
    const { answer } = await describeBy({
      openapi: await loadOpenapi(file('near.json', JSON.stringify(api({}, response)))),
    });
    const said = (json: JsonObject) =>
      answer('get', '/api/health', { status: 200, headers: {}, text: '', at: 0, json });
    expect(said({ version: '1' })).toEqual([]);
    expect(said({ at: 'now' })).toHaveLength(2);
  });

  it('may refer to itself in circles', async () => {
    const node = {
      type: 'object',
      properties: { next: { $ref: '#/components/schemas/Node' } },
      additionalProperties: false,
    };
    const response = {
      ...ok,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Node' } } },
    };
    const whole = api({ components: { schemas: { Node: node } } }, response);
    const { answer } = await describeBy({
      openapi: await loadOpenapi(file('circle.json', JSON.stringify(whole))),
    });
    const said = (json: JsonObject) =>
      answer('get', '/api/health', { status: 200, headers: {}, text: '', at: 0, json });
    expect(said({ next: { next: {} } })).toEqual([]);
    expect(said({ next: { next: { last: 1 } } })).toHaveLength(1);
  });

  it.each<[string, JsonObject, RegExp]>([
    ['is no OpenAPI', { hello: 1 }, /not a valid Openapi API definition/],
    ['has no paths', api({ paths: 'none' }), /#\/paths must be object/],
    ['refers to a file that is not there', api({}, { $ref: 'gone.yaml#/A' }), /gone\.yaml/],
    ['refers to a place that is not there', api({}, { $ref: '#/components/responses/Gone' }), /Gone/],
  ])('is rejected, with its name, when it %s', async (_what, openapi, reason) => {
    const path = file('bad.json', JSON.stringify(openapi));
    await expect(loadOpenapi(path)).rejects.toThrow(reason);
    await expect(loadOpenapi(path)).rejects.toThrow(path);
  });

  it('is rejected when its references unfold to too many values', async () => {
    const steps = Array.from({ length: 16 }, (_, i): [string, JsonObject] => [
      `S${i}`,
      { type: 'object', properties: { a: next(i), b: next(i) } },
    ]);
    const whole = api(
      { components: { schemas: Object.fromEntries([...steps, ['S16', { type: 'object' }]]) } },
      { ...ok, content: { 'application/json': { schema: { $ref: '#/components/schemas/S0' } } } },
    );
    await expect(loadOpenapi(file('bomb.json', JSON.stringify(whole)))).rejects.toThrow(
      /unfold to more than/,
    );
  });
  const next = (i: number): JsonObject => ({ $ref: `#/components/schemas/S${i + 1}` });

  it('may refer to sixteen documents at most', async () => {
    for (let i = 0; i < 30; i++)
      file(
        `chain-${i}.json`,
        JSON.stringify({ a: { properties: { b: { $ref: `chain-${i + 1}.json#/a` } } } }),
      );
    const response = { ...ok, content: { 'application/json': { schema: { $ref: 'chain-0.json#/a' } } } };
    await expect(loadOpenapi(file('chain.json', JSON.stringify(api({}, response))))).rejects.toThrow(
      /more than 16 documents/,
    );
  });

  it('may refer to a URL only with --remote-refs', async () => {
    const far = await serving(JSON.stringify(ok));
    const path = file('far.json', JSON.stringify(api({}, { $ref: far })));
    await expect(loadOpenapi(path)).rejects.toThrow(/add --remote-refs/);
    expect(await loadOpenapi(path, true)).toEqual(api());
  });

  it('may not refer to a local file from a URL', async () => {
    const secret = file('secret.json', '{"a":1}');
    const near = await serving(JSON.stringify(api({}, { $ref: `file://${secret}#/a` })));
    await expect(loadOpenapi(near, true)).rejects.toThrow(/refers to the local file/);
  });

  it('has the bounds and null of 3.0 rewritten for the current JSON Schema', async () => {
    const at = { type: 'integer', minimum: 1, exclusiveMinimum: true, nullable: true };
    const schema = { type: 'object', properties: { at } };
    const whole = api({ openapi: '3.0.3' }, { ...ok, content: { 'application/json': { schema } } });
    const { answer } = await describeBy({
      openapi: await loadOpenapi(file('old.json', JSON.stringify(whole))),
    });
    const said = (json: JsonObject) =>
      answer('get', '/api/health', { status: 200, headers: {}, text: '', at: 0, json });
    expect(said({ at: 2 })).toEqual([]);
    expect(said({ at: null })).toEqual([]);
    expect(said({ at: 1 })).toHaveLength(1);
  });
});

describe('a message schema of a deployment', () => {
  it('has its references to other files bundled', async () => {
    file('far.yaml', 'Start: { type: object, required: [at], properties: { type: { const: start } } }');
    const messages = await loadMessages(file('messages.yaml', 'oneOf: [{ $ref: "far.yaml#/Start" }]'));
    expect((await describeBy({ messages })).message({ type: 'start' })).toMatchObject([{ ours: false }]);
    expect((await describeBy({ messages })).message({ type: 'start', at: 1 })).toEqual([]);
  });

  it.each([
    ['a list', '[]', /not a JSON or YAML object/],
    ['aliases without end', `a: &a [x]\nc: &c [${'*a,'.repeat(200)}]`, /alias/],
    ['nothing', '', /not a JSON or YAML object|empty/],
    ['more than the bound', ' '.repeat(2_000_001), /larger/],
  ])('is rejected when it is %s', async (_name, text, reason) => {
    await expect(loadMessages(file('b', text))).rejects.toThrow(reason);
  });

  it('is rejected if it is no file', async () => {
    await expect(loadMessages(folder)).rejects.toThrow(/is not a file/);
    await expect(loadMessages(join(folder, 'none.json'))).rejects.toThrow(/none\.json/);
  });

  it('has the same size limit behind a URL as on disk', async () => {
    const text = JSON.stringify({ title: 'large', description: ' '.repeat(400_000) });
    expect(await loadMessages(await serving(text))).toMatchObject({ title: 'large' });
    const large = await serving(' '.repeat(2_000_001));
    await expect(loadMessages(large)).rejects.toThrow('the body is larger than 2000000 bytes');
    await expect(loadMessages(await serving('no', 404))).rejects.toThrow(/is answered with status 404/);
  });
});
