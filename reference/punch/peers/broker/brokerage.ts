import type { Claims } from '../../token.js';
import { createRateLimiter } from './rate.js';
import { createSessions } from './sessions.js';
import type { BrokerSettings } from './settings.js';
import { createSignalling } from './signalling.js';
import type { Link, Member, Session } from './state.js';
import { sweepRegularly } from './sweep.js';

export type Brokerage = ReturnType<typeof createBrokerage>;

/** The state machine of RFC sections 4 and 6, without sockets and HTTP. Its only time is that of the clock. */
export function createBrokerage(settings: BrokerSettings) {
  const { clock, rules, secret } = settings;
  const { limits } = rules;
  const members = new Set<Member>();
  const messageRate = createRateLimiter(limits.messages, limits.counters);
  const sessions = createSessions(settings, (member) => members.delete(member));
  const signalling = createSignalling(settings, messageRate);

  function leave(member: Member): void {
    members.delete(member);
    member.session.members.delete(member);
    signalling.left(member);
  }

  const stopSweep = sweepRegularly(settings, members, { leave, swept: (now) => messageRate.sweep(now) });

  function isFull(claims: Claims, session: Session): boolean {
    const observers = [...session.members].filter((other) => other.claims.role === 'admin').length;
    const seats = 2 * session.streams.size + limits.observers + limits.spareSockets;
    return session.members.size >= seats || (claims.role === 'admin' && observers >= limits.observers);
  }

  return {
    create: sessions.create,
    find: sessions.find,
    close: sessions.close,
    leave,
    receive: signalling.receive,
    refuse: signalling.refuse,
    /** Records a sign of life: a ping, a pong or a binary frame. */
    alive(member: Member): void {
      member.seen = clock.now();
    },

    /** Admits a link, or tells it the reason and closes it. */
    join(link: Link, claims: Claims, session: Session): Member | undefined {
      if (isFull(claims, session)) {
        link.send({ type: 'error', code: 'SESSION_FULL', message: 'the session has no room for another' });
        link.close('refused');
        return undefined;
      }
      const now = clock.now();
      const member: Member = { link, claims, session, opened: now, seen: now, ready: false };
      members.add(member);
      session.members.add(member);
      return member;
    },

    token: ({ name: session, expiresAt }: Session, stream: string | null): string =>
      rules.mint(
        { session, role: stream === null ? 'admin' : 'peer', stream, exp: Math.ceil(expiresAt / 1000) },
        secret,
      ),

    get counts() {
      return { sessions: sessions.size, members: members.size };
    },
    get isFull() {
      return sessions.size >= limits.sessions;
    },

    stop(): void {
      stopSweep();
      sessions.stop();
    },
  };
}
