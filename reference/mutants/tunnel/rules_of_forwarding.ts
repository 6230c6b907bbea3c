/** The rules by which the commands forward: dropped, inverted and late. */
import { setTimeout as sleep } from 'node:timers/promises';
import { PeerError } from '../../tunnel/peers/iroh.js';
import { permits } from '../kinds.js';
import { byHand, none, noneOf } from '../systematic.js';
import { found, MINUTE, NO_OPPOSITE, type TunnelRules, wrongBoth, wrongIn, wrongOut } from './mutant.js';

const LATE_IS_RIGHT = none('It may take its time: an equivalent does.');

const connections = {
  connectionFor: {
    clause: ['TUNNEL-IN-10'],
    dropped: byHand('connection-each'),
    inverted: byHand('connection-for-stdio'),
    late: none('Each mapping has its connection once.'),
  },
  serveIn: {
    clause: ['TUNNEL-IN-4'],
    dropped: {
      what: 'in opens no listener.',
      as: () => async () => ({ stdio: new Promise(() => {}), close: () => {} }),
      facts: found('in/loopback-only', 'in/loopback-only-udp'),
    },
    inverted: NO_OPPOSITE,
    late: {
      what: 'in opens its listeners only after a minute.',
      as: (serve) => async (options) => {
        await sleep(MINUTE);
        return serve(options);
      },
      facts: found('in/loopback-only'),
    },
  },
  unreachable: {
    clause: ['TUNNEL-IN-14'],
    dropped: byHand('unreachable-not-told'),
    inverted: NO_OPPOSITE,
    late: none('When an attempt to connect ends is decided before the rule is asked.'),
  },
  lost: {
    clause: ['TUNNEL-IN-14'],
    dropped: byHand('loss-not-told', 'loss-crashes'),
    inverted: NO_OPPOSITE,
    late: none('When a peer counts as lost is decided before the rule is asked.'),
  },
  bindAddress: {
    clause: ['TUNNEL-IN-11'],
    dropped: byHand('listens-on-all', 'listens-on-all-udp'),
    inverted: NO_OPPOSITE,
    late: none('A listener is bound once.'),
  },
  exposes: {
    clause: ['TUNNEL-OUT-7'],
    kind: permits((_specs, port, proto) => `${port}/${proto}`),
    dropped: byHand('any-tcp-port', 'any-udp-port'),
    inverted: {
      what: 'out serves the ports that are not exposed, and rejects the others.',
      facts: found(...wrongOut('tcp/refused'), ...wrongOut('udp/unlisted')),
    },
    late: {
      what: 'out serves the first connection or packet to a port that is not exposed.',
      facts: found(...wrongOut('tcp/refused'), ...wrongOut('udp/unlisted')),
    },
  },
  connectLocal: {
    clause: ['TUNNEL-OUT-6'],
    dropped: {
      what: 'out connects to no service.',
      as: () => () => Promise.reject(new PeerError('refused', 'no service')),
      facts: found(...wrongOut('tcp/half-close')),
    },
    inverted: byHand('ipv6-first'),
    late: LATE_IS_RIGHT,
  },
  refuse: {
    clause: ['TUNNEL-TCP-5'],
    dropped: byHand('refusal-left-open'),
    inverted: none('A stream that is served where it has to be refused is a mistake of another rule.'),
    late: LATE_IS_RIGHT,
  },
} satisfies TunnelRules;

const bytes = {
  send: {
    clause: ['TUNNEL-TCP-2'],
    dropped: {
      what: 'No byte of a local end reaches the other side.',
      as: () => async () => {},
      facts: found(...wrongBoth('tcp/half-close')),
    },
    inverted: NO_OPPOSITE,
    late: LATE_IS_RIGHT,
  },
  deliver: {
    clause: ['TUNNEL-TCP-2'],
    dropped: byHand('output-eaten', 'input-eaten'),
    inverted: NO_OPPOSITE,
    late: LATE_IS_RIGHT,
  },
  finish: {
    clause: ['TUNNEL-TCP-3'],
    dropped: byHand('no-fin-to-peer', 'stdin-end-lost'),
    inverted: byHand('fin-ends-both'),
    late: LATE_IS_RIGHT,
  },
  endLocal: {
    clause: ['TUNNEL-TCP-3'],
    dropped: byHand('no-fin-to-service', 'no-fin-to-client'),
    inverted: {
      what: 'The end of one direction closes the local end in both.',
      as: () => (to) => void to.destroy(),
      facts: found(...wrongOut('tcp/half-close'), ...wrongIn('tcp/service-ends-first')),
    },
    late: LATE_IS_RIGHT,
  },
  breakOff: {
    clause: ['TUNNEL-TCP-5'],
    dropped: byHand('reset-not-told'),
    inverted: none('A stream that ends well where it has to be broken off is `reset-not-told` to its peer.'),
    late: LATE_IS_RIGHT,
  },
  stdioEndsWithRemote: {
    ...noneOf('It is yes or no.'),
    clause: ['TUNNEL-IN-15'],
    dropped: byHand('stdin-awaited'),
  },
  flowOf: {
    clause: ['TUNNEL-UDP-3'],
    dropped: {
      what: 'All senders to a mapping share one flow.',
      as: () => () => '',
      facts: found(...wrongIn('udp/replies')),
    },
    inverted: byHand('one-flow-for-mappings'),
    late: none('A sender has its flow from its first packet on, or none.'),
  },
  reply: {
    clause: ['TUNNEL-UDP-3'],
    dropped: {
      what: 'in passes no reply to its sender.',
      as: () => () => {},
      facts: found(...wrongIn('udp/replies')),
    },
    inverted: byHand('replies-from-elsewhere'),
    late: LATE_IS_RIGHT,
  },
} satisfies TunnelRules;

export const rulesOfForwarding = { ...connections, ...bytes };
