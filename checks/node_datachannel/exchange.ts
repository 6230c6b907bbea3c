/** The requests on every channel, and the service that answers them. */
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openConnection } from '../../reference/openhost/peers/client/connection.js';
import type { Channel } from '../../reference/openhost/peers/rtc/channel.js';

export interface Got {
  readonly what: string;
  readonly status: number;
  readonly length: number;
  readonly sha256: string;
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The body of the upload. It is the same in every process. */
const upload = Buffer.alloc(3 << 20, 'openhost');
const uploadText = 'what it was sent';

export interface Upstream {
  readonly target: string;
  readonly expected: readonly Got[];
  close(): void;
}

export async function startUpstream(): Promise<Upstream> {
  const bodies = new Map<string, Buffer>([
    ['/', Buffer.from('<!doctype html><title>openhost</title><p>hello')],
    ['/file', randomBytes(5 << 20)],
  ]);
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
    const asked = request.method === 'POST' ? Buffer.concat(parts) : bodies.get(request.url ?? '');
    response.writeHead(asked ? 200 : 404).end(asked);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const right = (what: string, body: Buffer): Got => ({
    what,
    status: 200,
    length: body.length,
    sha256: sha256(body),
  });
  return {
    target: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    expected: [...[...bodies].map(([path, body]) => right(path, body)), right(uploadText, upload)],
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Requests a page, a file, and an echo of the upload. */
export async function exchange(channel: Channel): Promise<readonly Got[]> {
  const connection = openConnection(channel);
  const got: Got[] = [];
  for (const [what, request] of [
    ['/', { method: 'GET', target: '/' }],
    ['/file', { method: 'GET', target: '/file' }],
    [uploadText, { method: 'POST', target: '/', body: upload }],
  ] as const) {
    const { status, body } = await connection.request(request);
    const parts: Uint8Array[] = [];
    for await (const part of body) parts.push(part);
    const bytes = Buffer.concat(parts);
    got.push({ what, status, length: bytes.length, sha256: sha256(bytes) });
  }
  return got;
}
