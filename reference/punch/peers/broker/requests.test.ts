import { describe, expect, it } from 'vitest';
import { rejectionOf } from '../../../bytes/error.js';
import { literal } from './literal_rules.js';
import { readCreateRequest } from './requests.js';

const read = (body: unknown) =>
  readCreateRequest(typeof body === 'string' ? body : JSON.stringify(body), literal);

it('fills in what a request leaves out', () => {
  expect(read({ name: 'show' })).toEqual({ name: 'show', streams: ['main'], latency: 200, ttl: 1800 });
});

it('reads what a request asks for', () => {
  const asked = { name: 'show', streams: ['a', 'b'], latency: 0, ttl: 86_400, turnstileToken: '' };
  expect(read({ ...asked, extra: 1 })).toEqual(asked);
});

describe('rejects', () => {
  const names = (count: number) => Array.from({ length: count }, (_, at) => `s${at}`);
  it.each<[string, unknown, string]>([
    ['no body', '', 'json/syntax'],
    ['a list', [], 'body'],
    ['null', 'null', 'body'],
    ['a body that names a member twice', '{"name":"a","name":"b"}', 'json/duplicate-name'],
    ['a body nested deeper than 32 levels', `{"name":${'['.repeat(40)}`, 'json/depth'],
    ['no name', {}, 'name'],
    ['a name that only a prototype has', '{"__proto__":{"name":"a"}}', 'name'],
    ['a name of 65 characters', { name: 'a'.repeat(65) }, 'name'],
    ['a name that is a path', { name: '../a' }, 'name'],
    ['a TTL of zero', { name: 'a', ttl: 0 }, 'ttl'],
    ['half a second', { name: 'a', ttl: 0.5 }, 'ttl'],
    ['a TTL above a day', { name: 'a', ttl: 86_401 }, 'ttl'],
    ['a TTL of null', { name: 'a', ttl: null }, 'ttl'],
    ['no streams', { name: 'a', streams: [] }, 'streams'],
    ['a stream twice', { name: 'a', streams: ['b', 'b'] }, 'streams'],
    ['a stream that is no name', { name: 'a', streams: ['b', ''] }, 'streams'],
    ['streams that are not a list', { name: 'a', streams: 'main' }, 'streams'],
    ['65 streams', { name: 'a', streams: names(65) }, 'streams'],
    ['a negative latency', { name: 'a', latency: -1 }, 'latency'],
    ['a latency above half a minute', { name: 'a', latency: 30_001 }, 'latency'],
    ['a latency as text', { name: 'a', latency: '200' }, 'latency'],
    ['a Turnstile token that is no text', { name: 'a', turnstileToken: 7 }, 'turnstileToken'],
  ])('%s', (_what, body, code) => {
    expect(rejectionOf(() => read(body))?.code).toBe(code);
  });

  it('no body of 64 streams', () => {
    expect(read({ name: 'a', streams: names(64) }).streams).toHaveLength(64);
  });
});
