/** Daemons that are wrong in offers or records of one version only. */
import { base64url } from '../../bytes/base64url.js';
import { DAEMON_RULES, type OfferVersion } from '../../openhost/peers/daemon/rules.js';
import { oneSided } from '../one_sided.js';
import type { DaemonMutant } from './mutant.js';

const inOffers = (version: OfferVersion): string => `in-version-${version}`;

/**
 * The age of an offer and its repetition are those of its packet, which has no version. The sealed box and the compression
 * come before the version is known. After the answer, only the mode of an offer is used.
 */
const ofOneOffer = (mutants: readonly DaemonMutant[]): readonly DaemonMutant[] =>
  oneSided(mutants, {
    rules: DAEMON_RULES,
    sides: () => ({
      isSigner: (_inside, _signer, version) => inOffers(version),
      checkSetup: (_sdp, _dialect, version) => inOffers(version),
      isAllowed: (_client, _allowed, version) => inOffers(version),
      pinFingerprint: (_fingerprint, version) => inOffers(version),
      offerHash: ({ version }) => inOffers(version),
    }),
    named: {
      'in-version-1': 'in offers of version 1',
      'in-version-2': 'in offers of version 2',
      'in-version-3': 'in offers of version 3',
    },
    same: {},
  });

/** The offset of the version in the value of a record: the signature and a separator come before it. */
export const VERSION_AT = 64 + 10;
/** The side of a rule that sees one record, for daemons and for clients. */
export const ofRecord = (version: number | undefined): string => `of-record-${version}`;
export const RECORD_SIDES = {
  'of-record-2': 'in records of version 2',
  'of-record-3': 'in records of version 3',
};

const IN_RECORDS: readonly string[] = ['inner-signature-wrong', 'version-1-record'];

/** Only the record has a version. The packet around it and its times have none. */
const ofOneRecord = (mutants: readonly DaemonMutant[]): readonly DaemonMutant[] =>
  oneSided(
    mutants.filter(({ id }) => IN_RECORDS.includes(id)),
    {
      rules: DAEMON_RULES,
      sides: () => ({
        canonicalRecord: ({ version }) => ofRecord(version),
        packetRecords: ({ value }) => ofRecord(base64url.decode(value)[VERSION_AT]),
      }),
      named: RECORD_SIDES,
      same: {},
    },
  );

export const ofOneVersion = (mutants: readonly DaemonMutant[]): readonly DaemonMutant[] => [
  ...ofOneOffer(mutants),
  ...ofOneRecord(mutants),
];
