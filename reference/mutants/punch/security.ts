import { createHash, randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { byAnswer, byRule, isCreation, mutant, type PunchMutant, withBody, without } from './mutant.js';

const inOneSession = createHash('sha256').update('always the same').digest('base64url');

const security: readonly PunchMutant[] = [
  byRule('peers-may-close', ['PUNCH-9.1-3'], { mayAdminister: () => true }),
  // An admin that registers takes whatever place is free, also the one that a peer just left.
  mutant('admins-may-register', ['PUNCH-9.1-1', 'PUNCH-2-3'], {
    rules: { mayRegister: () => true },
    streamOf: (claims, session) =>
      claims.stream ?? [...session.streams.values()].find(({ peers }) => peers.length === 1)?.name,
  }),
  mutant('streams-by-request', ['PUNCH-9.1-1', 'PUNCH-9.1-2'], {
    rules: { mayRegister: ({ role }) => role === 'peer' },
    streamOf: (claims, _session, asked) => asked ?? claims.stream ?? undefined,
  }),
  byRule('passphrase-of-128-bits', ['PUNCH-9.2-1'], { passphrase: () => randomBytes(16).toString('hex') }),
  byRule('passphrase-too-long-for-srt', ['PUNCH-9.2-1', 'PUNCH-6-1', 'PUNCH-6-2'], {
    passphrase: () => randomBytes(64).toString('hex'),
  }),
  byRule('one-passphrase-for-all', ['PUNCH-9.2-2'], { passphrase: () => inOneSession }),
  mutant('knocks-by-udp', ['PUNCH-9.3-1'], {
    onRegistered({ ip, port }) {
      if (!ip.startsWith('127.')) return;
      const socket = createSocket('udp4');
      socket.send('hello', port, ip, () => socket.close());
    },
  }),
  mutant('tells-everybody-the-match', ['PUNCH-9.4-1', 'PUNCH-9.1-1'], {
    rules: { watchers: (session) => [...session.members] },
  }),
  (() => {
    let last: unknown;
    return mutant('leaks-into-the-next-session', ['PUNCH-9.4-1'], {
      outgoing: (message, _to, session) => {
        if (message.type === 'peer_match' || message.type === 'peer') last = message;
        return message.type === 'punch.pong'
          ? [message, { type: 'session', state: session.state, last }]
          : [message];
      },
    });
  })(),
  mutant('address-from-the-connection', ['PUNCH-9.4-2'], {
    incoming: (text) => text.replace(/"ip":"[^"]*"/, '"ip":"127.0.0.1"'),
  }),
  mutant('serves-every-message', ['PUNCH-9.5-2'], { limits: { messages: { amount: 1e6, per: 10_000 } } }),
  mutant('serves-every-message-and-ignores-what-is-none', ['PUNCH-9.5-2', 'PUNCH-6-3', 'PUNCH-8.2-6'], {
    limits: { messages: { amount: 1e6, per: 10_000 } },
    outgoing: (message) => (message.type === 'error' || message.type === 'punch.pong' ? [] : [message]),
  }),
  { ...mutant('old-tls', ['PUNCH-9.6-1'], { minTls: 'TLSv1' }), tls: true },
  {
    ...mutant('old-tls-alone', ['PUNCH-9.6-1'], { minTls: 'TLSv1.1', maxTls: 'TLSv1.1' }),
    tls: true,
    alone: true,
  },
  {
    ...byAnswer('redirects-to-http', ['PUNCH-9.6-2'], (answer, { path }) =>
      path === '/'
        ? { ...answer, status: 301, headers: { ...answer.headers, Location: 'http://127.0.0.1/' } }
        : answer,
    ),
    tls: true,
  },
  byAnswer('coordinates-over-http', ['PUNCH-9.4-1'], (answer, { path }) =>
    path.endsWith('/connect') && answer.status === 200
      ? withBody(answer, (body) => ({ ...body, peers: ['10.11.12.13:20101'] }))
      : answer,
  ),
];

const onStatus = (
  name: string,
  status: number,
  upgrade = false,
  breaks = ['PUNCH-11-1', 'PUNCH-5-1'],
): PunchMutant =>
  byAnswer(name, breaks, (answer, asked) =>
    answer.status === status && asked.upgrade === upgrade ? without(answer, 'Punch-Version') : answer,
  );

const html = (status: number): PunchMutant =>
  byAnswer(`${status}-in-html`, ['PUNCH-8.1-1', 'PUNCH-8.1-2', 'PUNCH-5-1'], (answer) =>
    answer.status === status ? { ...answer, body: '<h1>nope</h1>' } : answer,
  );

/** Where nobody has a Turnstile token that passes. */
const closedToUs = (of: PunchMutant): PunchMutant => ({ ...of, turnstile: async () => false });

const errorsAndVersions: readonly PunchMutant[] = [
  html(404),
  { ...html(409), breaks: ['PUNCH-8.1-1', 'PUNCH-8.1-2', 'PUNCH-5-1', 'PUNCH-5.3-2'] },
  html(429),
  { ...closedToUs(html(403)), breaks: ['PUNCH-8.1-1', 'PUNCH-8.1-2', 'PUNCH-5.4-2', 'PUNCH-5-4'] },
  byAnswer('no-version-on-404-of-a-session', ['PUNCH-11-1'], (answer, { path, upgrade }) =>
    answer.status === 404 && path.startsWith('/api/session/') && !upgrade
      ? without(answer, 'Punch-Version')
      : answer,
  ),
  byAnswer('no-version-on-delete', ['PUNCH-11-1'], (answer, { method }) =>
    method === 'DELETE' && answer.status === 200 ? without(answer, 'Punch-Version') : answer,
  ),
  byAnswer('no-version-on-connect', ['PUNCH-11-1'], (answer, { path }) =>
    path.endsWith('/connect') && answer.status === 200 ? without(answer, 'Punch-Version') : answer,
  ),
  onStatus('no-version-on-429', 429),
  closedToUs(onStatus('no-version-on-403', 403)),
  byAnswer('errors-in-html', ['PUNCH-8.1-1', 'PUNCH-8.1-2', 'PUNCH-5-1'], (answer, asked) =>
    answer.status === 400 && isCreation(asked) ? { ...answer, body: '<h1>Bad Request</h1>' } : answer,
  ),
  byAnswer('errors-without-message', ['PUNCH-8.1-1', 'PUNCH-5-1'], (answer) =>
    answer.status === 401 ? withBody(answer, ({ error }) => ({ error })) : answer,
  ),
  byAnswer('errors-of-their-own', ['PUNCH-8.1-2', 'PUNCH-5.1-2', 'PUNCH-5.1-3', 'PUNCH-5-2'], (answer) =>
    answer.status === 401 ? withBody(answer, (body) => ({ ...body, error: 'UNAUTHORIZED' })) : answer,
  ),
  {
    ...byAnswer(
      'codes-outside-its-own-openapi',
      ['PUNCH-8.1-2', 'PUNCH-5.1-2', 'PUNCH-5.1-3', 'PUNCH-5-11'],
      (answer) =>
        answer.status === 400 ? withBody(answer, (body) => ({ ...body, error: 'BAD_REQUEST' })) : answer,
    ),
    given: 'openapi',
  },
  byAnswer('answers-unknown-paths-by-a-proxy', ['PUNCH-11-5'], (answer, { path }) =>
    answer.status === 404 && path.startsWith('/nowhere')
      ? { status: 404, headers: { 'Content-Type': 'text/html' }, body: '<h1>404</h1>' }
      : answer,
  ),
  byAnswer('refused-upgrades-without-body', ['PUNCH-8.1-1', 'PUNCH-8.1-2'], (answer, { upgrade }) =>
    upgrade ? { ...answer, body: '' } : answer,
  ),
  onStatus('no-version-on-200', 200),
  onStatus('no-version-on-201', 201),
  onStatus('no-version-on-400', 400),
  onStatus('no-version-on-401', 401),
  onStatus('no-version-on-404', 404),
  onStatus('no-version-on-409', 409),
  onStatus('no-version-on-refused-upgrades', 401, true),
  onStatus('no-version-on-malformed-upgrades', 400, true, ['PUNCH-11-5']),
  onStatus('no-version-on-101', 101, true),
  byAnswer('no-version-on-head', ['PUNCH-11-1'], (answer, { method }) =>
    method === 'HEAD' ? without(answer, 'Punch-Version') : answer,
  ),
  byAnswer('two-versions', ['PUNCH-11-3'], (answer) => ({
    ...answer,
    headers: { ...answer.headers, 'Punch-Version': '1.0.1' },
  })),
  byAnswer('implements-another-version', ['PUNCH-11-2'], (answer, { path }) => {
    const told = { ...answer, headers: { ...answer.headers, 'Punch-Version': '1.1.0' } };
    return path === '/api/health' && answer.body !== ''
      ? withBody(told, (body) => ({ ...body, version: '1.1.0' }))
      : told;
  }),
  byAnswer('health-without-version', ['PUNCH-11-2', 'PUNCH-5-1'], (answer, { path }) =>
    path === '/api/health' ? { ...answer, body: '{"status":"ok"}' } : answer,
  ),
];

export const securityAndVersions: readonly PunchMutant[] = [...security, ...errorsAndVersions];
