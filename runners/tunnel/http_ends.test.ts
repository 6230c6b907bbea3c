import { createServer, type RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { openServer } from './ends.js';
import { askHttp, openHttp } from './http_ends.js';
import { localNetwork } from './testing/local_lab.js';
import { pour } from './testing/pour.js';

async function served(handle: (socket: Socket) => void): Promise<number> {
  const { port, close } = await openServer(localNetwork, { port: 0, host: '127.0.0.1' }, handle);
  onTestFinished(close);
  return port;
}

it('answers each request of one connection in capitals', async () => {
  const service = await openHttp(localNetwork, (error) => expect.unreachable(String(error)));
  onTestFinished(service.close);
  const bodies = ['one', 'two', 'x'.repeat(100_000)];
  expect(await askHttp(localNetwork, service.port, bodies, 10_000)).toEqual({
    answers: bodies.map((body) => `POST ${body.toUpperCase()}`),
    ended: 'all answered',
  });
  expect(service.requests).toBe(3);
});

it('an endless answer counts as no answer', async () => {
  const endless: RequestListener = (_request, response) => pour(response);
  const server = createServer(endless);
  const port = await served((socket) => server.emit('connection', socket));
  await expect(askHttp(localNetwork, port, ['x', 'y'], 10_000)).rejects.toThrow(/^more than/);
});

it.each<[string, (socket: Socket) => void]>([
  ['closed', (socket) => socket.resetAndDestroy()],
  ['garbled', (socket) => void socket.write('no HTTP at all\r\n\r\n')],
  ['silent', () => {}],
])('tells an answer that is %s', async (ended, handle) => {
  const port = await served(handle);
  expect(await askHttp(localNetwork, port, ['x'], ended === 'silent' ? 100 : 10_000)).toEqual({
    answers: [],
    ended,
  });
});

it('reports a port without a listener as closed', async () => {
  const { port, close } = await openServer(localNetwork, { port: 0, host: '127.0.0.1' }, () => {});
  await close();
  expect((await askHttp(localNetwork, port, ['x'], 1000)).ended).toBe('closed');
});
