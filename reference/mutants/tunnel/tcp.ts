import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { PeerError, type PeerStream } from '../../tunnel/peers/iroh.js';
import type { Rules } from '../../tunnel/peers/rules.js';
import type { Proto } from '../../tunnel/port.js';
import { mutant, wrongBoth, wrongIn, wrongOut } from './mutant.js';
import { connections, firstStreamOnly, refusalIsFinal } from './transport.js';

const LONG = 64 * 1024;

/** Over this protocol, exposes the ports of both. */
const exposing =
  (over: Proto) =>
  (rules: Rules): Pick<Rules, 'exposes'> => ({
    exposes: (specs, port, proto) =>
      proto === over ? specs.some((spec) => spec.port === port) : rules.exposes(specs, port, proto),
  });

const services = [
  mutant({
    id: 'any-tcp-port',
    clause: ['TCP-4', 'OUT-7'],
    what: 'Every TCP port is exposed.',
    kills: [...wrongOut('tcp/refused'), ...wrongOut('in/stdio-refused')],
    change: (rules) => ({
      exposes: (specs, port, proto) => proto === 'tcp' || rules.exposes(specs, port, proto),
    }),
  }),
  mutant({
    id: 'udp-opens-tcp',
    clause: ['OUT-7'],
    what: 'A port that is exposed over UDP is reached over TCP too.',
    kills: wrongOut('tcp/refused'),
    change: exposing('tcp'),
  }),
  mutant({
    id: 'tcp-opens-udp',
    clause: ['OUT-7'],
    what: 'A port that is exposed over TCP is reached over UDP too.',
    kills: wrongOut('udp/unlisted'),
    change: exposing('udp'),
  }),
  mutant({
    id: 'ipv6-first',
    clause: ['TCP-2', 'OUT-6'],
    what: 'out connects to ::1, and to 127.0.0.1 only where nobody listens there.',
    kills: wrongOut('tcp/service-address'),
    only: 'out',
    change: (rules) => ({
      async connectLocal(port): Promise<Socket> {
        const socket = connect({ host: '::1', port, allowHalfOpen: true, noDelay: true });
        try {
          await once(socket, 'connect');
          return socket;
        } catch {
          return rules.connectLocal(port);
        }
      },
    }),
  }),
  mutant({
    id: 'refusal-left-open',
    clause: ['TCP-5'],
    what: 'A stream stays open where no service listens.',
    kills: wrongOut('tcp/nobody-listens'),
    change: () => ({ refuse: () => {} }),
  }),
];

const ends = [
  mutant({
    id: 'no-fin-to-service',
    clause: ['TCP-3'],
    what: 'out passes no FIN to the service.',
    kills: ['tcp/half-close-from-reference', 'in/bridge-from-reference'],
    only: 'out',
    change: () => ({ endLocal: () => {} }),
  }),
  mutant({
    id: 'no-fin-to-peer',
    clause: ['TCP-3'],
    what: 'out passes no FIN of the service to the peer.',
    kills: [
      ...wrongOut('tcp/service-ends-first'),
      'in/stdio-exits-from-reference',
      'in/remote-ends-from-reference',
    ],
    only: 'out',
    change: () => ({ finish: async () => {} }),
  }),
  mutant({
    id: 'no-fin-to-client',
    clause: ['TCP-3'],
    what: 'in passes no FIN to its client.',
    kills: ['tcp/service-ends-first-to-reference'],
    only: 'in',
    change: () => ({ endLocal: () => {} }),
  }),
  mutant({
    id: 'stdin-end-lost',
    clause: ['TCP-3'],
    what: 'in does not pass on the end of stdin.',
    kills: wrongIn('in/bridge'),
    only: 'in',
    change: () => ({ finish: async () => {} }),
  }),
  mutant({
    id: 'fin-ends-both',
    clause: ['TCP-3'],
    what: 'A FIN closes both directions.',
    kills: [...wrongIn('tcp/half-close'), ...wrongOut('tcp/service-ends-first')],
    change: (rules) => ({
      finish(stream, from) {
        // This comes before the end is passed on, so an answer to it never arrives in time.
        from.destroy();
        return rules.finish(stream, from);
      },
    }),
  }),
  mutant({
    id: 'reset-not-told',
    clause: ['TCP-1', 'TCP-5', 'ACCEPTANCE-6'],
    what: 'A reset on one side leaves the other side open.',
    kills: [
      ...wrongBoth('tcp/client-resets'),
      ...wrongBoth('tcp/service-resets'),
      'tcp/refused-to-reference',
      'tcp/nobody-listens-to-reference',
    ],
    change: () => ({ breakOff: () => {} }),
  }),
];

