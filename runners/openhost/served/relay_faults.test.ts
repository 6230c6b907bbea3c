import { expect, it } from 'vitest';
import { relayMutants } from '../../../reference/mutants/openhost/relays.js';
import { RELAY_RULES } from '../../../reference/openhost/peers/relay/rules.js';
import { faults, withFault } from './relay_faults.js';

it('a served relay can have the fault of each wrong relay, and hang up', () => {
  expect(faults).toEqual(['hangs-up', ...relayMutants.map(({ id }) => id)]);
  expect(withFault(RELAY_RULES, 'hangs-up').turnsAway()).toBe('closed');
});

it.each(relayMutants)('the fault $id replaces only how a served relay gives packets', ({ id }) => {
  const pause = () => 7;
  const rules = withFault({ ...RELAY_RULES, pause }, id);
  expect(rules.give).not.toBe(RELAY_RULES.give);
  expect([rules.turnsAway(), rules.pause('PUT')]).toEqual([undefined, 7]);
});
