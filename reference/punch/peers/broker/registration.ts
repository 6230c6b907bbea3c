import { defined } from '../../../../defined.js';
import type { Endpoint, ErrorCode, Register } from './messages.js';
import type { Rules, StateEvent } from './rules.js';
import type { Member, Session, Stream } from './state.js';

export interface RejectedRegistration {
  readonly code: ErrorCode;
  readonly message: string;
  readonly closes: boolean;
}

/**
 * RFC 6.2: puts a peer into its stream and tells the other members. Returns a refusal when the peer may not be there.
 */
export function register(rules: Rules, member: Member, message: Register): RejectedRegistration | undefined {
  const { claims, session } = member;
  if (!rules.mayRegister(claims, message.stream))
    return { code: 'AUTH_FAILED', message: 'the token is not for this', closes: false };
  const stream = session.streams.get(rules.streamOf(claims, session, message.stream) ?? '');
  if (!stream || !rules.hasRoom(stream, member))
    return { code: 'STREAM_TAKEN', message: 'both places of the stream are taken', closes: true };
  member.endpoint = {
    ip: message.ip ?? member.link.address,
    port: message.port,
    localPort: message.localPort ?? message.port,
    ...defined({ role: message.role }),
  };
  if (!stream.peers.includes(member)) stream.peers = [...stream.peers, member];
  introduce(rules, stream, session);
  announce(rules, member, 'registered');
  start(rules, stream);
  return undefined;
}

function introduce(rules: Rules, stream: Stream, session: Session): void {
  const introductions = rules.introductions(stream);
  for (const [{ link, endpoint: own }, { endpoint }] of introductions) {
    if (!own || !endpoint) continue;
    link.send({
      type: 'peer',
      ip: endpoint.ip,
      port: endpoint.port,
      localPort: own.localPort,
      passphrase: session.passphrase,
      latency: session.latency,
    });
  }
  if (introductions.length === 0) return;
  const peers = stream.peers.flatMap(({ endpoint }): Endpoint[] => (endpoint ? [endpoint] : []));
  for (const { link } of rules.watchers(session))
    link.send({ type: 'peer_match', stream: stream.name, peers });
}

/** RFC 6.2: sends the new state to every connection in the session. */
export function announce(rules: Rules, member: Member, event: StateEvent): void {
  const { session } = member;
  const before = session.state;
  session.state = rules.nextState(session, event);
  if (event === 'connected' && session.state === before) return;
  for (const { link } of rules.audience(session, member))
    link.send({ type: 'session', state: session.state });
}

/** Returns false when the member has not registered. */
export function ready(rules: Rules, member: Member): boolean {
  const stream = seatOf(member);
  if (!stream) return false;
  member.ready = true;
  start(rules, stream);
  return true;
}

function start(rules: Rules, stream: Stream): void {
  if (stream.started || !rules.mayStart(stream)) return;
  stream.started = true;
  for (const { link } of stream.peers) link.send({ type: 'start' });
}

/** The stream in which a member is registered. */
export const seatOf = (member: Member): Stream | undefined =>
  member.endpoint && [...member.session.streams.values()].find(({ peers }) => peers.includes(member));
