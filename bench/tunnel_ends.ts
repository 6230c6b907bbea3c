/** Both ends of a tunnel, and both ends of the bare binding, in this process. */
import type { Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { serveIn } from '../reference/tunnel/peers/in.js';
import { bindPeer, type IrohPeer, type PeerConnection } from '../reference/tunnel/peers/iroh.js';
import { serveOut } from '../reference/tunnel/peers/out.js';
import { RULES } from '../reference/tunnel/peers/reference_rules.js';
import { boundUdp, udpSocket } from '../reference/tunnel/peers/udp.js';
import { freePort } from '../runners/testing/free_port.js';

export const CHUNK = 64 * 1024;
export const MIB = 2 ** 20;
export const HOST = '127.0.0.1';
const relay = { kind: 'disabled' } as const;

interface Pair {
  readonly server: IrohPeer;
  readonly client: IrohPeer;
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

/** Two connected ends of the binding, with only the type conversion that it needs. */
export async function bareEnds(): Promise<{
  near: PeerConnection;
  far: PeerConnection;
  close(): Promise<void>;
}> {
  const pair = await bindPair();
  const [near, far] = await Promise.all([pair.connect(), pair.server.accept()]);
  if (!far) throw new Error('the bare peer was not there');
  return { near, far, close: pair.close };
}

/** A complete tunnel to a TCP and a UDP port. */
export async function openTunnel(tcp: number, udp: number) {
  const pair = await bindPair();
  const specs = [
    { port: tcp, proto: 'tcp' as const },
    { port: udp, proto: 'udp' as const },
  ];
  const around = { tell: () => {}, rules: RULES };
  const serving = serveOut({ peer: pair.server, specs, allow: undefined, ...around });
  const connection = await pair.connect();
  const [localTcp, localUdp] = [await freePort(), await freeUdpPort()];
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

/** Not one that is free for TCP alone: the peers of the binding hold UDP ports of the same range. */
async function freeUdpPort(): Promise<number> {
  const socket = udpSocket();
  await boundUdp(socket, 0, HOST);
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}

export const perSecond = (bytes: number, started: number): number =>
  bytes / ((performance.now() - started) / 1000);

/** A service that passes on each connection, and a tunnel to it, while `use` runs. */
export async function throughTunnel<T>(
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
