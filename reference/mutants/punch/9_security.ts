import { createHash, randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { all, answering, limiting, type PunchMutant, ruling, sending, withBody } from './mutant.js';

const inOneSession = createHash('sha256').update('always the same').digest('base64url');
const UNLIMITED = limiting({ messages: { amount: 1e6, per: 10_000 } });

const scope: readonly PunchMutant[] = [
  {
    id: 'peers-may-close',
    clause: ['PUNCH-9.1-3'],
    what: 'A peer token closes the session.',
    change: ruling(() => ({ mayAdminister: () => true })),
  },
  {
    // Such an admin takes any free place, also the one that a peer just left.
    id: 'admins-may-register',
    clause: ['PUNCH-9.1-1', 'PUNCH-2-3'],
    what: 'An admin that registers takes a free place in a stream.',
    change: ruling(() => ({
      mayRegister: () => true,
      streamOf: (claims, session) =>
        claims.stream ?? [...session.streams.values()].find(({ peers }) => peers.length === 1)?.name,
    })),
  },
  {
    id: 'streams-by-request',
    clause: ['PUNCH-9.1-1', 'PUNCH-9.1-2'],
    what: 'A register message may name another stream than its token.',
    change: ruling(() => ({
      mayRegister: ({ role }) => role === 'peer',
      streamOf: (claims, _session, asked) => asked ?? claims.stream ?? undefined,
    })),
  },
];

const passphrases: readonly PunchMutant[] = [
  {
    id: 'passphrase-of-128-bits',
    clause: ['PUNCH-9.2-1'],
    what: 'A passphrase has 128 bits.',
    change: ruling(() => ({ passphrase: () => randomBytes(16).toString('hex') })),
  },
  {
    id: 'passphrase-too-long-for-srt',
    clause: ['PUNCH-9.2-1', 'PUNCH-6-1', 'PUNCH-6-2'],
    what: 'A passphrase has 128 characters.',
    change: ruling(() => ({ passphrase: () => randomBytes(64).toString('hex') })),
  },
  {
    id: 'one-passphrase-for-all',
    clause: ['PUNCH-9.2-2'],
    what: 'All sessions have the same passphrase.',
    change: ruling(() => ({ passphrase: () => inOneSession })),
  },
  {
    id: 'passphrase-by-name',
    clause: ['PUNCH-9.2-2'],
    what: 'A passphrase is derived from the name of the session.',
    change: sending((message, _to, { name }) => [
      message.type === 'peer'
        ? { ...message, passphrase: createHash('sha256').update(name).digest('base64url') }
        : message,
    ]),
  },
];

const coordinates: readonly PunchMutant[] = [
  {
    id: 'knocks-by-udp',
    clause: ['PUNCH-9.3-1'],
    what: 'A datagram is sent to the address that a peer registers.',
    change: ruling(({ readMessage }) => ({
      readMessage(text, from) {
        const message = readMessage(text, from);
        if (message.type === 'register' && message.ip?.startsWith('127.')) knock(message.ip, message.port);
        return message;
      },
    })),
  },
  {
    id: 'tells-everybody-the-match',
    clause: ['PUNCH-9.4-1', 'PUNCH-9.1-1'],
    what: 'Every member of the session receives the peer_match message.',
    change: ruling(() => ({ watchers: (session) => [...session.members] })),
  },
  {
    id: 'leaks-into-the-next-session',
    clause: ['PUNCH-9.4-1'],
    what: 'The last match of any session is sent along with a punch.pong.',
    change(rules) {
      let last: unknown;
      const leak = sending((message, _to, session) => {
        if (message.type === 'peer_match' || message.type === 'peer') last = message;
        return message.type === 'punch.pong'
          ? [message, { type: 'session', state: session.state, last }]
          : [message];
      });
      return leak(rules);
    },
  },
  {
    id: 'address-from-the-connection',
    clause: ['PUNCH-9.4-2'],
    what: 'The address in a peer message is that of its WebSocket.',
    change: ruling(({ readMessage }) => ({
      readMessage(text, from) {
        const message = readMessage(text, from);
        return message.type === 'register' ? { ...message, ip: '127.0.0.1' } : message;
      },
    })),
  },
  {
    id: 'coordinates-over-http',
    clause: ['PUNCH-9.4-1'],
    what: 'GET connect shows coordinates to a peer.',
    change: answering((answer, { path }) =>
      path.endsWith('/connect') && answer.status === 200
        ? withBody(answer, (body) => ({ ...body, peers: ['10.11.12.13:20101'] }))
        : answer,
    ),
  },
];

function knock(ip: string, port: number): void {
  const socket = createSocket('udp4');
  socket.send('hello', port, ip, () => socket.close());
}

const messageRate: readonly PunchMutant[] = [
  {
    id: 'serves-every-message',
    clause: ['PUNCH-9.5-2'],
    what: 'Messages are not limited.',
    change: UNLIMITED,
  },
  {
    id: 'serves-every-message-and-ignores-what-is-none',
    clause: ['PUNCH-9.5-2', 'PUNCH-6-3', 'PUNCH-8.2-6'],
    what: 'Messages are not limited, and neither errors nor punch.ping are answered.',
    change: all(
      UNLIMITED,
      sending((message) => (message.type === 'error' || message.type === 'punch.pong' ? [] : [message])),
    ),
  },
];

const ciphers = 'DEFAULT:@SECLEVEL=0';

const transport: readonly PunchMutant[] = [
  {
    id: 'old-tls',
    clause: ['PUNCH-9.6-1'],
    what: 'TLS 1.0 is accepted.',
    tls: true,
    change: ruling(() => ({ tls: { minVersion: 'TLSv1', ciphers } })),
  },
  {
    id: 'old-tls-alone',
    clause: ['PUNCH-9.6-1'],
    what: 'No version of TLS but 1.1 is accepted.',
    tls: true,
    alone: true,
    change: ruling(() => ({ tls: { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers } })),
  },
  {
    id: 'redirects-to-http',
    clause: ['PUNCH-9.6-2'],
    what: 'GET / redirects to http:.',
    tls: true,
    change: answering((answer, { path }) =>
      path === '/'
        ? { ...answer, status: 301, headers: { ...answer.headers, Location: 'http://127.0.0.1/' } }
        : answer,
    ),
  },
];

export const security: readonly PunchMutant[] = [
  ...scope,
  ...passphrases,
  ...coordinates,
  ...messageRate,
  ...transport,
];
