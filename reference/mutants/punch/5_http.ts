import { answering, isCreated, isSession, isShown, type PunchMutant, withBody } from './mutant.js';

const json = (status: number, body: unknown) => ({
  status,
  headers: { 'Content-Type': 'application/json', 'Punch-Version': '1.0.0' },
  body: JSON.stringify(body),
});

const withoutQr: PunchMutant = {
  id: 'creation-without-qr',
  clause: ['PUNCH-5-1'],
  what: 'The 201 has no qr.',
  change: answering((answer, asked) =>
    isCreated(answer, asked) ? withBody(answer, ({ qr: _, ...rest }) => rest) : answer,
  ),
};

export const http: readonly PunchMutant[] = [
  {
    id: 'unhealthy',
    clause: ['PUNCH-5-2', 'PUNCH-5-3', 'PUNCH-5-1', 'PUNCH-11-2'],
    what: 'GET /api/health is answered 404.',
    change: answering((answer, { path }) =>
      path === '/api/health' ? json(404, { error: 'SESSION_NOT_FOUND', message: 'no' }) : answer,
    ),
  },
  {
    id: 'lets-pages-of-anybody-in-with-credentials',
    clause: ['PUNCH-5-9'],
    what: 'Every origin may read answers with credentials.',
    change: answering((answer, { headers: { origin } }) =>
      origin === undefined
        ? answer
        : {
            ...answer,
            headers: {
              ...answer.headers,
              'Access-Control-Allow-Origin': origin,
              'Access-Control-Allow-Credentials': 'true',
              Vary: 'Origin',
            },
          },
    ),
  },
  {
    id: 'no-head',
    clause: ['PUNCH-5-10', 'PUNCH-5-2'],
    what: 'HEAD is answered 405.',
    change: answering((answer, { method }) => (method === 'HEAD' ? { ...answer, status: 405 } : answer)),
  },
  {
    id: 'connect-knows-ffmpeg-only',
    clause: ['PUNCH-5-7', 'PUNCH-5-2'],
    what: 'GET connect has a connection string for ffmpeg alone.',
    change: answering((answer, { path }) =>
      path.endsWith('/connect') && answer.status === 200
        ? withBody(answer, ({ session }) => ({ session, streams: [{ ffmpeg: 'ffmpeg' }] }))
        : answer,
    ),
  },
  {
    id: 'shows-the-admin-token-again',
    clause: ['PUNCH-5-5'],
    what: 'GET of a session shows the admin token.',
    change: answering((answer, asked) =>
      isShown(answer, asked)
        ? withBody(answer, (body) => ({ ...body, token: asked.headers['authorization']?.slice(7) }))
        : answer,
    ),
  },
  {
    id: 'unknown-session-is-500',
    clause: ['PUNCH-5-8', 'PUNCH-4.2-7', 'PUNCH-4.2-5'],
    what: 'A session that does not exist is answered 500.',
    change: answering((answer, asked) =>
      answer.status === 404 && asked.path.startsWith('/api/session/') ? { ...answer, status: 500 } : answer,
    ),
  },
  {
    id: 'session-without-streams',
    clause: ['PUNCH-5-2'],
    what: 'GET of a session shows no streams.',
    change: answering((answer, asked) =>
      isSession(asked) && answer.status === 200
        ? withBody(answer, ({ streams: _, ...rest }) => rest)
        : answer,
    ),
  },
  {
    id: 'session-without-state',
    clause: ['PUNCH-5-1'],
    what: 'GET of a session shows no state.',
    change: answering((answer, asked) =>
      isShown(answer, asked) ? withBody(answer, ({ state: _, ...rest }) => rest) : answer,
    ),
  },
  {
    id: 'query-shows-nothing',
    clause: ['PUNCH-5-6', 'PUNCH-5-1', 'PUNCH-5-2'],
    what: 'GET of a session returns an empty object.',
    change: answering((answer, asked) => (isShown(answer, asked) ? withBody(answer, () => ({})) : answer)),
  },
  withoutQr,
  {
    ...withoutQr,
    id: 'leaves-its-own-openapi',
    clause: ['PUNCH-5-11'],
    what: 'The 201 has no qr, which the openapi.yaml of the deployment requires.',
    given: 'openapi',
  },
];
