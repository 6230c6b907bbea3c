/** The mutants of each rule of a broker in sections 2 to 6.1 of the RFC. */
import { authFailed } from '../../punch/peers/broker/answers.js';
import type { ClientMessage } from '../../punch/peers/broker/messages.js';
import type { Rules } from '../../punch/peers/broker/rules.js';
import type { Session } from '../../punch/peers/broker/state.js';
import { acts, permits, rejects } from '../kinds.js';
import { byHand, none, type RuleTable } from '../systematic.js';
import { PAIRS, type PunchFacts, SOCKETS } from './mutant.js';

const FORM = 'It judges a form, and no event comes before.';

type RulesToUpgrades = Pick<
  Rules,
  | 'isName'
  | 'hasRoom'
  | 'nextState'
  | 'grantTtl'
  | 'hasExpired'
  | 'touch'
  | 'readBody'
  | 'bearer'
  | 'source'
  | 'isFree'
  | 'turnstile'
  | 'readsFrame'
  | 'readMessage'
  | 'survives'
  | 'compression'
  | 'admit'
>;

/** The answer to a DELETE has the state of the session, which openapi.yaml states as CLOSED. */
const CHANGES_OF_STATE = ['PUNCH-4.2-2', 'PUNCH-4.2-3', 'PUNCH-5-2'];

/** Changes nothing in any message. */
const IGNORED: ClientMessage = { type: 'tally', state: 'off' };

