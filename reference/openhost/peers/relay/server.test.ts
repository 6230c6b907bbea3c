import { request } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signPacket } from '../../packet.js';
import { createIdentity, type Identity } from '../identity.js';
import { RELAY_RULES } from './rules.js';
import { type Relay, startRelay } from './server.js';

let relay: Relay;
beforeAll(async () => {
  relay = await startRelay();
});
afterAll(() => relay.close());

const text = (value: string) => [{ label: '_openhost', ttl: 300, value }];
const put = (identity: Identity, body: Uint8Array, headers: Record<string, string> = {}, { url } = relay) =>
  fetch(`${url}/${identity.name}`, { method: 'PUT', body: Buffer.from(body), headers }).then(
    ({ status }) => status,
  );
const get = (identity: Identity, headers: Record<string, string> = {}) =>
  fetch(`${relay.url}/${identity.name}`, { headers });

describe('a relay', () => {
  it('returns the stored bytes and their time', async () => {
    const identity = createIdentity();
    const packet = signPacket(identity, 1_700_000_000_000_000n, text('one'));
    expect((await get(identity)).status).toBe(404);
    expect(await put(identity, packet)).toBe(204);
    const response = await get(identity);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(packet);
    expect(response.headers.get('last-modified')).toBe('Tue, 14 Nov 2023 22:13:20 GMT');
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    const since = { 'if-modified-since': 'Tue, 14 Nov 2023 22:13:20 GMT' };
    expect((await get(identity, since)).status).toBe(304);
    const before = { 'if-modified-since': 'Tue, 14 Nov 2023 22:13:19 GMT' };
    expect((await get(identity, before)).status).toBe(200);
  });

  it('keeps the packet with the larger number, and of equal numbers the larger packet', async () => {
    const identity = createIdentity();
    expect(await put(identity, signPacket(identity, 20n, text('m')))).toBe(204);
    expect(await put(identity, signPacket(identity, 19n, text('z')))).toBe(409);
    expect(await put(identity, signPacket(identity, 20n, text('a')))).toBe(409);
    expect(await put(identity, signPacket(identity, 20n, text('m')))).toBe(204);
    expect(await put(identity, signPacket(identity, 20n, text('z')))).toBe(204);
    expect(await put(identity, signPacket(identity, 21n, text('a')))).toBe(204);
  });

  it('replaces only what If-Match names', async () => {
    const identity = createIdentity();
    await put(identity, signPacket(identity, 5n, text('a')));
    const next = signPacket(identity, 6n, text('a'));
    expect(await put(identity, next, { 'if-match': '4' })).toBe(412);
    expect(await put(identity, next, { 'if-match': '5' })).toBe(204);
  });

  it('demands If-Match of a second writer at the same time', async () => {
    let writers = 0;
    const pause = () => (writers++ === 0 ? 2000 : 0);
    const slow = await startRelay({ rules: { ...RELAY_RULES, pause } });
    const identity = createIdentity();
    const putSlow = (seq: bigint) => put(identity, signPacket(identity, seq, text('a')), {}, slow);
    const taken = new Promise<void>((resolve) => {
      slow.store.onPut = () => resolve();
    });
    const first = putSlow(5n);
    await taken;
    expect(await Promise.all([first, putSlow(6n)])).toEqual([204, 428]);
    await slow.close();
  });

  it('rejects wrong keys, signatures, sizes, paths and methods', async () => {
    const identity = createIdentity();
    const packet = signPacket(identity, 5n, text('a'));
    expect(await put(createIdentity(), packet)).toBe(400);
    expect(await put(identity, packet.with(70, 1))).toBe(400);
    expect(await put(identity, packet.subarray(0, 60))).toBe(400);
    expect(await put(identity, new Uint8Array(1073))).toBe(413);
    expect((await fetch(`${relay.url}/nobody`)).status).toBe(404);
    expect((await fetch(`${relay.url}/${identity.name}`, { method: 'DELETE' })).status).toBe(405);
    expect((await fetch(`${relay.url}/${identity.name}`, { method: 'OPTIONS' })).status).toBe(204);
  });

  it('serves TLS with a certificate of its own authority', async () => {
    const secure = await startRelay({ tls: true });
    const status = await new Promise((resolve, reject) => {
      request(`${secure.url}/${createIdentity().name}`, { ca: secure.ca ?? '' }, ({ statusCode }) =>
        resolve(statusCode),
      )
        .on('error', reject)
        .end();
    });
    expect(status).toBe(404);
    await expect(fetch(secure.url)).rejects.toThrow();
    await secure.close();
  });
});
