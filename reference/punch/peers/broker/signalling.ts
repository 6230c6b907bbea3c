import { DecodeError } from '../../../bytes/error.js';
import type { Clock } from './clock.js';
import type { Faults } from './faults.js';
import { type ClientMessage, type Endpoint, type ErrorCode, type Register, readMessage } from './messages.js';
import type { RateLimiter } from './rate.js';
import type { Rules, StateEvent } from './rules.js';
import type { Member, Session, Stream } from './state.js';

/** RFC section 6.2: what a message of one member causes. */
export interface Signalling {
  receive(member: Member, text: string): void;
  refuse(member: Member, code: ErrorCode, text: string): void;
  left(member: Member): void;
}

interface Parts {
  readonly rules: Rules;
  readonly messageRate: RateLimiter;
  readonly clock: Clock;
  readonly faults: Pick<Faults, 'onRegistered' | 'streamOf'>;
}

export function createSignalling({ rules, messageRate, clock, faults }: Parts): Signalling {
  function refuse({ link }: Member, code: ErrorCode, message: string): void {
    link.send({ type: 'error', code, message });
  }

  function receive(member: Member, text: string) {
    const now = clock.now();
    member.seen = now;
    if (member.session.state === 'CLOSED') return member.link.close('deleted');
    const { session, stream } = member.claims;
    if (messageRate.take(`${session}/${stream ?? ''}`, now) > 0) {
      refuse(member, 'INVALID_MESSAGE', 'too many messages');
      member.link.close('refused');
      return;
    }
    rules.touch(member.session, now);
    const message = read(member, text);
    if (message) act(member, message);
  }

  function read(member: Member, text: string): ClientMessage | undefined {
    try {
      return readMessage(text);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      refuse(member, 'INVALID_MESSAGE', `not a message of this protocol (${error.code})`);
      return undefined;
    }
  }

  function act(member: Member, message: ClientMessage) {
    switch (message.type) {
      case 'punch.ping':
        return member.link.send({ type: 'punch.pong' });
      case 'register':
        return register(member, message);
      case 'ready':
        return ready(member);
      case 'status':
        if (!member.endpoint) return refuse(member, 'INVALID_MESSAGE', 'register first');
        if (message.srt === 'connected') announce(member, 'connected');
        return;
      case 'health':
      case 'tally':
        return;
    }
  }

  function register(member: Member, message: Register) {
    if (!rules.mayRegister(member.claims, message.stream)) {
      return refuse(member, 'AUTH_FAILED', 'the token is not for this');
    }
    const wrong = faults.streamOf?.(member.claims, member.session, message.stream);
    const stream = wrong === undefined ? streamOf(member) : member.session.streams.get(wrong);
    if (!stream || !rules.hasRoom(stream, member)) {
      refuse(member, 'STREAM_TAKEN', 'both places of the stream are taken');
      return member.link.close('refused');
    }
    member.endpoint = {
      ip: message.ip ?? member.link.address,
      port: message.port,
      localPort: message.localPort ?? message.port,
      ...(message.role === undefined ? {} : { role: message.role }),
    };
    if (!stream.peers.includes(member)) stream.peers = [...stream.peers, member];
    faults.onRegistered?.(member.endpoint);
    introduce(stream, member.session);
    announce(member, 'registered');
    start(stream);
  }

  function introduce(stream: Stream, session: Session): void {
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
    for (const { link } of rules.watchers(session)) {
      link.send({ type: 'peer_match', stream: stream.name, peers });
    }
  }

  function announce(member: Member, event: StateEvent): void {
    const { session } = member;
    const before = session.state;
    session.state = rules.nextState(session, event);
    if (event === 'connected' && session.state === before) return;
    for (const { link } of rules.audience(session, member))
      link.send({ type: 'session', state: session.state });
  }

  function ready(member: Member) {
    const stream = streamOf(member);
    if (!member.endpoint || !stream) return refuse(member, 'INVALID_MESSAGE', 'register first');
    member.ready = true;
    start(stream);
  }

  function start(stream: Stream): void {
    if (stream.started || !rules.mayStart(stream)) return;
    stream.started = true;
    for (const { link } of stream.peers) link.send({ type: 'start' });
  }

  return {
    receive,
    refuse,

    /** Whoever stays has to get ready anew, for another peer. */
    left(member) {
      const stream = streamOf(member);
      if (!stream?.peers.includes(member)) return;
      stream.peers = stream.peers.filter((peer) => peer !== member);
      stream.started = false;
      for (const peer of stream.peers) peer.ready = false;
    },
  };
}

const streamOf = ({ claims, session }: Member): Stream | undefined =>
  claims.stream === null ? undefined : session.streams.get(claims.stream);
