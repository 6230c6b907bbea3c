import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeBy, loadCompanion } from './companion.js';
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
