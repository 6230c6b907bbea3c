import SwaggerParser from '@apidevtools/swagger-parser';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { inPackage } from '../../../package.js';
import type { Json, JsonObject } from '../../structure.js';
import { messages, openapi } from './files.js';

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const origin = /^(stated|ours|rfc \d+(\.\d+)?)$/;

/** Nodes that stand for something by themselves; a bare `$ref` has the origin of what it points at. */
function unmarked(node: Json | undefined, path: string): string[] {
  if (!isObject(node)) return [];
  const found: string[] = [];
  const onlyRef = Object.keys(node).length === 1 && '$ref' in node;
  if (!onlyRef && !origin.test(String(node['x-origin']))) found.push(path);
  for (const group of ['properties', '$defs', 'schemas', 'headers', 'responses']) {
    const members = node[group];
    if (isObject(members))
      for (const [name, member] of Object.entries(members))
        found.push(...unmarked(member, `${path}/${name}`));
  }
  for (const inner of ['schema', 'items', 'requestBody']) {
    if (node[inner] !== undefined) found.push(...unmarked(node[inner], `${path}/${inner}`));
  }
  const { content, parameters } = node;
  if (isObject(content))
    for (const media of Object.values(content)) {
      if (isObject(media)) found.push(...unmarked(media['schema'], `${path}/content`));
    }
  if (Array.isArray(parameters))
    for (const parameter of parameters) found.push(...unmarked(parameter, `${path}/parameter`));
  for (const list of ['allOf', 'anyOf', 'oneOf']) {
    const members = node[list];
    if (Array.isArray(members))
      for (const member of members) found.push(...unmarked(member, `${path}/${list}`));
  }
  return found;
}

describe('openapi.yaml', () => {
  it('is OpenAPI 3.1 to an independent parser', async () => {
    const api = await SwaggerParser.validate(inPackage('reference', 'punch', 'companion', 'openapi.yaml'));
    expect(api).toMatchObject({ openapi: '3.1.0', info: { version: '1.0.0', license: { name: 'MIT' } } });
  });

  it('says of every node where it comes from', () => {
    const { paths, components } = openapi();
    const found: string[] = [];
    for (const [path, item] of Object.entries(paths as JsonObject)) {
      for (const [method, operation] of Object.entries(item as JsonObject)) {
        if (method !== 'parameters') found.push(...unmarked(operation, `${method} ${path}`));
      }
    }
    for (const [group, members] of Object.entries(components as JsonObject)) {
      for (const [name, member] of Object.entries(members as JsonObject)) {
        found.push(...unmarked(member, `${group}/${name}`));
      }
    }
    expect(found).toEqual([]);
  });
});

describe('punch-messages.schema.json', () => {
  const schema = messages();
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, keywords: ['x-origin'] });
  const validate = ajv.compile({ ...schema, $id: 'messages' });

  it('says of every node where it comes from', () => {
    expect(unmarked(schema, '')).toEqual([]);
  });

  it.each<[string, JsonObject]>([
    ['register', { type: 'register', port: 5000 }],
    [
      'register with all',
      { type: 'register', port: 5000, ip: '::1', localPort: 5000, role: 'sender', stream: 'a' },
    ],
    ['error', { type: 'error', code: 'STREAM_TAKEN', message: 'both slots are taken' }],
    ['keep-alive', { type: 'punch.ping' }],
    [
      'peer_match',
      {
        type: 'peer_match',
        stream: 'a',
        peers: [
          { ip: '10.0.0.1', port: 5000 },
          { ip: '10.0.0.2', port: 5001 },
        ],
      },
    ],
  ])('allows %s', (_name, message) => {
    expect(validate(message)).toBe(true);
  });

  it.each<[string, JsonObject]>([
    ['a port below 1024', { type: 'register', port: 1023 }],
    ['a port above 65535', { type: 'register', port: 65536 }],
    ['register without a port', { type: 'register' }],
    ['register with a field more', { type: 'register', port: 5000, admin: true }],
    ['an error code of HTTP', { type: 'error', code: 'SESSION_EXISTS', message: '' }],
    ['an unknown type', { type: 'relay' }],
  ])('rejects %s', (_name, message) => {
    expect(validate(message)).toBe(false);
  });
});
