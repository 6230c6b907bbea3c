/** Connections that are wrong, whatever the rules of their peers. */
import { type IrohPeer, type PeerConnection, PeerError, type PeerStream } from '../../tunnel/peers/iroh.js';
import type { Rules } from '../../tunnel/peers/rules.js';

/** `out` is the end that accepted the connection. */
export type End = 'out' | 'in';

/** A peer with all connections replaced. */
export const connections =
  (replace: (connection: PeerConnection, end: End, peer: IrohPeer) => PeerConnection) =>
  (rules: Rules): Pick<Rules, 'bind'> => ({
    async bind(options) {
      const peer = await rules.bind(options);
      return {
        ...peer,
        async accept() {
          const connection = await peer.accept();
          return connection && replace(connection, 'out', peer);
        },
        connect: async (...whom) => replace(await peer.connect(...whom), 'in', peer),
      };
    },
  });

export function onePeerOnly(peer: IrohPeer): IrohPeer {
  let served: Promise<unknown> = Promise.resolve();
  return {
    ...peer,
    async accept() {
      await served;
      const connection = await peer.accept();
      if (connection) served = connection.closed;
      return connection;
    },
  };
}

/** Denies further streams when `denied` is true. */
export function streamsUntil(
  connection: PeerConnection,
  denied: () => boolean,
  each: (stream: PeerStream) => PeerStream = (stream) => stream,
): PeerConnection {
  return {
    ...connection,
    async accept() {
      for (;;) {
        const stream = await connection.accept();
        if (!stream) return undefined;
        if (!denied()) return each(stream);
        stream.refuse();
      }
    },
    async open() {
      if (denied()) throw new PeerError('gone', 'no more streams');
      return each(await connection.open());
    },
  };
}

/** Drops every packet, in both directions. */
export const withoutPackets = (connection: PeerConnection): PeerConnection => ({
  ...connection,
  send: () => {},
  async receive() {
    while (await connection.receive());
    return undefined;
  },
});

export function firstStreamOnly(connection: PeerConnection): PeerConnection {
  let streams = 0;
  return streamsUntil(connection, () => streams++ > 0);
}

export function refusalIsFinal(connection: PeerConnection): PeerConnection {
  let refused = false;
  return streamsUntil(
    connection,
    () => refused,
    (stream) => ({
      ...stream,
      async read() {
        try {
          return await stream.read();
        } catch (error) {
          refused = true;
          throw error;
        }
      },
      refuse() {
        refused = true;
        stream.refuse();
      },
    }),
  );
}

const FLOW = 2;

/** Packets and replies begin with their flow. This remembers one, and gives it to all replies. */
export const repliesTo =
  (which: 'first' | 'last') =>
  (connection: PeerConnection, end: End): PeerConnection => {
    let flow: Uint8Array | undefined;
    const seen = (packet: Uint8Array): Uint8Array => {
      if (which === 'last' || !flow) flow = packet.slice(0, FLOW);
      return packet;
    };
    const put = (reply: Uint8Array): Uint8Array =>
      flow ? new Uint8Array(Buffer.concat([flow, reply.subarray(FLOW)])) : reply;
    return {
      ...connection,
      send: (datagram) => connection.send(end === 'in' ? seen(datagram) : put(datagram)),
      async receive() {
        const datagram = await connection.receive();
        return datagram && (end === 'in' ? put(datagram) : seen(datagram));
      },
    };
  };
