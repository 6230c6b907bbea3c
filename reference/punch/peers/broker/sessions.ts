import type { BrokerSettings } from './settings.js';
import type { CreateRequest, Ending, Member, Session, Stream } from './state.js';

/**
 * The sessions of a broker by name, from their creation to their end (RFC 4). `released` is called with each member whose
 * WebSocket is closed with its session.
 */
export function createSessions(settings: BrokerSettings, released: (member: Member) => void) {
  const { clock, log, rules } = settings;
  const { closingMargin } = rules.timing;
  const sessions = new Map<string, Session>();

  /** A live session. */
  function find(name: string): Session | undefined {
    const session = sessions.get(name);
    if (session && rules.hasExpired(session, clock.now())) close(session, 'expired');
    const found = sessions.get(name);
    return found?.state === 'CLOSED' ? undefined : found;
  }

  function arm(session: Session): void {
    session.disarm = clock.after(session.expiresAt - closingMargin - clock.now(), () => {
      if (session.expiresAt - closingMargin > clock.now()) arm(session);
      else close(session, 'expired');
    });
  }

  function close(session: Session, why: Ending): void {
    session.state = rules.nextState(session, 'closed');
    session.disarm();
    if (sessions.get(session.name) === session) sessions.delete(session.name);
    for (const member of session.members) {
      member.link.send({ type: 'session', state: session.state });
      if (why === 'expired')
        member.link.send({ type: 'error', code: 'SESSION_EXPIRED', message: 'the session has expired' });
      member.link.close(why);
      if (rules.closeCode(why) !== undefined) released(member);
    }
    log({ event: 'session-closed', session: session.name, detail: why });
  }

  return {
    find,
    close,
    /** Undefined when a live session has the name. */
    create(request: CreateRequest): Session | undefined {
      const now = clock.now();
      if (!rules.isFree(sessions.get(request.name), now)) return undefined;
      const session = newSession(request, now, rules.passphrase());
      sessions.set(session.name, session);
      arm(session);
      log({ event: 'session-created', session: session.name });
      return session;
    },
    get size() {
      return sessions.size;
    },
    stop(): void {
      for (const session of [...sessions.values()]) close(session, 'shutdown');
    },
  };
}

const newSession = (
  { name, streams, latency, ttl }: CreateRequest,
  now: number,
  passphrase: string,
): Session => ({
  name,
  streams: new Map(streams.map((stream): [string, Stream] => [stream, emptyStream(stream)])),
  members: new Set(),
  latency,
  ttl,
  created: now,
  expiresAt: now + ttl * 1000,
  passphrase,
  state: 'WAITING',
  disarm: () => {},
});

const emptyStream = (name: string): Stream => ({ name, peers: [], started: false });
