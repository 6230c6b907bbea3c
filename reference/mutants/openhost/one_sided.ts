/** Daemons that are wrong on one side only: in one mode of the channel binding, or in upgrades or other requests. */
import { isUpgrade } from '../../openhost/peers/daemon/http_head.js';
import { DAEMON_RULES } from '../../openhost/peers/daemon/rules.js';
import { oneSided } from '../one_sided.js';
import type { DaemonMutant } from './mutant.js';
import { inLaterRequests } from './one_sided_requests.js';
import { atFirstOrLater } from './one_sided_times.js';
import { ofOneVersion } from './one_sided_versions.js';

/** The modes as written in ids. */
const SIDE = { exporter: 'exporter', cert_fp: 'cert-fp' } as const;

const inOneMode = (mutants: readonly DaemonMutant[]): readonly DaemonMutant[] =>
  oneSided(mutants, {
    rules: DAEMON_RULES,
    sides: () => ({
      authMessage: (_bound, mode) => SIDE[mode],
      isOfferer: (_clientPk, _offerer, mode) => SIDE[mode],
      verifyAuthClient: (_clientPk, _message, _signature, mode) => SIDE[mode],
    }),
    named: { exporter: 'in mode exporter', 'cert-fp': 'in mode cert_fp' },
    same: {},
  });

/** Mutants that get no one-sided variant, by id, with the reason. */
const sameRequests: Readonly<Record<string, string>> = {
  'upgrade-without-subprotocol-of-requests': 'A request that upgrades nothing has no subprotocol.',
  'upgrade-without-subprotocol-of-upgrades': 'That is upgrade-without-subprotocol itself.',
};

const ofOneRequest = (mutants: readonly DaemonMutant[]): readonly DaemonMutant[] =>
  oneSided(mutants, {
    rules: DAEMON_RULES,
    sides: () => ({
      requestHeaders: ({ head }) => (isUpgrade(head.headers) ? 'of-upgrades' : 'of-requests'),
    }),
    named: { 'of-upgrades': 'of upgrades', 'of-requests': 'of other requests' },
    same: sameRequests,
  });

export const daemonsOnOneSide = (mutants: readonly DaemonMutant[]): readonly DaemonMutant[] => [
  ...inOneMode(mutants),
  ...ofOneRequest(mutants),
  ...ofOneVersion(mutants),
  ...atFirstOrLater(mutants),
  ...inLaterRequests(mutants),
];
