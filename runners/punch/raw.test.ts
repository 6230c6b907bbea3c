import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createServer as createTls } from 'node:tls';
import { afterAll, describe, expect, it } from 'vitest';
import { createAuthority } from '../../reference/tls/certificate.js';
import { Unreachable } from '../../suites/case.js';
import { exchange, offerTls } from './raw.js';

const closers: (() => unknown)[] = [];
afterAll(() => closers.map((close) => close()));

async function urlOf(behave: (socket: Socket) => unknown, scheme: 'http' | 'https'): Promise<URL> {
  const server = createServer((socket) => {
    closers.push(() => socket.destroy());
    behave(socket.on('error', () => {}));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => server.close());
  return new URL(`${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

const mute = () => {};
const hangingUp = (socket: Socket) => socket.once('data', () => socket.destroy());
const resetting = (socket: Socket) => socket.once('data', () => socket.resetAndDestroy());

describe('bytes on a connection', () => {
  it.each([
    ['silent', mute],
    ['closed', hangingUp],
    ['closed', resetting],
  ] as const)('come back as %s where nothing comes back', async (absent, behave) => {
    const url = await urlOf(behave, 'http');
    expect(
      await exchange(url, Uint8Array.of(1), { first: absent === 'silent' ? 200 : 10_000, between: 200 }),
    ).toBe(absent);
  });

  it('return the reply as text', async () => {
    const url = await urlOf((socket) => socket.end('hello'), 'http');
    expect(await exchange(url, Uint8Array.of(1), { first: 10_000, between: 10_000 })).toEqual({
      text: 'hello',
    });
  });
});

describe('one version of TLS', () => {
  it.each([
    ['silent', mute],
    ['closed', hangingUp],
    ['refused', (socket: Socket) => socket.end('no TLS at all')],
  ] as const)('is %s, and not accepted', async (outcome, behave) => {
    expect(await offerTls(await urlOf(behave, 'https'), 'TLSv1.1', outcome === 'silent' ? 300 : 10_000)).toBe(
      outcome,
    );
  });

  it('is accepted or rejected by a server of TLS 1.2', async () => {
    const { certificate: cert, key } = createAuthority().issue(['127.0.0.1']);
    const server = createTls({ cert, key, maxVersion: 'TLSv1.2' }).listen(0, '127.0.0.1');
    server.on('tlsClientError', () => {});
    await once(server, 'listening');
    closers.push(() => server.close());
    const url = new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}`);
    expect(await offerTls(url, 'TLSv1.2', 10_000)).toBe('accepted');
    expect(await offerTls(url, 'TLSv1.3', 10_000)).toBe('refused');
  });

  it('is unreachable when nothing listens', async () => {
    const url = await urlOf(mute, 'https');
    closers.splice(0).map((close) => close());
    await expect(offerTls(url, 'TLSv1.2', 10_000)).rejects.toThrow(Unreachable);
  });
});
