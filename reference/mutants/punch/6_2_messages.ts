import { wantsAddress } from './equivalents.js';
import { all, type PunchMutant, reading, ruling, sending, sendingOf, timing } from './mutant.js';

const matching = ['PUNCH-6.2-3', 'PUNCH-6.2-4'];

const matches: readonly PunchMutant[] = [
  {
    id: 'peer-without-passphrase',
    clause: ['PUNCH-6.2-3', 'PUNCH-6.2-9', 'PUNCH-6-1'],
    what: 'A peer message has no passphrase.',
    change: sendingOf('peer', ({ passphrase: _, ...rest }) => [rest]),
  },
  {
    id: 'peer-with-a-text-for-port',
    clause: ['PUNCH-6-1', ...matching, 'PUNCH-2-3'],
    what: 'The port in a peer message is text.',
    change: sendingOf('peer', (message) => [{ ...message, port: String(message['port']) }]),
  },
  {
    id: 'tells-the-first-only',
    clause: ['PUNCH-6.2-3'],
    what: 'Only the peer that registered first receives a peer message.',
    change: ruling((rules) => ({ introductions: (stream) => rules.introductions(stream).slice(0, 1) })),
  },
  {
    id: 'tells-the-second-only',
    clause: ['PUNCH-6.2-4'],
    what: 'Only the peer that registered second receives a peer message.',
    change: ruling((rules) => ({ introductions: (stream) => rules.introductions(stream).slice(1) })),
  },
  {
    id: 'tells-peers-of-themselves',
    clause: [...matching, 'PUNCH-9.4-2', 'PUNCH-2-3', 'PUNCH-2-2'],
    what: 'Each peer receives its own coordinates.',
    change: ruling((rules) => ({
      introductions: (stream) => rules.introductions(stream).map(([told]) => [told, told] as const),
    })),
  },
  {
    id: 'introduces-before-both-are-there',
    clause: [
      'PUNCH-6.4-3',
      'PUNCH-2-3',
      'PUNCH-6.2-4',
      'PUNCH-9.4-2',
      'PUNCH-1-1',
      'PUNCH-9.1-1',
      'PUNCH-9.1-2',
    ],
    what: 'A peer message comes as soon as one peer has registered.',
    change: ruling((rules) => ({
      introductions: (stream) => {
        const [only, second] = stream.peers;
        return only && !second ? [[only, only]] : rules.introductions(stream);
      },
    })),
  },
  {
    id: 'forgets-peer-match',
    clause: ['PUNCH-6.2-5', 'PUNCH-2-5'],
    what: 'Observers receive no peer_match message.',
    change: sendingOf('peer_match', () => []),
  },
  {
    id: 'tells-the-match-to-one-observer',
    clause: ['PUNCH-6.2-5'],
    what: 'Of several observers only one receives peer_match messages.',
    change: ruling((rules) => ({ watchers: (session) => rules.watchers(session).slice(0, 1) })),
  },
  {
    id: 'peer-match-with-one-endpoint',
    clause: ['PUNCH-6.2-5', 'PUNCH-2-5'],
    what: 'A peer_match message has one endpoint.',
    change: sendingOf('peer_match', ({ peers, ...rest }) => [
      { ...rest, peers: (peers as readonly unknown[]).slice(0, 1) },
    ]),
  },
  {
    id: 'a-passphrase-for-each',
    clause: ['PUNCH-6.2-9'],
    what: 'Each peer of a pair receives a passphrase of its own.',
    srt: true,
    change: (rules) =>
      sendingOf('peer', (message) => [{ ...message, passphrase: rules.passphrase() }])(rules),
  },
  {
    id: 'binds-where-the-other-does',
    clause: ['PUNCH-6.2-3'],
    what: 'localPort is the port of the remote peer.',
    change: sendingOf('peer', (message) => [{ ...message, localPort: message['port'] }]),
  },
];

const states: readonly PunchMutant[] = [
  {
    id: 'tells-the-state-to-the-cause-only',
    clause: ['PUNCH-6.2-6'],
    what: 'Only the peer that registered receives the session message.',
    change: ruling(() => ({ audience: (_session, cause) => [cause] })),
  },
  {
    id: 'tells-the-state-to-the-others-only',
    clause: ['PUNCH-6.2-6'],
    what: 'The peer that registered receives no session message.',
    change: ruling(() => ({
      audience: (session, cause) => [...session.members].filter((member) => member !== cause),
    })),
  },
  {
    id: 'tells-the-state-to-one-stream-only',
    clause: ['PUNCH-6.2-6'],
    what: 'A session message comes to the stream of the peer that registered and to observers, and to no other stream.',
    change: ruling((rules) => ({
      audience: (session, cause) =>
        rules
          .audience(session, cause)
          .filter(({ claims }) => claims.stream === null || claims.stream === cause.claims.stream),
    })),
  },
  {
    id: 'session-without-its-state',
    clause: ['PUNCH-6-2', 'PUNCH-6.2-6'],
    what: 'A session message has no state.',
    change: sendingOf('session', ({ type }) => [{ type }]),
  },
  {
    id: 'leaves-its-own-schema',
    clause: ['PUNCH-6-6', 'PUNCH-6.2-6', 'PUNCH-6.4-1', 'PUNCH-4.1-1'],
    what: 'The state in a session message is a number, against the message schema of the deployment.',
    given: 'messages',
    change: sendingOf('session', (message) => [{ ...message, state: 7 }]),
  },
  {
    id: 'states-overtake-each-other',
    clause: ['PUNCH-6.4-1', 'PUNCH-6.2-6'],
    what: 'Of two session messages the second is sent first.',
    change(rules) {
      const held = new WeakMap<object, unknown>();
      const swap = sending((message, to) => {
        if (message.type !== 'session') return [message];
        const earlier = held.get(to);
        if (earlier === undefined) held.set(to, message);
        else held.delete(to);
        return earlier === undefined ? [] : [message, earlier];
      });
      return swap(rules);
    },
  },
  {
    id: 'introduces-the-second-late',
    clause: ['PUNCH-6.4-1'],
    what: 'The peer message to the second peer waits for 300 ms while others pass it by.',
    change(rules) {
      let told = 0;
      // The broker tells both peers of a pair at once, and the second message goes to the peer that registered second.
      return { ...rules, heldBack: ({ type }) => (type === 'peer' && ++told % 2 === 0 ? 300 : 0) };
    },
  },
];

