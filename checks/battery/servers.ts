/** Servers that misbehave, whatever protocol the client expects. */

import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';

export interface ServerBehaviour {
  readonly name: string;
  readonly on: (socket: Socket) => void;
}

const EVIL = '\u001b]0;injected\u0007\u001b[2J\u202einjected';
const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';

const asked =
  (answer: (socket: Socket) => void) =>
  (socket: Socket): void =>
    void socket.on('data', () => answer(socket));

const says = (text: string) => asked((socket) => socket.write(text));
const saysAndEnds = (text: string) => asked((socket) => socket.end(text));
const body = (text: string): string => `${HEAD}Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;

/** Writes without end, as long as the client reads. */
const endless = (head: string, part: string) =>
  asked((socket) => {
    socket.write(head);
    const more = (): void => {
      while (!socket.destroyed && socket.write(part));
    };
    socket.on('drain', more);
    more();
  });

export const servers: readonly ServerBehaviour[] = [
  { name: 'hangs up at once', on: (socket) => socket.destroy() },
  { name: 'resets', on: (socket) => socket.resetAndDestroy() },
  { name: 'says nothing', on: () => {} },
  { name: 'hangs up when it is asked', on: asked((socket) => socket.destroy()) },
  { name: 'talks garbage', on: saysAndEnds('\u0000\u0001garbage\r\n\r\n') },
  { name: 'ends within the status line', on: saysAndEnds('HTTP/1.1 2') },
  { name: 'ends within the headers', on: saysAndEnds(HEAD) },
  { name: 'ends within the body', on: saysAndEnds(`${HEAD}Content-Length: 100\r\n\r\n{"a":`) },
  { name: 'has headers without end', on: endless(HEAD, `X-Filler: ${'x'.repeat(1000)}\r\n`) },
  { name: 'has a body without end', on: endless(`${HEAD}\r\n`, 'x'.repeat(65_536)) },
  { name: 'has chunks without end', on: endless(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`, '1\r\nx\r\n') },
  {
    name: 'has chunks that are none',
    on: saysAndEnds(`${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\nx\r\n`),
  },
  { name: 'has two lengths', on: saysAndEnds(`${HEAD}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`) },
  {
    name: 'redirects to itself',
    on: saysAndEnds('HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n'),
  },
  { name: 'answers 101', on: says('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n') },
  { name: 'answers 500', on: saysAndEnds('HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n') },
  { name: 'answers 204', on: saysAndEnds('HTTP/1.1 204 None\r\n\r\n') },
  { name: 'injects by its body', on: saysAndEnds(body(`::error::injected\n##vso[injected]\n${EVIL}`)) },
  {
    name: 'injects by a JSON body',
    on: saysAndEnds(
      body(
        JSON.stringify({
          error: { code: EVIL, message: `\n::error::injected${EVIL}` },
          session: EVIL,
          token: EVIL,
        }),
      ),
    ),
  },
  {
    name: 'injects by a header',
    on: saysAndEnds(`${HEAD}X-Evil: ${EVIL.replaceAll('\u0007', '')}\r\nContent-Length: 2\r\n\r\n{}`),
  },
  { name: 'lists millions', on: saysAndEnds(body(`[${'0,'.repeat(2e6)}0]`)) },
  { name: 'nests deeply', on: saysAndEnds(body('['.repeat(2e6))) },
  { name: 'is not UTF-8', on: saysAndEnds(`${HEAD}Content-Length: 4\r\n\r\n\u00ff\u00fe{}`) },
  {
    name: 'drips',
    on: asked((socket) => {
      socket.write(`${HEAD}Content-Length: 1000000\r\n\r\n`);
      const timer = setInterval(() => socket.write(' '), 100);
      socket.on('close', () => clearInterval(timer));
    }),
  },
  { name: 'answers three times', on: says(body('{}').repeat(3)) },
  { name: 'speaks TLS', on: says('\u0016\u0003\u0001\u0000\u0005hello') },
];

export async function serve({ on }: ServerBehaviour): Promise<{ readonly port: number; close(): void }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    on(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
