import type { ClientMessage, Register } from '../../punch/peers/broker/messages.js';
import type { Member } from '../../punch/peers/broker/state.js';
import type { Claims } from '../../punch/token.js';
import type { Change, PunchMutant } from './mutant.js';

/** Replaces each register message of a connection after its first one. */
export const registeringAgain =
  (change: (message: Register, before: Register) => ClientMessage): Change =>
  (rules) => {
    const registered = new WeakMap<Claims, Register>();
    return {
      ...rules,
      readMessage(text, from) {
        const message = rules.readMessage(text, from);
        if (message.type !== 'register') return message;
        const before = registered.get(from);
        if (!before) registered.set(from, message);
        return before ? change(message, before) : message;
      },
    };
  };

/** RFC 6.2, read literally: a second register message of a peer has the same effects as its first one. */
export const registrations: readonly PunchMutant[] = [
  {
    id: 'keeps-the-first-port',
    clause: ['PUNCH-6.2-3', 'PUNCH-6.2-4', 'PUNCH-9.4-2'],
    what: 'A peer that registers again keeps its first port.',
    change: registeringAgain((message, { port }) => ({ ...message, port })),
  },
  {
    id: 'ignores-later-registrations',
    clause: ['PUNCH-6.2-3', 'PUNCH-6.2-4', 'PUNCH-6.2-5', 'PUNCH-6.2-6'],
    what: 'The second register message of a peer is ignored without a word.',
    change: registeringAgain(() => ({ type: 'tally', state: 'off' })),
  },
  {
    id: 'introduces-a-pair-once',
    clause: ['PUNCH-6.2-3', 'PUNCH-6.2-4', 'PUNCH-6.2-5'],
    what: 'A pair receives no peer message when one of the two registers again.',
    change(rules) {
      const met = new WeakMap<Member, Member>();
      return {
        ...rules,
        introductions: (stream) =>
          rules.introductions(stream).filter(([told, about]) => {
            const isNew = met.get(told) !== about;
            met.set(told, about);
            return isNew;
          }),
      };
    },
  },
  {
    id: 'announces-each-peer-once',
    clause: ['PUNCH-6.2-6'],
    what: 'No session message follows the second register message of a peer.',
    change(rules) {
      const announced = new WeakSet<Member>();
      return {
        ...rules,
        audience(session, cause) {
          const isAnnounced = announced.has(cause);
          announced.add(cause);
          return isAnnounced ? [] : rules.audience(session, cause);
        },
      };
    },
  },
];
