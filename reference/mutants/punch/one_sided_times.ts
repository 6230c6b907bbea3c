/** Brokers that are wrong only the first time on a WebSocket, or only from the second time on. */
import { literal } from '../../punch/peers/broker/literal_rules.js';
import type { Rules } from '../../punch/peers/broker/rules.js';
import { oneSided, type SidesOf } from '../one_sided.js';
import type { PunchMutant } from './mutant.js';

type Side = 'at-first' | 'later';

/** One or two mutants for each rule about a message. The other mutants of a rule fail the same cases. */
const LATER: readonly string[] = [
  'peer-without-passphrase',
  'forgets-peer-match',
  'peer-match-with-one-endpoint',
  'a-passphrase-for-each',
  'swallows-invalid-messages',
  'refuses-punch-ping',
  'registers-whatever-port',
  'field-names-in-any-case',
  'deaf-to-status',
  'connecting-counts-as-connected',
  'knocks-by-udp',
  'tells-the-state-to-the-cause-only',
  'tells-the-state-to-the-others-only',
  'tells-the-first-only',
  'tells-the-second-only',
  'admins-may-register',
  'streams-by-request',
  'ignores-pings',
  'pongs-without-payload',
  'closes-invalid-messages-with-4400',
  'takes-binary-messages',
];

/** Most cases have new peers, so few mutants that are wrong only the first time fail other checks than those that always are. */
const AT_FIRST: readonly string[] = [
  'swallows-invalid-messages',
  'refuses-punch-ping',
  'registers-whatever-port',
  'deaf-to-status',
  'connecting-counts-as-connected',
  'tells-the-state-to-the-cause-only',
  'ignores-pings',
  'takes-binary-messages',
];

/** The side of a call, by whether its subject was seen before. */
function meetings(): (subject: object, kind?: string) => Side {
  const met = new WeakMap<object, Set<string>>();
  return (subject, kind = '') => {
    const kinds = met.get(subject) ?? new Set();
    met.set(subject, kinds);
    const side = kinds.has(kind) ? 'later' : 'at-first';
    kinds.add(kind);
    return side;
  };
}

const typeIn = (text: string): string => /"type":"([^"]*)"/i.exec(text)?.[1] ?? '';

/** The claims of a token are those of one WebSocket. Messages of one type have their own first time. */
function sides(): SidesOf<Rules> {
  const [sent, read, frames, pings, ends] = [meetings(), meetings(), meetings(), meetings(), meetings()];
  const [announced, registers] = [meetings(), meetings()];
  /** The pairs that were introduced. A new peer and one that stayed are another pair. */
  const paired = new WeakMap<object, object>();
  // A register message that is rejected is the first one as well, and no stream is looked up for it.
  const registering = new WeakMap<object, Side>();
  return {
    texts: ({ type }, to) => sent(to, type),
    readMessage: (text, from) => read(from, typeIn(text)),
    readsFrame: (_form, from) => frames(from),
    pong: (_payload, from) => pings(from),
    closesAfter: ({ type }, to) => ends(to, type),
    audience: (session) => announced(session),
    introductions({ peers: [one, other] }) {
      if (!one || !other) return 'at-first';
      const side = paired.get(one) === other ? 'later' : 'at-first';
      paired.set(one, other);
      return side;
    },
    mayRegister(claims) {
      const side = registers(claims);
      registering.set(claims, side);
      return side;
    },
    streamOf: (claims) => registering.get(claims) ?? 'at-first',
  };
}

const WORDS = { 'at-first': 'the first time', later: 'after the first time' };

const onSide = (mutants: readonly PunchMutant[], side: Side, ids: readonly string[]) =>
  oneSided(
    mutants.filter(({ id }) => ids.includes(id)),
    { rules: literal, sides, named: { [side]: WORDS[side] }, same: {} },
  );

export const atFirstOrLater = (mutants: readonly PunchMutant[]): readonly PunchMutant[] => [
  ...onSide(mutants, 'at-first', AT_FIRST),
  ...onSide(mutants, 'later', LATER),
];
