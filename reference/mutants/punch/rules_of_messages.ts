/** The mutants of each rule of a broker in sections 6.2 to 11 of the RFC. */

import type { Rules } from '../../punch/peers/broker/rules.js';
import type { Member } from '../../punch/peers/broker/state.js';
import { type Claims, token } from '../../punch/token.js';
import { acts, permits, serves } from '../kinds.js';
import { byHand, none, type RuleTable } from '../systematic.js';
import { PAIRS, type PunchFacts, SOCKETS, without } from './mutant.js';
import type { rulesToUpgrades } from './rules_to_upgrades.js';

const FORM = 'It judges a form, and no event comes before.';
const NO_OPPOSITE = 'It has no opposite.';
const MATCHING = ['PUNCH-6.2-3', 'PUNCH-6.2-4'];
const TOKENS = ['PUNCH-5.1-3', 'PUNCH-5.1-4', 'PUNCH-7-3', 'PUNCH-7-6', 'PUNCH-7-9'];
/** The form of a token, in a header and in an upgrade. The same rule rejects a token without it. */
const FORM_OF_TOKENS = ['PUNCH-6.1-2', 'PUNCH-7-2', 'PUNCH-7-4', 'PUNCH-7-5', 'PUNCH-7-7', 'PUNCH-7-10'];
/** What needs a valid token: a WebSocket of a session, its query, its deletion and its connection strings. */
const OPENED = ['PUNCH-2-5', 'PUNCH-5-6', 'PUNCH-5-7', 'PUNCH-6.1-1'];

type RulesOfMessages = Omit<Rules, keyof typeof rulesToUpgrades | 'limits' | 'timing'>;
type Part<Name extends keyof RulesOfMessages> = RuleTable<Pick<RulesOfMessages, Name>, PunchFacts>;

const recipients: Part<'introductions' | 'watchers' | 'audience' | 'mayStart' | 'texts'> = {
  introductions: {
    clause: MATCHING,
    kind: serves(
      (stream) => stream,
      (due, { peers }) => (due.length > 0 ? [] : peers.map((peer) => [peer, peer] as const)),
    ),
    dropped: 'Peers of a stream are never introduced.',
    inverted: {
      what: 'A peer is introduced to itself while it is alone, and to nobody when the other has come.',
      // A peer message to a peer that is alone gives it what its token does not grant, and no match reaches an observer.
      clause: [...MATCHING, 'PUNCH-2-3', 'PUNCH-6.2-5', 'PUNCH-6.4-3', 'PUNCH-9.1-1', 'PUNCH-9.1-2'],
    },
    late: 'The peers of a stream are introduced only with the registration that follows.',
  },
  watchers: {
    clause: ['PUNCH-6.2-5', 'PUNCH-9.4-1'],
    kind: serves(
      (session) => session,
      (due, { members }) => [...members].filter((member) => !due.includes(member)),
    ),
    dropped: byHand('forgets-peer-match'),
    inverted: {
      what: 'Peers receive the peer_match message, and observers do not.',
      clause: ['PUNCH-6.2-5', 'PUNCH-9.1-1', 'PUNCH-9.4-1'],
    },
    late: none('Observers that receive no peer_match with the match are forgets-peer-match.'),
  },
  audience: {
    clause: ['PUNCH-6.2-6'],
    kind: serves(
      (session) => session,
      (): readonly Member[] => [],
    ),
    dropped: 'Nobody receives a session message.',
    inverted: none('All but everybody are nobody, as where it is dropped.'),
    late: 'A session message goes to those who were there at the one before.',
  },
  mayStart: {
    clause: ['PUNCH-6.2-7', 'PUNCH-6.2-8'],
    kind: acts((stream) => stream),
    dropped: byHand('never-starts'),
    inverted: 'Peers are started before they are ready, and not when they are.',
    late: {
      what: 'Peers are started only with the event that follows the second ready.',
      clause: ['PUNCH-6.2-7'],
    },
  },
  texts: {
    clause: [...MATCHING, 'PUNCH-6.2-5', 'PUNCH-6.2-6', 'PUNCH-6.2-7'],
    dropped: {
      what: 'No message is sent.',
      as: () => () => [],
      clause: [...MATCHING, 'PUNCH-6-3', 'PUNCH-6.2-5', 'PUNCH-6.2-6', 'PUNCH-6.2-7'],
    },
    inverted: none(NO_OPPOSITE),
    late: {
      what: 'Each message is sent only with the next one.',
      // No message follows an error before a close.
      clause: [...MATCHING, 'PUNCH-6.2-5', 'PUNCH-6.2-6', 'PUNCH-6.2-7', 'PUNCH-8.2-6'],
      as(rule) {
        const held = new WeakMap<Claims, readonly string[]>();
        return (message, to, session) => {
          const before = held.get(to) ?? [];
          held.set(to, rule(message, to, session));
          return before;
        };
      },
    },
  },
};

