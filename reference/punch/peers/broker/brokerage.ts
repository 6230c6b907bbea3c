import type { Claims } from '../../token.js';
import type { ErrorCode } from './messages.js';
import type { BrokerSettings } from './options.js';
import { createRateLimiter } from './rate.js';
import { rules as literal, type Rules } from './rules.js';
import { createSignalling } from './signalling.js';
import type { CreateRequest, Ending, Link, Member, Session, Stream } from './state.js';

/** The state machine of RFC sections 4 and 6: no sockets, no HTTP, no time but its clock's. */
export interface Brokerage {
  readonly rules: Rules;
  /** Undefined when the name stands for a live session. */
  create(request: CreateRequest): Session | undefined;
  /** A live session. */
  find(name: string): Session | undefined;
  close(session: Session, why: Ending): void;
  /** Lets a link in, or tells it why not and closes it. */
  join(link: Link, claims: Claims, session: Session): Member | undefined;
  receive(member: Member, text: string): void;
  /** For what no message can be: a binary frame. */
  refuse(member: Member, code: ErrorCode, text: string): void;
  /** A sign of life that is no message. */
  alive(member: Member): void;
  leave(member: Member): void;
  token(session: Session, stream: string | null): string;
  readonly counts: { readonly sessions: number; readonly members: number };
  readonly isFull: boolean;
  stop(): void;
}

export function createBrokerage(settings: BrokerSettings): Brokerage {
  const { clock, limits, timing, secret, log, faults } = settings;
  const rules: Rules = { ...literal, ...faults.rules };
  const sessions = new Map<string, Session>();
  const members = new Set<Member>();
  const messageRate = createRateLimiter(limits.messages, limits.counters);
  const signalling = createSignalling({ rules, messageRate, clock, faults });

  function find(name: string): Session | undefined {
    const session = sessions.get(name);
    if (session && rules.hasExpired(session, clock.now())) close(session, 'expired');
    const found = sessions.get(name);
    return found?.state === 'CLOSED' ? undefined : found;
  }

  function arm(session: Session): void {
    const due = session.expiresAt - timing.closingMargin - clock.now();
    session.disarm = clock.after(due, () => {
      if (session.expiresAt - timing.closingMargin > clock.now()) arm(session);
      else close(session, 'expired');
    });
  }

  function close(session: Session, why: Ending): void {
    session.state = rules.nextState(session, 'closed');
    session.disarm();
    if (sessions.get(session.name) === session) sessions.delete(session.name);
    for (const member of session.members) {
      member.link.send({ type: 'session', state: session.state });
      if (why === 'expired') {
        member.link.send({ type: 'error', code: 'SESSION_EXPIRED', message: 'the session has expired' });
      }
      member.link.close(why);
      if (rules.closeCode(why) !== undefined) members.delete(member);
    }
    log({ event: 'session-closed', session: session.name, detail: why });
  }

  function leave(member: Member): void {
    members.delete(member);
    member.session.members.delete(member);
    signalling.left(member);
  }

  function reap(member: Member, why: Ending, message: string): void {
    member.link.send({ type: 'error', code: 'SERVER_ERROR', message });
    member.link.close(why);
    leave(member);
  }

  let stopSweep = () => {};
  function sweep(): void {
    const now = clock.now();
    messageRate.sweep(now);
    for (const member of members) {
      if (rules.isDead(member, now, timing.silence)) reap(member, 'dead', 'no sign of life');
      else if (
        member.claims.role === 'peer' &&
        !member.endpoint &&
        now - member.opened >= timing.registration
      ) {
        reap(member, 'unregistered', 'not registered in time');
      }
    }
    stopSweep = clock.after(timing.sweep, sweep);
  }
  stopSweep = clock.after(timing.sweep, sweep);

  return {
    rules,
    find,
    close,
    leave,
    receive: signalling.receive,
    refuse: signalling.refuse,
    alive: (member) => {
      member.seen = clock.now();
    },

    create(request) {
      const now = clock.now();
      if (!rules.isFree(sessions.get(request.name), now)) return undefined;
      const session: Session = {
        name: request.name,
        streams: new Map(request.streams.map((name): [string, Stream] => [name, emptyStream(name)])),
        members: new Set(),
        latency: request.latency,
        ttl: request.ttl,
        created: now,
        expiresAt: now + request.ttl * 1000,
        passphrase: rules.passphrase(),
        state: 'WAITING',
        disarm: () => {},
      };
      sessions.set(session.name, session);
      arm(session);
      log({ event: 'session-created', session: session.name });
      return session;
    },

    join(link, claims, session) {
      const now = clock.now();
      const observers = [...session.members].filter((other) => other.claims.role === 'admin').length;
      const seats = 2 * session.streams.size + limits.observers + limits.spareSockets;
      const full =
        session.members.size >= seats || (claims.role === 'admin' && observers >= limits.observers);
      if (full) {
        link.send({ type: 'error', code: 'SESSION_FULL', message: 'the session has no room for another' });
        link.close('refused');
        return undefined;
      }
      const member: Member = { link, claims, session, opened: now, seen: now, ready: false };
      members.add(member);
      session.members.add(member);
      return member;
    },

    token: ({ name, expiresAt }, stream) =>
      rules.mint(
        {
          session: name,
          role: stream === null ? 'admin' : 'peer',
          stream,
          exp: Math.ceil(expiresAt / 1000),
        },
        secret,
      ),

    get counts() {
      return { sessions: sessions.size, members: members.size };
    },
    get isFull() {
      return sessions.size >= limits.sessions;
    },

    stop() {
      stopSweep();
      for (const session of [...sessions.values()]) close(session, 'shutdown');
    },
  };
}

const emptyStream = (name: string): Stream => ({ name, peers: [], started: false });
