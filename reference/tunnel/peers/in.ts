/** `in`: brings ports of a peer here (section in). */
import type { Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { packetBack, packetOut } from '../datagram.js';
import { afterFlow, nextFlow } from '../flow.js';
import { streamHeader } from '../stream_header.js';
import type { PeerConnection, PeerStream } from './iroh.js';
import { sendOrDrop } from './out.js';
import { pipe } from './pipe.js';
import type { In, InOptions } from './rules.js';
import { boundUdp, udpSocket } from './udp.js';

const IDLE = 5 * 60_000;

/** Opens every listener before it resolves. */
export async function serveIn(options: InOptions): Promise<In> {
  const { connection, mappings, rules, again } = options;
  const opened: (() => void)[] = [];
  const flows = new Flows(options);
  const close = () => {
    for (const end of opened) end();
    flows.end();
  };
  let stdio: Promise<boolean> = new Promise(() => {});
  try {
    for (const mapping of mappings) {
      const used = await rules.connectionFor(mapping, connection, again);
      if (mapping.local === 'stdio') stdio = bridgeStdio(used, mapping.remote, options);
      else if (mapping.proto === 'tcp') await listen(mapping.local, mapping.remote, used, options, opened);
      else {
        const socket = udpSocket();
        opened.push(() => socket.close());
        await boundUdp(socket, mapping.local, rules.bindAddress('udp'));
        flows.take(socket, mapping.remote, used);
      }
    }
  } catch (error) {
    close();
    throw error;
  }
  return { stdio, close };
}

async function listen(
  port: number,
  remote: number,
  connection: PeerConnection,
  options: InOptions,
  opened: (() => void)[],
): Promise<void> {
  const live = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    live.add(socket.on('error', () => {}).once('close', () => live.delete(socket)));
    void forward(connection, remote, socket, options);
  });
  opened.push(() => {
    server.close();
    for (const socket of live) socket.destroy();
  });
  await once(server.listen({ host: options.rules.bindAddress('tcp'), port, backlog: 511 }), 'listening');
}

async function open(connection: PeerConnection, port: number): Promise<PeerStream> {
  const stream = await connection.open();
  await stream.write(streamHeader.encode({ port, rest: new Uint8Array() }));
  return stream;
}

async function forward(connection: PeerConnection, port: number, socket: Socket, { rules, tell }: InOptions) {
  const abort = () => socket.resetAndDestroy();
  try {
    const stream = await open(connection, port);
    await pipe(stream, { readable: socket, writable: socket, abort }, { rules });
  } catch (error) {
    tell(`no stream to port ${port}: ${error instanceof Error ? error.message : String(error)}`);
    abort();
  }
}

async function bridgeStdio(connection: PeerConnection, port: number, options: InOptions): Promise<boolean> {
  const { stdin, stdout, rules, tell } = options;
  const stream = await open(connection, port);
  const well = await pipe(
    stream,
    { readable: stdin, writable: stdout, abort: () => {} },
    { rules, untilRemoteEnds: rules.stdioEndsWithRemote },
  );
  if (!well) tell(`the stream to port ${port} was rejected or broken off`);
  return well;
}

interface Sender {
  readonly flow: number;
  readonly idle: NodeJS.Timeout;
  reply(payload: Uint8Array): void;
}

/** Each sender at each mapping has a flow, by which its replies are found. */
class Flows {
  private next = 0;
  private readonly byFlow = new Map<number, Sender>();
  private readonly bySender = new Map<string, Sender>();
  private readonly read = new Set<PeerConnection>();

  constructor(private readonly options: InOptions) {}

  take(socket: UdpSocket, port: number, connection: PeerConnection): void {
    const { tell, rules } = this.options;
    socket.on('error', (error) => tell(`udp: ${error.message}`));
    socket.on('message', (payload, { address, port: from }) => {
      const name = rules.flowOf(socket.address().port, address, from);
      const sender =
        this.bySender.get(name) ??
        this.add(name, (reply) => rules.reply(reply, { socket, address, port: from }));
      if (!sender) return;
      sender.idle.refresh();
      sendOrDrop(connection, packetOut.encode({ flow: sender.flow, port, payload }), tell);
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