const endings: Part<'isDead' | 'pong' | 'heldBack' | 'closeCode' | 'closesAfter'> = {
  isDead: {
    clause: ['PUNCH-6.3-3', 'PUNCH-6.5-2'],
    kind: acts((member) => member),
    dropped: byHand('never-buries-the-dead'),
    inverted: {
      what: 'A peer is closed while it is alive, and left alone when it is dead.',
      carries: {
        sections: SOCKETS,
        because: 'Twice a second the broker closes the peers of all cases.',
      },
    },
    late: none('The next look, half a second later, closes it.'),
  },
  pong: {
    clause: ['PUNCH-6.3-1'],
    dropped: byHand('ignores-pings'),
    inverted: byHand('pongs-without-payload'),
    late: {
      what: 'A pong has the payload of the ping before.',
      as(rule) {
        let before: Uint8Array | undefined = new Uint8Array();
        return (payload, from) => {
          const answer = before;
          before = rule(payload, from);
          return answer;
        };
      },
    },
  },
  heldBack: {
    clause: ['PUNCH-6.4-1'],
    dropped: none('The RFC holds no message back.'),
    inverted: none(NO_OPPOSITE),
    late: byHand('introduces-the-second-late'),
  },
  closeCode: {
    clause: ['PUNCH-4.2-8', 'PUNCH-8.2-2'],
    dropped: {
      what: 'No WebSocket is ever closed.',
      as: () => () => undefined,
      // Every close that the RFC requires: at the expiry, after a broken frame, and of a dead peer.
      clause: ['PUNCH-4.2-5', 'PUNCH-4.2-8', 'PUNCH-4.3-2', 'PUNCH-6.3-2', 'PUNCH-8.2-2', 'PUNCH-8.2-3'],
    },
    inverted: {
      what: 'What is due to be closed with 1000 is closed with 1011, and the other way round.',
      as: (rule) => (why) => (rule(why) === 1000 ? 1011 : 1000),
      clause: ['PUNCH-8.2-1', 'PUNCH-8.2-2'],
    },
    late: byHand('expires-three-seconds-late'),
  },
  closesAfter: {
    clause: ['PUNCH-8.2-3'],
    dropped: none('The RFC has no message that is always the last one.'),
    inverted: byHand('closes-invalid-messages-with-4400'),
    late: none('The RFC has no message that is always the last one.'),
  },
};

const claimsOf = (text: string): Claims | undefined => {
  try {
    return token.decode(text).claims;
  } catch {
    return undefined;
  }
};

