import { DecodeError } from '../../../bytes/error.js';
import type { ClientMessage, ErrorCode, Register } from './messages.js';
import type { RateLimiter } from './rate.js';
import { announce, ready, register, seatOf } from './registration.js';
import type { Rules } from './rules.js';
import type { BrokerSettings } from './settings.js';
import type { Member } from './state.js';

/** RFC section 6.2: the effects of a message of one member. */
export function createSignalling({ rules, clock }: BrokerSettings, messageRate: RateLimiter) {
  return {
    refuse,

    receive(member: Member, text: string): void {
      const now = clock.now();
      member.seen = now;
      if (member.session.state === 'CLOSED') {
        member.link.close('deleted');
        return;
      }
      const { session, stream } = member.claims;
      if (messageRate.take(`${session}/${stream ?? ''}`, now) > 0) {
        refuse(member, 'INVALID_MESSAGE', 'too many messages');
        member.link.close('refused');
        return;
      }
      rules.touch(member.session, now);
      const message = read(rules, member, text);
      if (message) act(rules, member, message);
    },

    /** The peer that stays has to send ready again for the next one. */
    left(member: Member): void {
      const stream = seatOf(member);
      if (!stream) return;
      stream.peers = stream.peers.filter((peer) => peer !== member);
      stream.started = false;
      for (const peer of stream.peers) peer.ready = false;
    },
  };
}

function refuse({ link }: Member, code: ErrorCode, message: string): void {
  link.send({ type: 'error', code, message });
}

function read(rules: Rules, member: Member, text: string): ClientMessage | undefined {
  try {
    return rules.readMessage(text, member.claims);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    refuse(member, 'INVALID_MESSAGE', `not a message of this protocol (${error.code})`);
    return undefined;
  }
}

function act(rules: Rules, member: Member, message: ClientMessage): void {
  switch (message.type) {
    case 'punch.ping':
      member.link.send({ type: 'punch.pong' });
      break;
    case 'register':
      enter(rules, member, message);
      break;
    case 'ready':
      if (!ready(rules, member)) refuse(member, 'INVALID_MESSAGE', 'register first');
      break;
    case 'status':
      if (!member.endpoint) refuse(member, 'INVALID_MESSAGE', 'register first');
      else if (message.srt === 'connected') announce(rules, member, 'connected');
      break;
    case 'health':
    case 'tally':
      break;
  }
}

function enter(rules: Rules, member: Member, message: Register): void {
  const refusal = register(rules, member, message);
  if (!refusal) return;
  refuse(member, refusal.code, refusal.message);
  if (refusal.closes) member.link.close('refused');
}
