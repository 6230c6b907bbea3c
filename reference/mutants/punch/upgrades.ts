import { authFailed, errorAnswer } from '../../punch/peers/broker/answers.js';
import type { Session } from '../../punch/peers/broker/state.js';
import { token } from '../../punch/token.js';
import { mutant, type PunchMutant } from './mutant.js';

/** RFC 6.1: who is let in. */
export const upgrades: readonly PunchMutant[] = [
  mutant('wants-the-token-elsewhere', ['PUNCH-6.1-1', 'PUNCH-2-5'], { admit: () => authFailed() }),
  mutant('lets-no-admin-in', ['PUNCH-2-5'], {
    admit: (due) => ('claims' in due && due.claims.role === 'admin' ? authFailed() : due),
  }),
  mutant('lets-anybody-observe', ['PUNCH-6.1-2', 'PUNCH-5.1-2'], {
    admit(due, { name, token: text, find }) {
      const session = text === '' ? find(name) : undefined;
      if (!session) return due;
      const exp = Math.ceil(session.expiresAt / 1000);
      return { claims: { session: name, role: 'admin', stream: null, exp }, session };
    },
  }),
  mutant('upgrade-without-a-token-is-400', ['PUNCH-5.1-2'], {
    admit: (due, { token: text }) =>
      text === '' ? errorAnswer(400, 'INVALID_REQUEST', 'the token is missing') : due,
  }),
  (() => {
    const known = new Map<string, Session>();
    return mutant('lets-peers-in-after-delete', ['PUNCH-4.2-8'], {
      admit(due, { name, token: text }) {
        if ('claims' in due) known.set(name, due.session);
        const session = known.get(name);
        const gone = 'status' in due && due.status === 404;
        return gone && session ? { claims: token.decode(text).claims, session } : due;
      },
    });
  })(),
];
