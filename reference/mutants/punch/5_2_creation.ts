import {
  all,
  answering,
  isCreated,
  limiting,
  type PunchMutant,
  ruling,
  withBody,
  without,
} from './mutant.js';

const MINUTE = 60_000;
/** The milliseconds for which the broker uses an old list of names. */
const STALE = 50;
const TURNSTILE = 'the token that passes';

const rate: readonly PunchMutant[] = [
  {
    id: 'creates-without-limit',
    clause: ['PUNCH-5.2-1', 'PUNCH-9.5-1'],
    what: 'Creations are not limited.',
    change: limiting({ creations: { amount: 1e6, per: MINUTE } }),
  },
  {
    id: 'limits-to-twenty',
    clause: ['PUNCH-5.2-2'],
    what: 'One address may create 20 sessions a minute.',
    change: limiting({ creations: { amount: 20, per: MINUTE } }),
  },
  {
    id: 'rate-limit-is-503',
    clause: ['PUNCH-5.2-1', 'PUNCH-5.2-4'],
    what: 'One creation too many is answered 420.',
    change: answering((answer) => (answer.status === 429 ? { ...answer, status: 420 } : answer)),
  },
  {
    id: 'no-retry-after',
    clause: ['PUNCH-5.2-5'],
    what: 'A 429 has no Retry-After.',
    change: answering((answer) => (answer.status === 429 ? without(answer, 'Retry-After') : answer)),
  },
  {
    id: 'one-limit-for-all',
    clause: ['PUNCH-5.2-1', 'PUNCH-5.2-2'],
    what: 'All addresses share one limit.',
    change: all(
      limiting({ creations: { amount: 45, per: MINUTE } }),
      ruling(() => ({ source: () => 'everybody' })),
    ),
  },
];

const idempotency: readonly PunchMutant[] = [
  {
    id: 'takes-a-live-name',
    clause: ['PUNCH-5.3-1', 'PUNCH-5.3-2'],
    what: 'A name in use may be taken.',
    change: ruling(() => ({ isFree: () => true })),
  },
  {
    id: 'duplicate-is-400',
    clause: ['PUNCH-5.3-1', 'PUNCH-5.3-2'],
    what: 'A name in use is answered 400.',
    change: answering((answer) => (answer.status === 409 ? { ...answer, status: 400 } : answer)),
  },
  {
    id: 'duplicate-has-another-code',
    clause: ['PUNCH-5.3-2'],
    what: 'The 409 has the code INVALID_REQUEST.',
    change: answering((answer) =>
      answer.status === 409 ? withBody(answer, (body) => ({ ...body, error: 'INVALID_REQUEST' })) : answer,
    ),
  },
  {
    id: 'looks-before-it-leaps',
    clause: ['PUNCH-5.3-1', 'PUNCH-5.3-2'],
    what: `A name counts as free for ${STALE} ms after it was taken.`,
    change: ruling((rules) => ({
      isFree: (session, now) =>
        rules.isFree(session, now) || (session !== undefined && now - session.created < STALE),
    })),
  },
  {
    id: 'never-frees-a-name',
    clause: ['PUNCH-5.3-3'],
    what: 'A name that was taken once is never free again.',
    change: (rules) => {
      const burnt = new Set<string>();
      const refuse = answering((answer, asked) => {
        if (!isCreated(answer, asked)) return answer;
        const { session } = JSON.parse(answer.body) as { session: string };
        const taken = burnt.has(session);
        burnt.add(session);
        const body = { error: 'SESSION_EXISTS', message: 'once taken' };
        return taken ? { ...answer, status: 409, body: JSON.stringify(body) } : answer;
      });
      return refuse(rules);
    },
  },
];

const turnstile: readonly PunchMutant[] = [
  {
    id: 'turnstile-failure-is-400',
    clause: ['PUNCH-5.4-2'],
    what: 'A Turnstile token that fails is answered 400.',
    turnstileToken: TURNSTILE,
    change: all(
      ruling(() => ({ turnstile: async (token) => token === TURNSTILE })),
      answering((answer) => (answer.status === 403 ? { ...answer, status: 400 } : answer)),
    ),
  },
  {
    id: 'turnstile-without-a-secret',
    clause: ['PUNCH-5.4-3'],
    what: 'A Turnstile token is rejected where none is asked for.',
    change: ruling(() => ({ turnstile: async (token) => token === '' })),
  },
];

export const creation: readonly PunchMutant[] = [...rate, ...idempotency, ...turnstile];
