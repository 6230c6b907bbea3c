import { authFailed, errorAnswer } from '../../punch/peers/broker/answers.js';
import type { Session } from '../../punch/peers/broker/state.js';
import { token } from '../../punch/token.js';
import { type PunchMutant, ruling } from './mutant.js';

/** RFC 6.1: who may connect. */
export const upgrades: readonly PunchMutant[] = [
  {
    id: 'wants-the-token-elsewhere',
    clause: ['PUNCH-6.1-1', 'PUNCH-2-5'],
    what: 'The token in the query parameter t is not read.',
    change: ruling(() => ({ admit: () => authFailed() })),
  },
  {
    id: 'lets-no-admin-in',
    clause: ['PUNCH-2-5'],
    what: 'An upgrade with an admin token is answered 401.',
    change: ruling(({ admit }) => ({
      admit: (knock) => (knock.claims?.role === 'admin' ? authFailed() : admit(knock)),
    })),
  },
  {
    id: 'lets-anybody-observe',
    clause: ['PUNCH-6.1-2', 'PUNCH-5.1-2'],
    what: 'An upgrade without a token opens a WebSocket that observes.',
    change: ruling(({ admit }) => ({
      admit(knock) {
        const session = knock.token === '' ? knock.find(knock.name) : undefined;
        if (!session) return admit(knock);
        const exp = Math.ceil(session.expiresAt / 1000);
        return { claims: { session: knock.name, role: 'admin', stream: null, exp }, session };
      },
    })),
  },
  {
    id: 'upgrade-without-a-token-is-400',
    clause: ['PUNCH-5.1-2'],
    what: 'An upgrade without a token is answered 400.',
    change: ruling(({ admit }) => ({
      admit: (knock) =>
        knock.token === '' ? errorAnswer(400, 'INVALID_REQUEST', 'the token is missing') : admit(knock),
    })),
  },
  {
    id: 'lets-peers-in-after-delete',
    clause: ['PUNCH-4.2-8'],
    what: 'A peer may open a WebSocket of a closed session.',
    change(rules) {
      const known = new Map<string, Session>();
      return {
        ...rules,
        admit(knock) {
          const due = rules.admit(knock);
          if ('claims' in due) known.set(knock.name, due.session);
          const session = known.get(knock.name);
          const gone = 'status' in due && due.status === 404;
          return gone && session ? { claims: token.decode(knock.token).claims, session } : due;
        },
      };
    },
  },
];