const streams = [
  mutant({
    id: 'refusal-is-final',
    clause: ['TCP-1'],
    what: 'After one refused stream all further streams are refused.',
    kills: wrongBoth('tcp/service-restarted'),
    change: connections(refusalIsFinal),
  }),
  mutant({
    id: 'first-stream-only',
    clause: ['TCP-1'],
    what: 'Only the first stream of a connection is served.',
    kills: [...wrongBoth('tcp/many-at-once'), ...wrongBoth('in/stdio-beside-port')],
    change: connections(firstStreamOnly),
  }),
];

const bytes = [
  mutant({
    id: 'text-only',
    clause: ['NON-GOALS-1'],
    what: 'Bytes are passed on as UTF-8 text.',
    kills: wrongBoth('tcp/binary-both-ways'),
    change: (rules) => ({
      send: (stream, sent) => rules.send(stream, Buffer.from(Buffer.from(sent).toString('utf8'))),
    }),
  }),
  mutant({
    id: 'output-eaten',
    clause: ['TCP-2'],
    what: 'out passes no byte of the peer to the service.',
    kills: ['tcp/binary-both-ways-from-reference'],
    only: 'out',
    change: () => ({ deliver: async () => {} }),
  }),
  mutant({
    id: 'input-eaten',
    clause: ['TCP-2'],
    what: 'in passes no byte of the peer to its client.',
    kills: ['tcp/binary-both-ways-to-reference'],
    only: 'in',
    change: () => ({ deliver: async () => {} }),
  }),
  mutant({
    id: 'long-stream-cut',
    clause: ['TCP-1'],
    what: 'A stream is broken off after 64 KiB.',
    kills: [...wrongBoth('tcp/http'), ...wrongBoth('tcp/bulk')],
    change(rules) {
      const sent = new WeakMap<PeerStream, number>();
      return {
        async send(stream, chunk) {
          const length = (sent.get(stream) ?? 0) + chunk.length;
          sent.set(stream, length);
          if (length > LONG) throw new PeerError('gone', 'the stream is too long');
          await rules.send(stream, chunk);
        },
      };
    },
  }),
  mutant({
    id: 'reader-not-waited',
    clause: ['TCP-7'],
    what: 'Bytes are written to a local end that does not read.',
    kills: wrongBoth('tcp/slow-reader'),
    change: () => ({
      async deliver(to, chunk) {
        to.write(chunk);
      },
    }),
  }),
  mutant({
    id: 'stream-not-waited',
    clause: ['TCP-7'],
    what: 'Bytes are read from a local end while the stream does not take them.',
    kills: wrongBoth('tcp/slow-reader'),
    change(rules) {
      const queues = new WeakMap<PeerStream, Promise<void>>();
      return {
        async send(stream, chunk) {
          const queue = (queues.get(stream) ?? Promise.resolve()).then(() => rules.send(stream, chunk));
          queue.catch(() => {});
          queues.set(stream, queue);
        },
        async finish(stream, from) {
          await queues.get(stream);
          await rules.finish(stream, from);
        },
      };
    },
  }),
];

export const tcp = [...services, ...ends, ...streams, ...bytes];
