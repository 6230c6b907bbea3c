import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { relayRequests, TooMuch } from './request.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function relay(listener: RequestListener, longest = 10) {
  const server = createServer(listener);
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return relayRequests(new URL(`http://127.0.0.1:${port}/below/`), undefined, longest);
}
const { signal } = new AbortController();

it('asks below the root, and reads status and body', async () => {
  const asked: unknown[] = [];
  const ask = await relay(({ method, url, headers }, response) => {
    asked.push([method, url, headers['content-length']]);
    response.writeHead(404).end('not here');
  });
  const { status, body } = await ask({ method: 'GET', name: 'abc', signal });
  expect([status, body.toString()]).toEqual([404, 'not here']);
  expect(asked).toEqual([['GET', '/below/abc', undefined]]);
});

it('sends a packet with its length', async () => {
  let sent = '';
  const ask = await relay(async (request, response) => {
    for await (const part of request) sent += part;
    response.writeHead(204, { 'x-length': String(request.headers['content-length']) }).end();
    sent += ` ${request.headers['content-length']} ${request.headers['transfer-encoding']}`;
  });
  const { status, body } = await ask({ method: 'PUT', name: 'abc', body: Buffer.from('packet'), signal });
  expect([status, body.length, sent]).toEqual([204, 0, 'packet 6 undefined']);
});

it('reads an answer of the longest length, and rejects one that is longer', async () => {
  const ask = await relay(({ url }, response) => response.end('x'.repeat(Number(url?.slice(7)))));
  expect((await ask({ method: 'GET', name: '10', signal })).body).toHaveLength(10);
  await expect(ask({ method: 'GET', name: '11', signal })).rejects.toThrow(TooMuch);
});

it('rejects an endless answer without waiting for its end', async () => {
  const ask = await relay((_request, response) => {
    response.write('x'.repeat(100));
  });
  await expect(ask({ method: 'GET', name: 'abc', signal })).rejects.toThrow(TooMuch);
});

it('rejects an answer that breaks off', async () => {
  const ask = await relay((request, response) => {
    response.writeHead(200, { 'content-length': 9 });
    response.write('half', () => request.socket.destroy());
  });
  await expect(ask({ method: 'GET', name: 'abc', signal })).rejects.toThrow('aborted');
});

it('rejects what is not HTTP', async () => {
  const ask = await relay(({ socket }) => socket.end('SSH-2.0-x\r\n'));
  await expect(ask({ method: 'GET', name: 'abc', signal })).rejects.toThrow('Parse Error');
});

it('ends with its caller', async () => {
  const stop = new AbortController();
  const ask = await relay(() => stop.abort());
  await expect(ask({ method: 'GET', name: 'abc', signal: stop.signal })).rejects.toThrow('aborted');
});
