/** Daemons that are wrong only at the first of several packets, offers or channels, or only at the later ones. */
import { base64url } from '../../bytes/base64url.js';
import { DAEMON_RULES } from '../../openhost/peers/daemon/rules.js';
import { oneSided } from '../one_sided.js';
import type { DaemonMutant } from './mutant.js';

/** Mutants that get no variant for one packet, by id, with the reason. */
const sameInPackets = Object.fromEntries(
  [
    {
      reason: 'The first packet of a daemon has no answers.',
      ids: ['answer-ttl-300', 'suffix-01', 'fragment-index-wrong', 'evicts-fragments', 'evicts-the-newest'],
    },
    { reason: 'The values of a host have one length in all its packets.', ids: ['one-string-of-a-value'] },
  ].flatMap(({ reason, ids }) =>
    ids.flatMap((id) => [
      [`${id}-in-first-packet`, reason],
      [`${id}-in-later-packets`, reason],
    ]),
  ),
);

/** The sides of a subject: the one that came first, and all that came later. */
function firstOf(subjects: { readonly first: string; readonly later: string }): (subject: unknown) => string {
  let known: unknown;
  return (subject) => {
    known ??= subject;
    return subject === known ? subjects.first : subjects.later;
  };
}

/**
 * Each packet of a daemon has its own `ts`, and so its own record. Mutants that are wrong about the times or the salt show
 * it only between two packets.
 */
const ofOnePacket = (mutants: readonly DaemonMutant[]): readonly DaemonMutant[] =>
  oneSided(mutants, {
    rules: DAEMON_RULES,
    sides() {
      const packets = { first: 'in-first-packet', later: 'in-later-packets' };
      const [byTs, byValue] = [firstOf(packets), firstOf(packets)];
      return {
        canonicalRecord: ({ ts }) => byTs(ts),
        packetRecords: ({ value }) => byValue(value),
      };
    },
    named: {
      'in-first-packet': 'in the first packet',
      'in-later-packets': 'in later packets',
    },
    same: sameInPackets,
  });

/** Whether a subject was seen before. */
function meetings(first: string, later: string): (subject: Uint8Array) => string {
  const met = new Set<string>();
  return (subject) => (met.size === met.add(base64url.encode(subject)).size ? later : first);
}

/**
 * A mutant that is wrong only with the first offer or channel of a client fails the same checks as one that is always wrong,
 * because the clients of the cases are new.
 */
const withLaterOnes = (mutants: readonly DaemonMutant[]): readonly DaemonMutant[] => [
  ...oneSided(mutants, {
    rules: DAEMON_RULES,
    sides() {
      const signers = meetings('first', 'in-later-offers');
      const hashed = meetings('first', 'in-later-offers');
      return {
        isSigner: (_inside, signer) => signers(signer),
        offerHash: ({ clientPk }) => hashed(clientPk),
      };
    },
    named: { 'in-later-offers': 'in later offers of a client' },
    same: {},
  }),
  ...oneSided(mutants, {
    rules: DAEMON_RULES,
    sides() {
      const [signing, offering, proving] = [0, 1, 2].map(() => meetings('first', 'on-later-channels'));
      return {
        authMessage: ({ clientPk }) => signing?.(clientPk) ?? '',
        isOfferer: (_clientPk, offerer) => offering?.(offerer) ?? '',
        verifyAuthClient: (clientPk) => proving?.(clientPk) ?? '',
      };
    },
    named: { 'on-later-channels': 'on later channels of a client' },
    same: {},
  }),
];

export const atFirstOrLater = (mutants: readonly DaemonMutant[]): readonly DaemonMutant[] => [
  ...ofOnePacket(mutants),
  ...withLaterOnes(mutants),
];
