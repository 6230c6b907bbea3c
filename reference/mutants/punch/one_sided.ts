/** Brokers that are wrong over one transport only, or to one role only. */
import { literal } from '../../punch/peers/broker/literal_rules.js';
import { oneSided } from '../one_sided.js';
import type { PunchMutant } from './mutant.js';

/** Mutants that make no variant for one role, or whose variant no case can gate on, with the reason. */
const sameToOneRole: readonly { readonly reason: string; readonly ids: readonly string[] }[] = [
  {
    reason: 'Only peers receive this message.',
    ids: [
      'latency-in-microseconds-to-admin',
      'peer-without-passphrase-to-admin',
      'peer-with-a-text-for-port-to-admin',
      'binds-where-the-other-does-to-admin',
      'a-passphrase-for-each-to-admin',
      'never-starts-to-admin',
      'starts-the-unregistered-to-admin',
      'starts-all-pairs-to-admin',
      'passphrase-by-name-to-admin',
    ],
  },
  {
    reason: 'Only observers receive this message.',
    ids: ['forgets-peer-match-to-peers', 'peer-match-with-one-endpoint-to-peers'],
  },
  {
    reason:
      'An observer has no message that it may send but punch.ping: none of its messages has a valid neighbour.',
    ids: ['swallows-invalid-messages-to-admin'],
  },
  {
    reason:
      'An observer would have to send punch.ping, for which a broker may close at should: no gating case sends it.',
    ids: ['leaks-into-the-next-session-to-admin'],
  },
];

/** A token is in a header over HTTP, and in the query of an upgrade. */
const overOneTransport = (mutants: readonly PunchMutant[]): readonly PunchMutant[] =>
  oneSided(mutants, {
    rules: literal,
    sides: () => ({ authenticate: ({ over }) => over }),
    named: { 'over-http': 'over HTTP', 'over-websocket': 'over WebSocket' },
    same: {},
  });

const toOneRole = (mutants: readonly PunchMutant[]): readonly PunchMutant[] =>
  oneSided(mutants, {
    rules: literal,
    sides: () => ({
      texts: (_message, { role }) => `to-${role === 'admin' ? 'admin' : 'peers'}`,
    }),
    named: { 'to-admin': 'to an admin', 'to-peers': 'to peers' },
    same: Object.fromEntries(sameToOneRole.flatMap(({ reason, ids }) => ids.map((id) => [id, reason]))),
  });

/** Wrong in the tokens of one role, or in how long a WebSocket of one role lives. */
const ofOneRole = (mutants: readonly PunchMutant[]): readonly PunchMutant[] =>
  oneSided(mutants, {
    rules: literal,
    sides: () => ({
      mint: ({ role }) => (role === 'admin' ? 'of-admins' : 'of-peers'),
      isDead: ({ claims: { role } }) => (role === 'admin' ? 'of-admins' : 'of-peers'),
    }),
    named: { 'of-admins': 'for admins', 'of-peers': 'for peers' },
    same: Object.fromEntries(
      ['never-buries-the-dead-of-admins', 'buries-the-living-of-admins'].map((id) => [
        id,
        'Section 6.3 is about peers: no sentence says when a broker may close the WebSocket of an observer.',
      ]),
    ),
  });

export const onOneSide = (mutants: readonly PunchMutant[]): readonly PunchMutant[] => [
  ...overOneTransport(mutants),
  ...toOneRole(mutants),
  ...ofOneRole(mutants),
];
