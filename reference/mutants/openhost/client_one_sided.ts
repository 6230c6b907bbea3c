/** Clients that are wrong only in mode CertFp, in records of one version, or in later packets of a host. */
import { HOST_LABEL, type TextRecord } from '../../openhost/packet.js';
import { CLIENT_RULES, type ClientRules } from '../../openhost/peers/client/rules.js';
import { changedIn, oneSided } from '../one_sided.js';
import type { ClientMutant } from './client_mutant.js';
import { ofRecord, RECORD_SIDES, VERSION_AT } from './one_sided_versions.js';

/** The rules of the handshake and of the binding, which a client may follow in one mode only. */
const IN_BINDING: readonly (keyof ClientRules)[] = [
  'pinFingerprint',
  'demandsPossession',
  'takenSuite',
  'readNonce',
  'signAuthClient',
  'verifyAuthHost',
];

/** A client runs in one mode. The other mutants bind by the exporter. */
const inCertFp = (mutants: readonly ClientMutant[]): readonly ClientMutant[] =>
  mutants
    .filter((one) => {
      const changed: readonly string[] = changedIn(CLIENT_RULES, one.change(CLIENT_RULES));
      return changed.length > 0 && changed.every((name) => IN_BINDING.some((known) => known === name));
    })
    .map((one) => ({
      ...one,
      id: `${one.id}-cert-fp`,
      what: `${one.what.replace(/\.$/, '')}: in mode cert_fp only.`,
      drawnFrom: one.id,
      browser: true,
      bindingMode: 'cert_fp',
    }));

const versionIn = (records: readonly TextRecord[]): number | undefined =>
  Buffer.from(records.find(({ label }) => label === HOST_LABEL)?.value ?? '', 'base64url')[VERSION_AT];

/** The other mutants of `readHostRecord` concern one version, or the packet, which has none. */
const OF_EACH_VERSION: readonly string[] = ['any-age', 'is-fresh-inverted', 'any-inner-signature'];

const ofOneRecord = (mutants: readonly ClientMutant[]): readonly ClientMutant[] =>
  oneSided(
    mutants.filter(({ id }) => OF_EACH_VERSION.includes(id)),
    {
      rules: CLIENT_RULES,
      sides: () => ({
        isFresh: ({ version }) => ofRecord(version),
        readHostRecord: (records) => ofRecord(versionIn(records)),
      }),
      named: RECORD_SIDES,
      same: {},
    },
  );

const sameLater: Readonly<Record<string, string>> = {
  'packets-of-any-length-in-later-packets':
    'A client reads the first packet by the same limit, which belongs to the connection to a relay.',
};

/**
 * Only the signature of a later packet has sides: a client may keep the record of the first one. In the first packet these
 * mutants fail the same checks as those that are wrong in every packet.
 */
const inLaterPackets = (mutants: readonly ClientMutant[]): readonly ClientMutant[] =>
  oneSided(mutants, {
    rules: CLIENT_RULES,
    sides() {
      let asked = 0;
      return { findPacket: () => (asked++ === 0 ? 'first' : 'in-later-packets') };
    },
    named: { 'in-later-packets': 'in packets after the first' },
    same: sameLater,
  });

export const clientsOnOneSide = (mutants: readonly ClientMutant[]): readonly ClientMutant[] => [
  ...inCertFp(mutants),
  ...ofOneRecord(mutants),
  ...inLaterPackets(mutants),
];
