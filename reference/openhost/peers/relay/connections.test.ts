import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createAuthority } from '../../../tls/certificate.js';
import { createIdentity } from '../identity.js';
import { relaySubstrate } from '../substrate.js';

const authority = createAuthority();
const { name } = createIdentity();
const packet = Buffer.from('a packet');
let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A relay that resets the connection of each request that `resets` names, and what came to it. */
async function resetting(resets: (request: number, onConnection: number) => boolean) {
  const served = new Map<Socket, number>();
  const seen: string[] = [];
  const { certificate: cert, key } = authority.issue(['127.0.0.1']);
  server = createServer({ cert, key }, async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    seen.push(`${request.method} ${body}`);
    const before = served.get(request.socket) ?? 0;
    served.set(request.socket, before + 1);
    if (resets(seen.length, before + 1)) return request.socket.destroy();
    if (request.method === 'PUT') return response.writeHead(204).end();
    return response.writeHead(200, { 'content-length': packet.length }).end(packet);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    relay: relaySubstrate(`https://127.0.0.1:${port}`, authority.certificate),
    seen,
    connections: () => served.size,
  };
}

it.each<['GET' | 'PUT', string]>([
  ['GET', ''],
  ['PUT', 'a packet'],
])('repeats %s on a new connection when the relay has dropped the kept one', async (method, body) => {
  const { relay, seen, connections } = await resetting((_request, onConnection) => onConnection > 1);
  expect(await relay.get(name)).toEqual(packet);
  if (method === 'GET') expect(await relay.get(name)).toEqual(packet);
  else await relay.put(name, packet);
  expect(seen.slice(1)).toEqual([`${method} ${body}`, `${method} ${body}`]);
  expect(connections()).toBe(2);
});

it('reports the reset of a new connection, and does not repeat the request', async () => {
  const { relay, seen } = await resetting(() => true);
  await expect(relay.get(name)).rejects.toThrow('hang up');
  expect(seen).toHaveLength(1);
});

it('repeats a request once: a reset of the second connection is reported', async () => {
  const { relay, seen, connections } = await resetting((request) => request > 1);
  await relay.get(name);
  await expect(relay.get(name)).rejects.toThrow('hang up');
  expect(seen).toHaveLength(3);
  expect(connections()).toBe(2);
});
