/** Brokers in which one rule is dropped, inverted or late. */
import type { Rules } from '../../punch/peers/broker/rules.js';
import { type Entry, entriesOf, type MayCarry, mutantsIn } from '../systematic.js';
import type { PunchFacts, PunchMutant } from './mutant.js';
import { rulesOfMessages } from './rules_of_messages.js';
import { limitRules, timingRules } from './rules_of_numbers.js';
import { rulesToUpgrades } from './rules_to_upgrades.js';

type Plain = Omit<Rules, 'limits' | 'timing'>;
type Entries = readonly Entry<Rules, PunchFacts>[];

/** The same of a part of the rules. */
function within<Part>(
  entries: readonly Entry<Part, PunchFacts>[],
  lifted: (change: (part: Part) => Part) => PunchMutant['change'],
): Entries {
  return entries.map(({ cell, ...where }) => ({
    ...where,
    cell: 'change' in cell ? { ...cell, change: lifted(cell.change) } : cell,
  }));
}

export const punchEntries: Entries = [
  ...within(
    entriesOf<Plain, PunchFacts>({ ...rulesToUpgrades, ...rulesOfMessages }),
    (change) => (rules) => ({ ...rules, ...change(rules) }),
  ),
  ...within(entriesOf(limitRules), (change) => (rules) => ({ ...rules, limits: change(rules.limits) })),
  ...within(entriesOf(timingRules), (change) => (rules) => ({ ...rules, timing: change(rules.timing) })),
];

export const systematicPunch: readonly (PunchMutant & MayCarry)[] = mutantsIn(punchEntries);
