/** `out`: exposes local ports to peers (section out). */
import type { Socket as UdpSocket } from 'node:dgram';
import { DecodeError } from '../../bytes/error.js';
import { packetBack, packetOut } from '../datagram.js';
import type { PortSpec } from '../port_spec.js';
import { STREAM_HEADER, streamHeader } from '../stream_header.js';
import { type IrohPeer, type PeerConnection, PeerError, type PeerStream } from './iroh.js';
import { pipe } from './pipe.js';
import type { Allowed, Rules, Tell } from './rules.js';
import { udpSocket } from './udp.js';

const HOST = '127.0.0.1';
const IDLE = 5 * 60_000;

export interface OutOptions {
  readonly peer: IrohPeer;
  readonly specs: readonly PortSpec[];
  /** Undefined lets every peer in. */
  readonly allow: Allowed | undefined;
  readonly tell: Tell;
  readonly rules: Rules;
}

/** Serves until the peer is closed. */
export async function serveOut(options: OutOptions): Promise<void> {
  const { peer, allow, tell } = options;
  for (;;) {
    const connection = await peer.accept();
    if (!connection) return;
    if (allow && !allow.has(connection.remote)) {
      tell(`rejected ${connection.remote}: not in PUNCH_ALLOW`);
      connection.close('not allowed');
      continue;
    }
    tell(`connected: ${connection.remote}`);
    const flows = new Map<number, Flow>();
    void acceptStreams(connection, options);
    void acceptPackets(connection, flows, options);
    void connection.closed.then((why) => {
      for (const flow of flows.values()) flow.end();
      tell(`disconnected: ${connection.remote}: ${why}`);
    });
  }
}

async function acceptStreams(connection: PeerConnection, options: OutOptions): Promise<void> {
  for (;;) {
    const stream = await connection.accept();
    if (!stream) return;
    void serveStream(stream, options);
  }
}

async function serveStream(stream: PeerStream, options: OutOptions): Promise<void> {
  const { rules, specs } = options;
  try {
    const { port, rest } = await readHeader(stream);
    if (!rules.exposes(specs, port, 'tcp')) throw new PeerError('refused', `port ${port} is not exposed`);
    const socket = await rules.connectLocal(port);
    socket.on('error', () => {});
    if (rest.length > 0) await rules.deliver(socket, rest);
    const abort = () => socket.resetAndDestroy();
    await pipe(stream, { readable: socket, writable: socket, abort }, { rules });
  } catch (error) {
    options.tell(`rejected a stream: ${error instanceof Error ? error.message : String(error)}`);
    rules.refuse(stream);
  }
}

/** The header may come in pieces, and with data behind it. */
async function readHeader(stream: PeerStream): Promise<{ port: number; rest: Uint8Array }> {
  let bytes = new Uint8Array();
  while (bytes.length < STREAM_HEADER) {
    const more = await stream.read();
    if (!more) throw new DecodeError('truncated', bytes.length, 'no stream header');
    bytes = new Uint8Array(Buffer.concat([bytes, more]));
  }
  return streamHeader.decode(bytes);
}

interface Flow {
  readonly port: number;
  send(payload: Uint8Array): void;
  end(): void;
}

async function acceptPackets(
  connection: PeerConnection,
  flows: Map<number, Flow>,
  options: OutOptions,
): Promise<void> {
  for (;;) {
    const bytes = await connection.receive();
    if (!bytes) return;
    if (bytes.length < 4) continue;
    const { flow, port, payload } = packetOut.decode(bytes);
    if (!options.rules.exposes(options.specs, port, 'udp')) continue;
    if (flows.get(flow)?.port !== port) {
      flows.get(flow)?.end();
      flows.set(
        flow,
        openFlow(connection, flow, port, options, () => flows.delete(flow)),
      );
    }
    flows.get(flow)?.send(payload);
  }
}

/** Each flow has its own socket, so a reply on it belongs to that flow. */
function openFlow(
  connection: PeerConnection,
  flow: number,
  port: number,
  { tell }: OutOptions,
  forget: () => void,
): Flow {
  const socket: UdpSocket = udpSocket();
  let ended = false;
  const end = () => {
    if (ended) return;
    ended = true;
    clearTimeout(idle);
    forget();
    socket.close();
  };
  const idle = setTimeout(end, IDLE).unref();
  socket.on('error', (error) => tell(`flow ${flow}: ${error.message}`));
  socket.on('message', (payload, from) => {
    if (from.address !== HOST || from.port !== port) return;
    idle.refresh();
    sendOrDrop(connection, packetBack.encode({ flow, payload }), tell);
  });
  // A socket keeps packets that are sent before it is bound.
  socket.bind(0, HOST);
  return {
    port,
    send(payload) {
      idle.refresh();
      if (!ended) socket.send(payload, port, HOST, () => {});
    },
    end,
  };
}

/** Drops a packet that is too large and logs it. The connection stays open (TUNNEL-UDP-7). */
export function sendOrDrop(connection: PeerConnection, datagram: Uint8Array, tell: Tell): void {
  try {
    connection.send(datagram);
  } catch (error) {
    if (error instanceof PeerError && error.ended === 'too-large')
      tell(`dropped a packet of ${datagram.length} bytes`);
  }
}
