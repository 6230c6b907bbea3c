/** What wrong variants do to their connections: with none of these faults a peer is handed back as it is. */
import type { Fault, Faults } from './faults.js';
import { type Peer, type PeerConnection, PeerError, type PeerStream } from './iroh.js';

const CONCERNS: readonly Fault[] = [
  'one-peer-only',
  'first-stream-only',
  'refusal-is-final',
  'long-stream-cut',
  'stream-not-waited',
  'replies-to-first',
  'replies-to-last',
];
const LONG = 64 * 1024;
const FLOW = 2;

export function wrongPeer(peer: Peer, faults: Faults): Peer {
  if (!CONCERNS.some((fault) => faults.has(fault))) return peer;
  let served: Promise<unknown> = Promise.resolve();
  return {
    ...peer,
    async accept() {
      if (faults.has('one-peer-only')) await served;
      const connection = await peer.accept();
      if (connection) served = connection.closed;
      return connection && wrongConnection(connection, faults, 'out');
    },
    connect: async (...whom) => wrongConnection(await peer.connect(...whom), faults, 'in'),
  };
}

function wrongConnection(connection: PeerConnection, faults: Faults, side: 'out' | 'in'): PeerConnection {
  let streams = 0;
  let refused = false;
  const denied = (): boolean =>
    (faults.has('first-stream-only') && streams++ > 0) || (faults.has('refusal-is-final') && refused);
  const wrong = (stream: PeerStream) =>
    wrongStream(stream, faults, () => {
      refused = true;
    });
  const flows = rememberFlow(faults);
  return {
    ...connection,
    async accept() {
      for (;;) {
        const stream = await connection.accept();
        if (!stream || !denied()) return stream && wrong(stream);
        stream.refuse();
      }
    },
    async open() {
      if (denied()) throw new PeerError('gone', 'no more streams');
      return wrong(await connection.open());
    },
    send: (datagram) => connection.send(side === 'in' ? flows.seen(datagram) : flows.put(datagram)),
    async receive() {
      const datagram = await connection.receive();
      return datagram && (side === 'in' ? flows.put(datagram) : flows.seen(datagram));
    },
  };
}

/** Packets and replies begin with their flow: packets are remembered, replies are given another one. */
function rememberFlow(faults: Faults) {
  let flow: Uint8Array | undefined;
  const first = faults.has('replies-to-first');
  const last = faults.has('replies-to-last');
  return {
    seen(packet: Uint8Array): Uint8Array {
      if (last || (first && !flow)) flow = packet.slice(0, FLOW);
      return packet;
    },
    put: (reply: Uint8Array): Uint8Array =>
      flow ? new Uint8Array(Buffer.concat([flow, reply.subarray(FLOW)])) : reply,
  };
}

function wrongStream(stream: PeerStream, faults: Faults, refused: () => void): PeerStream {
  let written = 0;
  let queue: Promise<void> = Promise.resolve();
  return {
    async read() {
      try {
        return await stream.read();
      } catch (error) {
        refused();
        throw error;
      }
    },
    async write(bytes) {
      written += bytes.length;
      if (faults.has('long-stream-cut') && written > LONG) throw new PeerError('gone', 'long enough');
      if (!faults.has('stream-not-waited')) return stream.write(bytes);
      queue = queue.then(() => stream.write(bytes));
      queue.catch(() => {});
    },
    async finish() {
      await queue;
      await stream.finish();
    },
    refuse() {
      refused();
      stream.refuse();
    },
  };
}
