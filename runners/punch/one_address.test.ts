import { expect, it } from 'vitest';
import { ruling } from '../../reference/mutants/punch/mutant.js';
import { startChanged } from '../../reference/mutants/punch/start.js';
import { liveCases } from '../../suites/punch/cases.js';
import { tryCases } from '../try_cases.js';
import { punchTarget } from './target.js';

it('a broker behind a proxy, which sees one address for all of ours, fails no case of its limit', {
  timeout: 60_000,
}, async () => {
  const broker = await startChanged(ruling(() => ({ source: () => 'the proxy' })));
  const { url, secret } = broker;
  const target = await punchTarget({ url, secret, onClose: broker.close });
  const outcomes = await tryCases(
    liveCases.filter(({ section }) => section === '5.2'),
    target,
    1,
    liveCases,
  );
  await target.close();
  expect(Object.fromEntries(outcomes.map(({ id, verdict }) => [id, verdict]))).toEqual({
    'punch/5.2/limited': 'pass',
    'punch/5.2/retry-after': 'pass',
    'punch/5.2/default': 'skip',
    'punch/5.2/per-address': 'skip',
  });
});
