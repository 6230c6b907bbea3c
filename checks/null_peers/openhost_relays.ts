/** Relays without a packet of a daemon, or with a meaningless one. */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createIdentity } from '../../reference/openhost/peers/identity.js';
import { liveOpenhost } from '../../runners/openhost/live.js';
import type { NullPeer } from './peer.js';

type Handler = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;

/** A relay that reads every request to its end first. */
const relay = (name: string, handler: () => Handler): NullPeer => ({
  kind: 'openhost',
  name,
  async open() {
    const handle = handler();
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => handle(request, response, Buffer.concat(parts)));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const target = await liveOpenhost({
      url: `oh://${createIdentity().name}/`,
      relays: [`http://127.0.0.1:${port}`],
      secret: randomBytes(16),
      patience: 500,
      silence: 100,
      tick: 20,
    });
    return {
      target,
      async close() {
        await target.close();
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      },
    };
  },
});

/** The bytes of an answer that a client reads to its end. */
const PACKET = 600;

export const relayPeers: readonly NullPeer[] = [
  relay('refuses everything', () => (_request, response) => void response.writeHead(403).end()),
  relay('says nothing', () => () => {}),
  relay('has nothing', () => (_request, response) => void response.writeHead(404).end()),
  relay('accepts everything', () => (_request, response) => void response.writeHead(200).end()),
  relay('dies after the first request', () => {
    let requests = 0;
    return (request, response) => {
      requests += 1;
      if (requests > 1) request.socket.destroy();
      else response.writeHead(404).end();
    };
  }),
  relay('echoes what was put last', () => {
    let last: Uint8Array = new Uint8Array(0);
    return (request, response, body) => {
      if (request.method === 'PUT') last = body;
      response.writeHead(200).end(last);
    };
  }),
  relay('talks garbage', () => (_request, response) => void response.writeHead(200).end(randomBytes(PACKET))),
];
