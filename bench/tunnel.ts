/** The reference tunnel beside the bare binding, in one process: the same endpoints, chunks and relay mode for both. */
import type { Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { Agent, createServer as createHttpServer, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { PassThrough, Readable } from 'node:stream';
import { serveIn } from '../reference/tunnel/peers/in.js';
import { bindPeer, type Peer, type PeerConnection } from '../reference/tunnel/peers/iroh.js';
import { serveOut } from '../reference/tunnel/peers/out.js';
import { RULES } from '../reference/tunnel/peers/reference_rules.js';
import { boundUdp, udpSocket } from '../reference/tunnel/peers/udp.js';
import { shareOf } from './model.js';

const CHUNK = 64 * 1024;
const MIB = 2 ** 20;
const ROUNDS = 3;
const FULL = 8 * MIB;
const PINGS = 300;
const STALLED = 64 * MIB;
const HOST = '127.0.0.1';
const relay = { kind: 'disabled' } as const;

interface Pair {
  readonly server: Peer;
  readonly client: Peer;
  connect(): Promise<PeerConnection>;
  close(): Promise<void>;
}

async function bindPair(): Promise<Pair> {
  const bind = (fill: number) => bindPeer({ secret: new Uint8Array(32).fill(fill), relay, isolated: true });
  const [server, client] = [await bind(101), await bind(102)];
  return {
    server,
    client,
    connect: () => client.connect(Uint8Array.from(Buffer.from(server.publicKey, 'hex')), server.addresses),
    close: async () => void (await Promise.all([client.close(), server.close()])),
  };
}

/** Two connected ends of the binding, and nothing of ours between them but the conversion that it wants. */
async function bareEnds(): Promise<{ near: PeerConnection; far: PeerConnection; close(): Promise<void> }> {
  const pair = await bindPair();
  const [near, far] = await Promise.all([pair.connect(), pair.server.accept()]);
  if (!far) throw new Error('the bare peer was not there');
  return { near, far, close: pair.close };
}

/** A whole tunnel to a TCP and a UDP port. */
async function openTunnel(tcp: number, udp: number) {
  const pair = await bindPair();
  const specs = [
    { port: tcp, proto: 'tcp' as const },
    { port: udp, proto: 'udp' as const },
  ];
  const around = { tell: () => {}, rules: RULES };
  const serving = serveOut({ peer: pair.server, specs, allow: undefined, ...around });
  const connection = await pair.connect();
  const [localTcp, localUdp] = [await freePort(), await freePort()];
  const served = await serveIn({
    connection,
    again: async () => connection,
    mappings: [
      { local: localTcp, remote: tcp, proto: 'tcp' },
      { local: localUdp, remote: udp, proto: 'udp' },
    ],
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    ...around,
  });
  return {
    tcp: localTcp,
    udp: localUdp,
    async close() {
      served.close();
      await pair.close();
      await serving;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, HOST), 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const perSecond = (bytes: number, started: number): number => bytes / ((performance.now() - started) / 1000);

async function bareStream(amount: number): Promise<number> {
  const { near, far, close } = await bareEnds();
  const chunk = new Uint8Array(CHUNK).fill(7);
  const stream = await near.open();
  const started = performance.now();
  const sending = (async () => {
    for (let sent = 0; sent < amount; sent += CHUNK) await stream.write(chunk);
    await stream.finish();
  })();
  const heard = await far.accept();
  let got = 0;
  for (let bytes = await heard?.read(); bytes; bytes = await heard?.read()) got += bytes.length;
  await sending;
  const speed = perSecond(got, started);
  await close();
  if (got !== amount) throw new Error(`bare: ${got} bytes came`);
  return speed;
}

async function pour(socket: Socket, amount: number): Promise<void> {
  const chunk = new Uint8Array(CHUNK).fill(7);
  for (let sent = 0; sent < amount; sent += CHUNK)
    if (!socket.write(chunk)) await Promise.race([once(socket, 'drain'), once(socket, 'close')]);
}

/** A service that hands over each connection, with a tunnel to it, for as long as `use` takes. */
async function throughTunnel<T>(
  onSocket: (socket: Socket) => void,
  use: (ports: { tcp: number; udp: number }) => Promise<T>,
): Promise<T> {
  const sockets = new Set<Socket>();
  const service = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    onSocket(socket);
  });
  await once(service.listen(0, HOST), 'listening');
  const echo = await echoSocket();
  const tunnel = await openTunnel((service.address() as AddressInfo).port, echo.address().port);
  try {
    return await use(tunnel);
  } finally {
    for (const socket of sockets) socket.destroy();
    service.close();
    echo.close();
    await tunnel.close();
  }
}

async function echoSocket(): Promise<UdpSocket> {
  const socket = udpSocket();
  socket.on('message', (bytes, { port, address }) => socket.send(bytes, port, address, () => {}));
  await boundUdp(socket, 0, HOST);
  return socket;
}

async function proxiedStream(amount: number): Promise<number> {
  let got = 0;
  let finish: () => void = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const hear = (socket: Socket) =>
    socket
      .on('data', (bytes: Buffer) => {
        got += bytes.length;
      })
      .on('end', finish);
  const speed = await throughTunnel(hear, async ({ tcp }) => {
    const socket = connect(tcp, HOST);
    await once(socket, 'connect');
    const started = performance.now();
    await pour(socket, amount);
    socket.end();
    await finished;
    const measured = perSecond(got, started);
    socket.destroy();
    return measured;
  });
  if (got !== amount) throw new Error(`proxied: ${got} bytes came`);
  return speed;
}

/** The far end sends back what it reads, as the service of the HTTP bench does behind a tunnel. */
async function bareEcho(amount: number): Promise<number> {
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

/** A POST whose body comes back as the answer, by the HTTP of Node on both sides of the tunnel. */
function proxiedHttp(amount: number): Promise<number> {
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

const median = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;

async function bareDatagram(pings: number): Promise<number> {
  const { near, far, close } = await bareEnds();
  void (async () => {
    for (let bytes = await far.receive(); bytes; bytes = await far.receive()) far.send(bytes);
  })();
  const times: number[] = [];
  for (let ping = 0; ping < pings; ping++) {
    const started = performance.now();
    near.send(new Uint8Array(64));
    await near.receive();
    times.push(performance.now() - started);
  }
  await close();
  return median(times);
}

const proxiedDatagram = (pings: number): Promise<number> =>
  throughTunnel(
    () => {},
    async ({ udp }) => {
      const socket = udpSocket();
      const times: number[] = [];
      for (let ping = 0; ping < pings; ping++) {
        const started = performance.now();
        const back = new Promise((resolve) => socket.once('message', resolve));
        socket.send(new Uint8Array(64), udp, HOST);
        await back;
        times.push(performance.now() - started);
      }
      socket.close();
      return median(times);
    },
  );

/** The most memory that was held while bytes were offered to a reader that had stopped, above the start. */
const stalledGrowth = (offered: number): Promise<{ grown: number; swallowed: number }> =>
  throughTunnel(
    (socket) => void socket.pause(),
    async ({ tcp }) => {
      const socket = connect(tcp, HOST);
      await once(socket, 'connect');
      const before = process.memoryUsage.rss();
      let most = 0;
      let sent = 0;
      const chunk = new Uint8Array(CHUNK);
      while (sent < offered) {
        most = Math.max(most, process.memoryUsage.rss() - before);
        sent += CHUNK;
        if (socket.write(chunk)) continue;
        try {
          await once(socket, 'drain', { signal: AbortSignal.timeout(3000) });
        } catch {
          break;
        }
      }
      socket.destroy();
      return { grown: most, swallowed: sent };
    },
  );

/** Rounds of both sides in turn: what the machine does meanwhile hits both. The middle round counts. */
async function inTurn(
  bare: () => Promise<number>,
  proxied: () => Promise<number>,
): Promise<{ bare: number; proxied: number; ratio: number }> {
  const rounds: { bare: number; proxied: number; ratio: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const [one, other] = [await bare(), await proxied()];
    rounds.push({ bare: one, proxied: other, ratio: other / one });
  }
  const [middle] = rounds.sort((a, b) => a.ratio - b.ratio).slice(Math.floor(ROUNDS / 2));
  if (!middle) throw new Error('no round was run');
  return middle;
}

const mib = (bytes: number): string => (bytes / MIB).toFixed(1);

export const benches = [
  {
    name: 'tunnel/stream',
    async run(share: number) {
      const amount = shareOf(FULL, share, CHUNK);
      await bareStream(amount);
      const { bare, proxied, ratio } = await inTurn(
        () => bareStream(amount),
        () => proxiedStream(amount),
      );
      return [
        {
          what: `proxied ${mib(proxied)} MiB/s against ${mib(bare)} of the bare binding`,
          ratio,
          target: 0.8,
        },
      ];
    },
  },
  {
    name: 'tunnel/http',
    async run(share: number) {
      const amount = shareOf(FULL, share, CHUNK);
      await bareEcho(amount);
      const { bare, proxied, ratio } = await inTurn(
        () => bareEcho(amount),
        () => proxiedHttp(amount),
      );
      const what = `HTTP echo ${mib(proxied)} MiB/s against ${mib(bare)} echoed by the bare binding`;
      return [{ what, ratio, target: 0.5 }];
    },
  },
  {
    name: 'tunnel/datagram',
    async run(share: number) {
      const pings = shareOf(PINGS, share);
      const { bare, proxied, ratio } = await inTurn(
        () => bareDatagram(pings),
        () => proxiedDatagram(pings),
      );
      const what = `round trip ${bare.toFixed(2)} ms bare against ${proxied.toFixed(2)} ms proxied`;
      return [{ what, ratio: 1 / ratio, target: 0.5 }];
    },
  },
  {
    name: 'tunnel/stalled',
    async run(share: number) {
      const offered = shareOf(STALLED, share, MIB);
      const { grown, swallowed } = await stalledGrowth(offered);
      return [
        {
          what: `${mib(offered)} MiB against what memory grew by (${mib(grown)} MiB), ${mib(swallowed)} swallowed, reader stalled`,
          ratio: offered / Math.max(grown, MIB),
          target: 1,
        },
      ];
    },
  },
];
