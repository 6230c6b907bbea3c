/** `in`: brings ports of a peer here (section in). */
import type { Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { packetBack, packetOut } from '../datagram.js';
import { afterFlow, nextFlow } from '../flow.js';
import type { Mapping } from '../mapping.js';
import { streamHeader } from '../stream_header.js';
import type { Faults } from './faults.js';
import type { PeerConnection, PeerStream } from './iroh.js';
import { sendOrDrop } from './out.js';
import { pipe } from './pipe.js';
import { boundUdp, udpSocket } from './udp.js';

const IDLE = 5 * 60_000;

export interface InOptions {
  readonly connection: PeerConnection;
  /** The connection of a mapping: the same for all, except in a wrong variant. */
  readonly connectionFor?: (mapping: Mapping) => Promise<PeerConnection>;
  readonly mappings: readonly Mapping[];
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly tell: (text: string) => void;
  readonly faults: Faults;
}

export interface In {
  /** Resolves when stdio has ended, to whether it ended well; never without a stdio mapping. */
  readonly stdio: Promise<boolean>;
  close(): void;
}

/** Opens every listener before it resolves. */
export async function serveIn(options: InOptions): Promise<In> {
  const { connection, mappings, faults, connectionFor = async () => connection } = options;
  const host = faults.has('listens-on-all') ? '0.0.0.0' : '127.0.0.1';
  const servers: Server[] = [];
  const sockets: UdpSocket[] = [];
  const live = new Set<Socket>();
  const flows = new Flows(options);
  const close = () => {
    for (const server of servers) server.close();
    for (const socket of live) socket.destroy();
    for (const socket of sockets) socket.close();
    flows.end();
  };
  let stdio: Promise<boolean> = new Promise(() => {});
  try {
    for (const mapping of mappings) {
      const used = await connectionFor(mapping);
      if (mapping.local === 'stdio') {
        stdio = bridgeStdio(used, mapping.remote, options);
      } else if (mapping.proto === 'tcp') {
        const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
          live.add(socket.on('error', () => {}).once('close', () => live.delete(socket)));
          void forward(used, mapping.remote, socket, options);
        });
        servers.push(server);
        await once(server.listen({ host, port: mapping.local, backlog: 511 }), 'listening');
      } else {
        const socket = udpSocket();
        sockets.push(socket);
        await boundUdp(socket, mapping.local, host);
        flows.take(socket, mapping.remote, used);
      }
    }
  } catch (error) {
    close();
    throw error;
  }
  return { stdio, close };
}

async function open(connection: PeerConnection, port: number): Promise<PeerStream> {
  const stream = await connection.open();
  await stream.write(streamHeader.encode({ port, rest: new Uint8Array() }));
  return stream;
}

async function forward(
  connection: PeerConnection,
  port: number,
  socket: Socket,
  { faults, tell }: InOptions,
) {
  const abort = () => socket.resetAndDestroy();
  try {
    const stream = await open(connection, port);
    await pipe(stream, { readable: socket, writable: socket, abort }, { faults, side: 'in' });
  } catch (error) {
    tell(`no stream to port ${port}: ${error instanceof Error ? error.message : String(error)}`);
    abort();
  }
}

async function bridgeStdio(connection: PeerConnection, port: number, options: InOptions): Promise<boolean> {
  const { stdin, stdout, faults, tell } = options;
  const stream = await open(connection, port);
  const well = await pipe(
    stream,
    { readable: stdin, writable: stdout, abort: () => {} },
    { faults, side: 'in', untilRemoteEnds: !faults.has('stdin-awaited') },
  );
  if (!well) tell(`the stream to port ${port} was refused or broken off`);
  return well;
}

interface Sender {
  readonly flow: number;
  readonly idle: NodeJS.Timeout;
  reply(payload: Uint8Array): void;
}

/** One flow for each sender at each mapping; replies find their sender by it. */
class Flows {
  private next = 0;
  private readonly byFlow = new Map<number, Sender>();
  private readonly bySender = new Map<string, Sender>();
  private readonly read = new Set<PeerConnection>();

  constructor(private readonly options: InOptions) {}

  take(socket: UdpSocket, port: number, connection: PeerConnection): void {
    const { tell, faults } = this.options;
    socket.on('error', (error) => tell(`udp: ${error.message}`));
    socket.on('message', (payload, { address, port: from }) => {
      const name = `${socket.address().port} ${address} ${from}`;
      const sender =
        this.bySender.get(name) ?? this.add(name, (reply) => socket.send(reply, from, address, () => {}));
      if (!sender) return;
      sender.idle.refresh();
      sendOrDrop(connection, packetOut.encode({ flow: sender.flow, port, payload }), tell, faults);
    });
    if (this.read.has(connection)) return;
    this.read.add(connection);
    void this.replies(connection);
  }

  end(): void {
    for (const { idle } of this.byFlow.values()) clearTimeout(idle);
  }

  private add(name: string, reply: Sender['reply']): Sender | undefined {
    if (this.byFlow.size > 0xffff) return undefined;
    const flow = nextFlow(this.next, this.byFlow);
    this.next = afterFlow(flow);
    const idle = setTimeout(() => {
      this.byFlow.delete(flow);
      this.bySender.delete(name);
    }, IDLE).unref();
    const sender = { flow, idle, reply };
    this.byFlow.set(flow, sender);
    this.bySender.set(name, sender);
    return sender;
  }

  private async replies(connection: PeerConnection): Promise<void> {
    for (;;) {
      const bytes = await connection.receive();
      if (!bytes) return;
      if (bytes.length < 2) continue;
      const { flow, payload } = packetBack.decode(bytes);
      const sender = this.byFlow.get(flow);
      sender?.idle.refresh();
      sender?.reply(payload);
    }
  }
}