const tokens: Part<'authenticate' | 'mint'> = {
  authenticate: {
    clause: TOKENS,
    dropped: {
      what: 'Every token is good, and one that cannot be read is an admin token.',
      as: () => (presented) =>
        claimsOf(presented.token) ?? {
          session: presented.session,
          role: 'admin',
          stream: null,
          exp: Math.ceil(presented.now / 1000) + 60,
        },
      clause: [...TOKENS, ...FORM_OF_TOKENS],
    },
    inverted: {
      what: 'A token is good when it is to be rejected, and rejected when it is good.',
      as: (rule) => (presented) => (rule(presented) ? undefined : claimsOf(presented.token)),
      clause: [...TOKENS, ...OPENED],
    },
    late: byHand('tolerates-ten-seconds'),
  },
  mint: {
    clause: ['PUNCH-2-5', 'PUNCH-5-4'],
    dropped: {
      what: 'A token that is handed out is signed with zeros.',
      as: (rule) => (claims) => rule(claims, new Uint8Array(32)),
      clause: ['PUNCH-5-4', ...OPENED],
    },
    inverted: {
      what: 'A token that is handed out for a peer is an admin token, and the other way round.',
      as: (rule) => (claims, secret) =>
        rule(
          claims.role === 'admin'
            ? { ...claims, role: 'peer', stream: 'main' }
            : { ...claims, role: 'admin', stream: null },
          secret,
        ),
      clause: ['PUNCH-5-4', 'PUNCH-7-4'],
    },
    late: none('A token that is handed out late comes with a late answer.'),
  },
};

const security: Part<'mayAdminister' | 'mayRegister' | 'streamOf' | 'passphrase' | 'tls' | 'answer'> = {
  mayAdminister: {
    clause: ['PUNCH-9.1-3'],
    kind: permits(({ session }) => session),
    dropped: byHand('peers-may-close'),
    inverted: {
      what: 'Peers may query and close a session, and an admin may not.',
      clause: ['PUNCH-2-5', 'PUNCH-4.2-4', 'PUNCH-5-6', 'PUNCH-9.1-3'],
    },
    late: 'The first peer of a session that asks to may query or close it.',
  },
  mayRegister: {
    clause: ['PUNCH-9.1-1', 'PUNCH-9.1-2'],
    kind: permits(),
    dropped: byHand('admins-may-register', 'streams-by-request'),
    inverted: {
      what: 'A peer may register for every stream but its own.',
      carries: PAIRS,
      clause: ['PUNCH-9.1-1', 'PUNCH-9.1-2', ...MATCHING],
    },
    late: none('A register message for another stream may be taken for the stream of its token.'),
  },
  streamOf: {
    clause: MATCHING,
    dropped: { what: 'A register message is for no stream.', as: () => () => undefined, carries: PAIRS },
    inverted: {
      what: 'A register message is for another stream than the one of its token.',
      as: (rule) => (claims, session, asked) =>
        [...session.streams.keys()].find((name) => name !== rule(claims, session, asked)),
      clause: ['PUNCH-2-2', ...MATCHING],
      carries: {
        sections: SOCKETS,
        because: 'A peer is matched in the streams of other cases that run at the same time.',
      },
    },
    late: none('The stream of a token is the same at every event.'),
  },
  passphrase: {
    clause: ['PUNCH-9.2-1'],
    // The schema of messages has a shortest passphrase, and the empty one is the same in every session.
    dropped: {
      what: 'A passphrase is empty.',
      as: () => () => '',
      clause: ['PUNCH-6-1', 'PUNCH-9.2-1', 'PUNCH-9.2-2'],
    },
    inverted: byHand('one-passphrase-for-all'),
    late: none('The passphrase of another session is as good, as long as each has its own.'),
  },
  tls: {
    clause: ['PUNCH-9.6-1'],
    dropped: byHand('old-tls'),
    inverted: byHand('old-tls-alone'),
    late: none(FORM),
  },
  answer: {
    clause: ['PUNCH-11-1'],
    dropped: {
      what: 'No answer has a Punch-Version.',
      as: (rule) => (answer, asked) => without(rule(answer, asked), 'Punch-Version'),
      // The answers that Node gives by itself pass through the same rule.
      clause: ['PUNCH-11-1', 'PUNCH-11-5'],
    },
    inverted: byHand('two-versions'),
    late: none('A version does not change.'),
  },
};

export const rulesOfMessages: RuleTable<RulesOfMessages, PunchFacts> = {
  ...recipients,
  ...endings,
  ...tokens,
  ...security,
};
