import { rules as literal } from '../../punch/peers/broker/rules.js';
import {
  byAnswer,
  byRule,
  isCreation,
  isSession,
  mutant,
  type PunchMutant,
  withBody,
  without,
} from './mutant.js';

const json = (status: number, body: unknown) => ({
  status,
  headers: { 'Content-Type': 'application/json', 'Punch-Version': '1.0.0' },
  body: JSON.stringify(body),
});

/** Put between lines of the broker that JavaScript runs in one go, so that others come in between. */
const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 20));

const TURNSTILE = 'the token that passes';

export const http: readonly PunchMutant[] = [
  byAnswer('unhealthy', ['PUNCH-5-2', 'PUNCH-5-3', 'PUNCH-5-1', 'PUNCH-11-2'], (answer, { path }) =>
    path === '/api/health' ? json(404, { error: 'SESSION_NOT_FOUND', message: 'no' }) : answer,
  ),
  byAnswer('lets-pages-of-anybody-in-with-credentials', ['PUNCH-5-9'], (answer, { headers: { origin } }) => ({
    ...answer,
    headers: {
      ...answer.headers,
      ...(origin === undefined
        ? {}
        : {
            'Access-Control-Allow-Origin': origin,
            'Access-Control-Allow-Credentials': 'true',
            Vary: 'Origin',
          }),
    },
  })),
  byAnswer('no-head', ['PUNCH-5-10', 'PUNCH-5-2'], (answer, { method }) =>
    method === 'HEAD' ? { ...answer, status: 405 } : answer,
  ),
  byAnswer('connect-knows-ffmpeg-only', ['PUNCH-5-7', 'PUNCH-5-2'], (answer, { path }) =>
    path.endsWith('/connect') && answer.status === 200
      ? withBody(answer, ({ session }) => ({ session, streams: [{ ffmpeg: 'ffmpeg' }] }))
      : answer,
  ),
  mutant('shows-the-admin-token-again', ['PUNCH-5-5'], {
    answer: (answer, asked) =>
      isSession(asked) && asked.method === 'GET' && answer.status === 200
        ? withBody(answer, (body) => ({ ...body, token: asked.headers['authorization']?.slice(7) }))
        : answer,
  }),
  byAnswer('unknown-session-is-500', ['PUNCH-5-8', 'PUNCH-4.2-7', 'PUNCH-4.2-5'], (answer, asked) =>
    answer.status === 404 && asked.path.startsWith('/api/session/') ? { ...answer, status: 500 } : answer,
  ),
  byAnswer('session-without-streams', ['PUNCH-5-2'], (answer, asked) =>
    isSession(asked) && answer.status === 200 ? withBody(answer, ({ streams: _, ...rest }) => rest) : answer,
  ),
  byAnswer(
    'session-without-state',
    ['PUNCH-5-6', 'PUNCH-5-1', 'PUNCH-4.1-1', 'PUNCH-4.2-1', 'PUNCH-4.2-2', 'PUNCH-4.2-3'],
    (answer, asked) =>
      isSession(asked) && asked.method === 'GET' && answer.status === 200
        ? withBody(answer, ({ state: _, ...rest }) => rest)
        : answer,
  ),
  byAnswer('connect-needs-no-token', ['PUNCH-5.1-1', 'PUNCH-5.1-2'], (answer, { path }) =>
    path.endsWith('/connect') && answer.status === 401 ? json(200, { streams: [] }) : answer,
  ),
  {
    ...byAnswer('leaves-its-own-openapi', ['PUNCH-5-11'], (answer, asked) =>
      isCreation(asked) && answer.status === 201 ? withBody(answer, ({ qr: _, ...rest }) => rest) : answer,
    ),
    given: 'openapi',
  },
  byAnswer('creation-without-qr', ['PUNCH-5-1'], (answer, asked) =>
    isCreation(asked) && answer.status === 201 ? withBody(answer, ({ qr: _, ...rest }) => rest) : answer,
  ),
  byRule('any-scheme', ['PUNCH-5.1-1'], { bearer: (header) => /(\S+)$/.exec(header ?? '')?.[1] }),
  byAnswer(
    'auth-failure-is-403',
    [
      'PUNCH-4.2-5',
      'PUNCH-5.1-1',
      'PUNCH-5.1-2',
      'PUNCH-5.1-3',
      'PUNCH-5.1-4',
      'PUNCH-7-3',
      'PUNCH-7-1',
      'PUNCH-7-2',
      'PUNCH-7-4',
      'PUNCH-7-5',
      'PUNCH-7-6',
      'PUNCH-7-7',
      'PUNCH-7-9',
      'PUNCH-7-10',
      'PUNCH-5-1',
      'PUNCH-5-2',
    ],
    (answer, { upgrade }) => (answer.status === 401 && !upgrade ? { ...answer, status: 403 } : answer),
  ),
  byAnswer('auth-code-in-code', ['PUNCH-5.1-2', 'PUNCH-8.1-1', 'PUNCH-5-1', 'PUNCH-8.1-2'], (answer) =>
    answer.status === 401 ? withBody(answer, ({ error, message }) => ({ code: error, message })) : answer,
  ),
  mutant('creates-without-limit', ['PUNCH-5.2-1', 'PUNCH-9.5-1'], {
    limits: { creations: { amount: 1e6, per: 60_000 } },
  }),
  mutant('limits-to-twenty', ['PUNCH-5.2-2'], { limits: { creations: { amount: 20, per: 60_000 } } }),
  byAnswer('rate-limit-is-503', ['PUNCH-5.2-1', 'PUNCH-5.2-4'], (answer) =>
    answer.status === 429 ? { ...answer, status: 420 } : answer,
  ),
  byAnswer('no-retry-after', ['PUNCH-5.2-5'], (answer) =>
    answer.status === 429 ? without(answer, 'Retry-After') : answer,
  ),
  mutant('one-limit-for-all', ['PUNCH-5.2-1', 'PUNCH-5.2-2'], {
    limits: { creations: { amount: 45, per: 60_000 } },
    key: () => 'everybody',
  }),
  byRule('takes-a-live-name', ['PUNCH-5.3-1', 'PUNCH-5.3-2'], { isFree: () => true }),
  byAnswer('duplicate-is-400', ['PUNCH-5.3-1', 'PUNCH-5.3-2'], (answer) =>
    answer.status === 409 ? { ...answer, status: 400 } : answer,
  ),
  byAnswer('duplicate-has-another-code', ['PUNCH-5.3-2'], (answer) =>
    answer.status === 409 ? withBody(answer, (body) => ({ ...body, error: 'INVALID_REQUEST' })) : answer,
  ),
  (() => {
    let looked = false;
    return mutant('looks-before-it-leaps', ['PUNCH-5.3-1'], {
      beforeCreation: async () => {
        await pause();
        looked = true;
      },
      // What was free before the pause is believed to be free still.
      rules: {
        isFree(session, now) {
          const free = looked || literal.isFree(session, now);
          looked = false;
          return free;
        },
      },
    });
  })(),
  (() => {
    const burnt = new Set<string>();
    return mutant('never-frees-a-name', ['PUNCH-5.3-3'], {
      answer: (answer, asked) => {
        if (!isCreation(asked) || answer.status !== 201) return answer;
        const { session } = JSON.parse(answer.body) as { session: string };
        if (burnt.has(session)) return json(409, { error: 'SESSION_EXISTS', message: 'once taken' });
        burnt.add(session);
        return answer;
      },
    });
  })(),
  {
    ...byAnswer('turnstile-failure-is-400', ['PUNCH-5.4-2'], (answer) =>
      answer.status === 403 ? { ...answer, status: 400 } : answer,
    ),
    turnstile: async (token) => token === TURNSTILE,
    turnstileToken: TURNSTILE,
  },
  mutant('turnstile-without-a-secret', ['PUNCH-5.4-3'], {
    turnstileAlways: async (token) => token === '',
  }),
];
