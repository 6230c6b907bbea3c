import { rules as literal } from '../../punch/peers/broker/rules.js';
import { wantsAddress } from './equivalents.js';
import { byMessage, byRule, mutant, type PunchMutant } from './mutant.js';

const matching = ['PUNCH-6.2-3', 'PUNCH-6.2-4'];

export const signalling: readonly PunchMutant[] = [
  byMessage(
    'peer-without-passphrase',
    ['PUNCH-6.2-3', 'PUNCH-6.2-9', 'PUNCH-6-1'],
    'peer',
    ({ passphrase: _, ...rest }) => [rest],
  ),
  byMessage('peer-with-a-text-for-port', ['PUNCH-6-1', ...matching, 'PUNCH-2-3'], 'peer', (message) => [
    { ...message, port: String(message['port']) },
  ]),
  byRule('tells-the-first-only', ['PUNCH-6.2-3'], {
    introductions: (stream) => literal.introductions(stream).slice(0, 1),
  }),
  byRule('tells-the-second-only', ['PUNCH-6.2-4'], {
    introductions: (stream) => literal.introductions(stream).slice(1),
  }),
  byRule('tells-peers-of-themselves', [...matching, 'PUNCH-9.4-2', 'PUNCH-2-3', 'PUNCH-2-2'], {
    introductions: (stream) => literal.introductions(stream).map(([told]) => [told, told] as const),
  }),
  byMessage('forgets-peer-match', ['PUNCH-6.2-5', 'PUNCH-2-5'], 'peer_match', () => []),
  byMessage(
    'peer-match-with-one-endpoint',
    ['PUNCH-6.2-5', 'PUNCH-2-5'],
    'peer_match',
    ({ peers, ...rest }) => [{ ...rest, peers: (peers as readonly unknown[]).slice(0, 1) }],
  ),
  byRule('tells-the-state-to-the-cause-only', ['PUNCH-6.2-6'], { audience: (_session, cause) => [cause] }),
  byRule('tells-the-state-to-the-others-only', ['PUNCH-6.2-6'], {
    audience: (session, cause) => [...session.members].filter((member) => member !== cause),
  }),
  byMessage('never-starts', ['PUNCH-6.2-7'], 'start', () => []),
  byRule('starts-on-one-ready', ['PUNCH-6.2-8'], {
    mayStart: ({ peers }) => peers.length === 2 && peers.some(({ ready }) => ready),
  }),
  byMessage('starts-the-unregistered', ['PUNCH-6.2-8'], 'error', (message) =>
    message['message'] === 'register first' ? [message, { type: 'start' }] : [message],
  ),
  byRule('starts-on-match', ['PUNCH-6.2-8'], { mayStart: ({ peers }) => peers.length === 2 }),
  {
    ...byMessage('a-passphrase-for-each', ['PUNCH-6.2-9'], 'peer', (message) => [
      { ...message, passphrase: literal.passphrase() },
    ]),
    srt: true,
  },
  byMessage('binds-where-the-other-does', ['PUNCH-6.2-3'], 'peer', (message) => [
    { ...message, localPort: message['port'] },
  ]),
  byMessage('session-without-its-state', ['PUNCH-6-2', 'PUNCH-6.2-6'], 'session', ({ type }) => [{ type }]),
  mutant('ignores-pings', ['PUNCH-6.3-1'], { onPing: 'ignore' }),
  mutant('pongs-without-payload', ['PUNCH-6.3-1'], { onPing: 'empty' }),
  mutant('refuses-punch-ping', ['PUNCH-6.3-5', 'PUNCH-8.2-6'], {
    outgoing: (message) =>
      message.type === 'punch.pong'
        ? [{ type: 'error', code: 'INVALID_MESSAGE', message: 'unknown' }]
        : [message],
  }),
  byRule('never-buries-the-dead', ['PUNCH-6.3-2'], { isDead: () => false }),
  byRule('buries-the-living', ['PUNCH-6.3-3', 'PUNCH-6.5-2'], {
    isDead: (member, now, silence) => now - member.opened >= silence,
  }),
  mutant('wants-registration-in-ten-seconds', ['PUNCH-6.2-2'], { timing: { registration: 10_000 } }),
  byRule(
    'introduces-before-both-are-there',
    ['PUNCH-6.4-3', 'PUNCH-2-3', 'PUNCH-6.2-4', 'PUNCH-9.4-2', 'PUNCH-1-1', 'PUNCH-9.1-1', 'PUNCH-9.1-2'],
    {
      introductions: ({ peers: [only, second] }) =>
        only && second
          ? literal.introductions({ name: '', peers: [only, second], started: false })
          : only
            ? [[only, only]]
            : [],
    },
  ),
  (() => {
    const held = new WeakMap<object, unknown>();
    return mutant('states-overtake-each-other', ['PUNCH-6.4-1', 'PUNCH-6.2-6'], {
      outgoing(message, to) {
        if (message.type !== 'session') return [message];
        const earlier = held.get(to);
        if (earlier === undefined) {
          held.set(to, message);
          return [];
        }
        held.delete(to);
        return [message, earlier];
      },
    });
  })(),
  (() => {
    let told = 0;
    // Both of a pair are told in one go: the one who registered second is the second of them.
    return mutant('introduces-the-second-late', ['PUNCH-6.4-1'], {
      delay: ({ type }) => (type === 'peer' && ++told % 2 === 0 ? 300 : 0),
    });
  })(),
  // What a broker loses that hibernates: it pings nobody meanwhile.
  mutant('forgets-who-was-ready', ['PUNCH-6.5-2'], {
    timing: { ping: 600_000 },
    rules: {
      mayStart(stream) {
        const seen = stream.peers.map((peer) => peer.seen);
        return literal.mayStart(stream) && Math.max(...seen) - Math.min(...seen) < 20_000;
      },
    },
  }),
  mutant('swallows-invalid-messages', ['PUNCH-6-3', 'PUNCH-8.2-6'], {
    outgoing: (message) => (message.type === 'error' ? [] : [message]),
  }),
  mutant('closes-invalid-messages-with-4400', ['PUNCH-8.2-3'], {
    outgoing: (message) => [message],
    closeOnError: 4400,
  }),
  mutant('registers-whatever-port', ['PUNCH-6-3'], {
    incoming: (text) => text.replace(/"port":"(\d+)"/, '"port":$1').replace(/"port":(\d+)\.\d+/, '"port":$1'),
  }),
  mutant('registers-no-port-1024', ['PUNCH-6.2-3'], {
    incoming: (text) => text.replace('"port":1024', '"port":1023'),
  }),
  mutant('registers-no-port-65535', ['PUNCH-6.2-3'], {
    incoming: (text) => text.replace('"port":65535', '"port":65536'),
  }),
  mutant('wants-an-address-and-registers-whatever-port', ['PUNCH-6-3'], {
    incoming: (text) => {
      const port = text.replace(/"port":"(\d+)"/, '"port":$1').replace(/"port":(\d+)\.\d+/, '"port":$1');
      return wantsAddress(port);
    },
  }),
  mutant('wants-an-address-and-registers-with-fields-more', ['PUNCH-6-3'], {
    incoming: (text) => wantsAddress(text.replace(/,"admin":true/, '')),
  }),
  {
    ...byMessage('leaves-its-own-schema', ['PUNCH-6-6'], 'session', (message) => [{ ...message, state: 7 }]),
    breaks: ['PUNCH-6-6', 'PUNCH-6.4-1', 'PUNCH-4.1-1'],
    given: 'messages',
  },
  mutant('registers-with-fields-more', ['PUNCH-6-3'], {
    incoming: (text) => text.replace(/,"admin":true/, ''),
  }),
];