const starts: readonly PunchMutant[] = [
  {
    id: 'never-starts',
    clause: ['PUNCH-6.2-7'],
    what: 'No start message is sent.',
    change: sendingOf('start', () => []),
  },
  {
    id: 'starts-on-one-ready',
    clause: ['PUNCH-6.2-8'],
    what: 'The start message comes when one of the two is ready.',
    change: ruling(() => ({
      mayStart: ({ peers }) => peers.length === 2 && peers.some(({ ready }) => ready),
    })),
  },
  {
    id: 'starts-the-unregistered',
    clause: ['PUNCH-6.2-8'],
    what: 'A ready from a peer that never registered brings a start message.',
    change: sendingOf('error', (message) =>
      message['message'] === 'register first' ? [message, { type: 'start' }] : [message],
    ),
  },
  {
    id: 'starts-all-pairs',
    clause: ['PUNCH-6.2-8'],
    what: 'The start message of one pair is sent to every peer of the session.',
    change(rules) {
      const started = new Set<unknown>();
      const spread = sending((message, _to, session) => {
        if (message.type === 'start') started.add(session);
        return message.type === 'punch.pong' && started.has(session)
          ? [{ type: 'start' }, message]
          : [message];
      });
      return spread(rules);
    },
  },
  {
    id: 'starts-on-match',
    clause: ['PUNCH-6.2-8'],
    what: 'The start message comes with the match.',
    change: ruling(() => ({ mayStart: ({ peers }) => peers.length === 2 })),
  },
  {
    // Like a broker that hibernates. It sends no pings meanwhile.
    id: 'forgets-who-was-ready',
    clause: ['PUNCH-6.5-2'],
    what: 'A ready is forgotten after 20 idle seconds.',
    change: all(
      timing({ ping: 600_000 }),
      ruling((rules) => ({
        mayStart(stream) {
          const seen = stream.peers.map((peer) => peer.seen);
          return rules.mayStart(stream) && Math.max(...seen) - Math.min(...seen) < 20_000;
        },
      })),
    ),
  },
];

const anyPort = (text: string): string =>
  text.replace(/"port":"(\d+)"/, '"port":$1').replace(/"port":(\d+)\.\d+/, '"port":$1');
const moreFields = (text: string): string => text.replace(/,"admin":true/, '');

const refusals: readonly PunchMutant[] = [
  {
    id: 'swallows-invalid-messages',
    clause: ['PUNCH-6-3', 'PUNCH-8.2-6'],
    what: 'No error message is sent.',
    change: sending((message) => (message.type === 'error' ? [] : [message])),
  },
  {
    id: 'closes-invalid-messages-with-4400',
    clause: ['PUNCH-8.2-3'],
    what: 'An error message is followed by a close with 4400.',
    change: ruling(() => ({ closesAfter: ({ type }) => (type === 'error' ? 4400 : undefined) })),
  },
  {
    id: 'takes-binary-messages',
    clause: ['PUNCH-6-3'],
    what: 'A binary frame is read like a text frame.',
    change: ruling(() => ({ readsFrame: () => true })),
  },
  {
    id: 'registers-whatever-port',
    clause: ['PUNCH-6-3'],
    what: 'A port may be text or a fraction.',
    change: reading(anyPort),
  },
  {
    id: 'wants-an-address-and-registers-whatever-port',
    clause: ['PUNCH-6-3'],
    what: 'A register message needs an ip, and its port may be text or a fraction.',
    change: reading((text) => wantsAddress(anyPort(text))),
  },
  {
    id: 'registers-no-port-1024',
    clause: ['PUNCH-6.2-3'],
    what: 'Port 1024 is rejected.',
    change: reading((text) => text.replace('"port":1024', '"port":1023')),
  },
  {
    id: 'registers-no-port-65535',
    clause: ['PUNCH-6.2-3'],
    what: 'Port 65535 is rejected.',
    change: reading((text) => text.replace('"port":65535', '"port":65536')),
  },
  {
    id: 'registers-with-fields-more',
    clause: ['PUNCH-6-3'],
    what: 'A register message may have members that the schema lacks.',
    change: reading(moreFields),
  },
  {
    id: 'wants-an-address-and-registers-with-fields-more',
    clause: ['PUNCH-6-3'],
    what: 'A register message needs an ip, and may have members that the schema lacks.',
    change: reading((text) => wantsAddress(moreFields(text))),
  },
];

export const messages: readonly PunchMutant[] = [...matches, ...states, ...starts, ...refusals];
