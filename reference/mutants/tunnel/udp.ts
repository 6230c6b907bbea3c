import { setTimeout as sleep } from 'node:timers/promises';
import { PeerError } from '../../tunnel/peers/iroh.js';
import { udpSocket } from '../../tunnel/peers/udp.js';
import { mutant, wrongBoth, wrongIn } from './mutant.js';
import { connections, repliesTo } from './transport.js';

const PACKET_HEADER = 4;
const REPLY_HEADER = 2;
const CUT = 500;
const STALL = 200;

/** Drops the datagrams of this length. */
const dropping = (length: number) =>
  connections((connection) => ({
    ...connection,
    async receive() {
      for (;;) {
        const datagram = await connection.receive();
        if (datagram?.length !== length) return datagram;
      }
    },
  }));

const replies = [
  mutant({
    id: 'replies-to-first',
    clause: ['UDP-3'],
    what: 'All replies go to the first sender.',
    kills: wrongBoth('udp/replies'),
    change: connections(repliesTo('first')),
  }),
  mutant({
    id: 'replies-to-last',
    clause: ['UDP-3'],
    what: 'All replies go to the sender of the last packet.',
    kills: wrongBoth('udp/late-reply'),
    change: connections(repliesTo('last')),
  }),
  mutant({
    id: 'replies-from-elsewhere',
    clause: ['UDP-3'],
    what: 'Replies leave from another local socket than the one that was sent to.',
    kills: wrongIn('udp/reply-address'),
    only: 'in',
    change: () => ({
      reply(payload, { port, address }) {
        const socket = udpSocket();
        socket.send(payload, port, address, () => socket.close());
      },
    }),
  }),
  mutant({
    id: 'one-flow-for-mappings',
    clause: ['UDP-3'],
    what: 'A sender has one flow for all mappings, so all its replies leave from the first local port.',
    kills: wrongIn('udp/two-mappings'),
    only: 'in',
    change: () => ({ flowOf: (_local, address, from) => `${address} ${from}` }),
  }),
];

const packets = [
  mutant({
    id: 'any-udp-port',
    clause: ['UDP-4'],
    what: 'Every UDP port is exposed.',
    kills: ['udp/unlisted-from-reference'],
    change: (rules) => ({
      exposes: (specs, port, proto) => proto === 'udp' || rules.exposes(specs, port, proto),
    }),
  }),
  mutant({
    id: 'empty-packet-dropped',
    clause: ['UDP-1'],
    what: 'A packet without payload is dropped.',
    kills: ['udp/sizes-from-reference'],
    only: 'out',
    change: dropping(PACKET_HEADER),
  }),
  mutant({
    id: 'empty-reply-dropped',
    clause: ['UDP-1'],
    what: 'A reply without payload is dropped.',
    kills: ['udp/sizes-to-reference'],
    only: 'in',
    change: dropping(REPLY_HEADER),
  }),
  mutant({
    id: 'packet-cut',
    clause: ['UDP-1'],
    what: 'A packet is cut to 500 bytes.',
    kills: wrongBoth('udp/sizes'),
    change: connections((connection) => ({
      ...connection,
      send: (datagram) => connection.send(datagram.subarray(0, CUT)),
    })),
  }),
  mutant({
    id: 'large-packet-ends',
    clause: ['UDP-7'],
    what: 'A packet that is too large ends the connection.',
    kills: wrongBoth('udp/sizes'),
    change: connections((connection) => ({
      ...connection,
      send(datagram) {
        try {
          connection.send(datagram);
        } catch (error) {
          if (error instanceof PeerError && error.ended === 'too-large') connection.close('packet too large');
          throw error;
        }
      },
    })),
  }),
  mutant({
    id: 'packets-in-line',
    clause: ['UDP-2'],
    what: `Each packet holds up the next one for ${STALL} ms.`,
    kills: wrongBoth('udp/burst'),
    change: connections((connection) => {
      let line: Promise<unknown> = Promise.resolve();
      return {
        ...connection,
        async receive() {
          await line;
          const packet = await connection.receive();
          line = sleep(STALL);
          return packet;
        },
      };
    }),
  }),
];

export const udp = [...replies, ...packets];
