import { expect, it } from 'vitest';
import { startBroker } from '../../reference/punch/peers/broker/broker.js';
import { liveCases } from '../../suites/punch/cases.js';
import { oneOfEachSection } from '../testing/sections.js';
import { tryCases } from '../try_cases.js';
import { punchTarget } from './target.js';

it('the reference broker passes one case of each section, and keeps no session', async () => {
  const broker = await startBroker();
  const target = await punchTarget({ url: broker.url, secret: broker.secret, onClose: broker.close });
  const cases = oneOfEachSection(liveCases);
  const outcomes = await tryCases(cases, target, 1, liveCases);
  expect(outcomes.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skip')).toEqual([]);
  expect(outcomes.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThan(15);
  const counted = broker.counts;
  await target.close();
  expect(counted.sessions).toBeGreaterThan(0);
  expect(broker.counts).toMatchObject({ sessions: 0, members: 0 });
});
