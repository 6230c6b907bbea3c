/** Daemons, clients and relays in which one rule is dropped, inverted or late. */
import type { ClientRules } from '../../openhost/peers/client/rules.js';
import type { DaemonRules } from '../../openhost/peers/daemon/rules.js';
import type { RelayRules } from '../../openhost/peers/relay/rules.js';
import { byHand, type Entry, entriesOf, mutantsIn, noneOf, type RuleTable } from '../systematic.js';
import type { ClientFacts, ClientMutant } from './client_mutant.js';
import type { DaemonMutant, OpenhostMutant } from './mutant.js';
import { bindingRules, channelRules, serviceRules } from './rules_of_channels.js';
import { clientRules } from './rules_of_clients.js';
import { answerRules, offerRules, publishingRules } from './rules_of_offers.js';

/** The tables have clauses without the name of the protocol. */
const prefixed = <Rules, Facts>(entries: readonly Entry<Rules, Facts>[]): readonly Entry<Rules, Facts>[] =>
  entries.map(({ cell, ...where }) => ({
    ...where,
    cell: 'clause' in cell ? { ...cell, clause: cell.clause.map((one) => `OPENHOST-${one}`) } : cell,
  }));

const relayRules: RuleTable<RelayRules, OpenhostMutant> = {
  turnsAway: noneOf('A relay that serves nobody says nothing about a daemon.'),
  pause: noneOf('No clause says how soon a relay answers.'),
  give: {
    clause: ['2-15'],
    dropped: byHand('forgets'),
    inverted: byHand('gives-a-stranger'),
    late: byHand('keeps-the-first'),
  },
};

export const daemonEntries = prefixed(
  entriesOf<DaemonRules, OpenhostMutant>({
    ...publishingRules,
    ...offerRules,
    ...answerRules,
    ...bindingRules,
    ...channelRules,
    ...serviceRules,
  }),
);
export const clientEntries = prefixed(entriesOf<ClientRules, ClientFacts>(clientRules));
export const relayEntries = prefixed(entriesOf(relayRules));

export const systematicDaemons: readonly DaemonMutant[] = mutantsIn(daemonEntries);
export const systematicClients: readonly ClientMutant[] = mutantsIn(clientEntries);