export const rulesToUpgrades: RuleTable<RulesToUpgrades, PunchFacts> = {
  isName: {
    clause: ['PUNCH-2-1'],
    dropped: byHand('names-of-65', 'names-of-nothing', 'names-that-are-numbers', 'names-with-slash'),
    inverted: {
      what: 'A name is rejected, and what is none is accepted.',
      as:
        (rule) =>
        (value): value is string =>
          !rule(value),
      clause: ['PUNCH-2-1', 'PUNCH-5-4'],
    },
    late: none(FORM),
  },
  hasRoom: {
    clause: ['PUNCH-2-3'],
    kind: permits((stream) => stream),
    dropped: 'A third peer may register for a stream.',
    inverted: {
      what: 'A stream has no room for a peer before it has two.',
      clause: ['PUNCH-2-3', 'PUNCH-6.2-3'],
      carries: PAIRS,
    },
    late: 'The first third peer may register for a stream.',
  },
  nextState: {
    clause: ['PUNCH-4.2-2', 'PUNCH-4.2-3'],
    dropped: {
      what: 'A session stays in its state.',
      as: () => (session) => session.state,
      clause: CHANGES_OF_STATE,
    },
    inverted: {
      what: 'A session is WAITING when it is due to be READY, and the other way round.',
      as: (rule) => (session, event) => {
        const due = rule(session, event);
        if (due === 'READY') return 'WAITING';
        return due === 'WAITING' ? 'READY' : due;
      },
      // The states come in another order than the events.
      clause: ['PUNCH-4.2-1', 'PUNCH-4.2-2', 'PUNCH-6.4-1'],
    },
    late: {
      what: 'A session comes to its state only with the next event.',
      clause: CHANGES_OF_STATE,
      as(rule) {
        const due = new WeakMap<Session, ReturnType<typeof rule>>();
        return (session, event) => {
          const before = due.get(session) ?? session.state;
          due.set(session, rule(session, event));
          return before;
        };
      },
    },
  },
  grantTtl: {
    clause: ['PUNCH-4.3-6'],
    dropped: {
      what: 'Any TTL is granted, and one that is no number is taken for none.',
      as: () => (asked, fallback) => (typeof asked === 'number' ? asked : fallback),
      clause: ['PUNCH-4.3-5', 'PUNCH-4.3-6'],
    },
    inverted: {
      what: 'A TTL is rejected when it is right, and taken for none when it is wrong.',
      as: (rule) => (asked, fallback, most) =>
        asked === undefined || rule(asked, fallback, most) === undefined ? fallback : undefined,
      clause: ['PUNCH-4.3-4', 'PUNCH-4.3-6'],
    },
    late: none(FORM),
  },
  hasExpired: {
    clause: ['PUNCH-2-5', 'PUNCH-5-6', 'PUNCH-5-7', 'PUNCH-6.1-1'],
    kind: acts(),
    dropped: none('A timer closes a session before its expiry: nobody finds one that has expired.'),
    inverted: 'A session has expired from the beginning.',
    late: byHand('expires-three-seconds-late'),
  },
  touch: {
    clause: ['PUNCH-4.3-1'],
    dropped: none('The RFC has it do nothing.'),
    inverted: byHand('activity-extends-the-life'),
    late: none('The RFC has it do nothing.'),
  },
  readBody: {
    clause: ['PUNCH-1-2'],
    dropped: byHand('trailing-commas-in-bodies'),
    inverted: {
      what: 'A creation is rejected when its body is JSON.',
      as: (rule) => (text) => (rejects(rule, [text]) ? {} : rule('')),
      clause: ['PUNCH-5-4'],
    },
    late: none(FORM),
  },
  bearer: {
    clause: ['PUNCH-5.1-1'],
    dropped: byHand('any-scheme'),
    inverted: {
      what: 'A token is read in every scheme but Bearer.',
      as: (rule) => (header) => (rule(header) === undefined ? /(\S+)$/.exec(header ?? '')?.[1] : undefined),
      clause: ['PUNCH-5.1-1', 'PUNCH-5-6', 'PUNCH-5-7'],
    },
    late: none(FORM),
  },
  source: {
    clause: ['PUNCH-5.2-1'],
    dropped: byHand('one-limit-for-all'),
    inverted: none('Creations that are all counted apart are creates-without-limit.'),
    late: none(FORM),
  },
  isFree: {
    clause: ['PUNCH-5.3-1', 'PUNCH-5.3-2'],
    kind: permits((session) => session),
    dropped: byHand('takes-a-live-name'),
    inverted: {
      what: 'A free name is in use, and a name in use is free.',
      clause: ['PUNCH-5-4', 'PUNCH-5.3-3'],
    },
    late: 'A name in use may be taken once.',
  },
  turnstile: {
    clause: ['PUNCH-5.4-3'],
    dropped: none('Without a secret no token is asked for.'),
    inverted: byHand('turnstile-without-a-secret'),
    late: none(FORM),
  },
  readsFrame: {
    clause: ['PUNCH-6-3'],
    dropped: byHand('takes-binary-messages'),
    inverted: {
      what: 'Binary frames are read, and text frames are rejected.',
      as: (rule) => (form, from) => !rule(form, from),
      carries: { sections: SOCKETS, because: 'The broker reads no message of any case.' },
    },
    late: none('A broker that reads the first binary frame alone is takes-binary-messages-at-first.'),
  },
  readMessage: {
    clause: ['PUNCH-6-3'],
    dropped: {
      what: 'A message that the schema does not allow is ignored.',
      as: (rule) => (text, from) => (rejects(rule, [text, from]) ? IGNORED : rule(text, from)),
    },
    inverted: {
      what: 'A message is rejected when the schema allows it, and ignored when not.',
      as: (rule) => (text, from) => (rejects(rule, [text, from]) ? IGNORED : rule('', from)),
      clause: ['PUNCH-6-3', 'PUNCH-6.2-3', 'PUNCH-6.2-4', 'PUNCH-6.2-6'],
      carries: PAIRS,
    },
    late: {
      what: 'A message is acted on only when the next one comes.',
      as(rule) {
        const held = new WeakMap<object, ClientMessage>();
        return (text, from) => {
          const before = held.get(from) ?? IGNORED;
          held.set(from, rule(text, from));
          return before;
        };
      },
      clause: ['PUNCH-6.2-3', 'PUNCH-6.2-4', 'PUNCH-6.2-6'],
      carries: PAIRS,
    },
  },
  survives: {
    clause: ['PUNCH-6-4'],
    dropped: none('The RFC has it say yes to everything.'),
    inverted: byHand(
      'dies-of-a-huge-message',
      'dies-of-a-frame-without-a-mask',
      'dies-of-reserved-bits',
      'dies-of-what-is-no-utf8',
      'dies-of-a-compressed-frame',
      'dies-of-an-upgrade-without-a-key',
    ),
    late: none('A service that ends has no later.'),
  },
  compression: {
    clause: ['PUNCH-6-5'],
    dropped: none('A server may decline compression.'),
    inverted: byHand('agrees-to-compression-and-knows-none'),
    late: none(FORM),
  },
  admit: {
    clause: ['PUNCH-6.1-2'],
    dropped: {
      what: 'Every upgrade opens a WebSocket that observes when it brings no good token.',
      as: (rule) => (knock) => {
        const due = rule(knock);
        const session = 'status' in due && due.status === 401 ? knock.find(knock.name) : undefined;
        const exp = Math.ceil((session?.expiresAt ?? 0) / 1000);
        return session ? { claims: { session: knock.name, role: 'admin', stream: null, exp }, session } : due;
      },
      // A token with another HMAC is presented with an upgrade, too.
      clause: ['PUNCH-6.1-2', 'PUNCH-7-9'],
    },
    inverted: {
      what: 'An upgrade is answered 401 when its token is good, and as it is due to be when not.',
      as: (rule) => (knock) => {
        const due = rule(knock);
        return 'status' in due ? due : authFailed();
      },
      // An admin observes a session over a WebSocket.
      clause: ['PUNCH-2-5', 'PUNCH-6.1-1'],
    },
    late: byHand('lets-peers-in-after-delete'),
  },
};
