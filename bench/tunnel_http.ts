import { once } from 'node:events';
import { Agent, createServer as createHttpServer, type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';

import { bareEnds, CHUNK, HOST, perSecond, throughTunnel } from './tunnel_ends.js';

/** The far end returns the bytes that it reads, like the service of the HTTP bench behind a tunnel. */
export async function bareEcho(amount: number): Promise<number> {
  const { near, far, close } = await bareEnds();
  const stream = await near.open();
  const started = performance.now();
  const sending = (async () => {
    const chunk = new Uint8Array(CHUNK).fill(7);
    for (let sent = 0; sent < amount; sent += CHUNK) await stream.write(chunk);
    await stream.finish();
  })();
  const echoing = (async () => {
    const heard = await far.accept();
    for (let bytes = await heard?.read(); bytes; bytes = await heard?.read()) await heard?.write(bytes);
    await heard?.finish();
  })();
  let got = 0;
  for (let bytes = await stream.read(); bytes; bytes = await stream.read()) got += bytes.length;
  await Promise.all([sending, echoing]);
  const speed = perSecond(got, started);
  await close();
  if (got !== amount) throw new Error(`bare echo: ${got} bytes came`);
  return speed;
}

/** A POST whose response has the same body, with Node's HTTP on both sides of the tunnel. */
export function proxiedHttp(amount: number): Promise<number> {
  const http = createHttpServer((asked, answer) => void asked.pipe(answer));
  const hear = (socket: Socket) => void http.emit('connection', socket);
  return throughTunnel(hear, async ({ tcp }) => {
    const agent = new Agent();
    const asked = request({ host: HOST, port: tcp, agent, method: 'POST' });
    const started = performance.now();
    const body = Readable.from(chunksOf(amount), { objectMode: false });
    body.pipe(asked);
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    let got = 0;
    for await (const bytes of answer as AsyncIterable<Buffer>) got += bytes.length;
    const speed = perSecond(got, started);
    agent.destroy();
    http.closeAllConnections();
    if (got !== amount) throw new Error(`HTTP: ${got} bytes came`);
    return speed;
  });
}

function* chunksOf(amount: number): Generator<Buffer> {
  const chunk = Buffer.alloc(CHUNK, 7);
  for (let sent = 0; sent < amount; sent += CHUNK) yield chunk;
}
