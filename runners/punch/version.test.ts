import { expect, it } from 'vitest';
import { securityAndVersions } from '../../reference/mutants/punch/security.js';
import { startBroker } from '../../reference/punch/peers/broker/broker.js';
import { punchTarget } from './target.js';

async function remarksOn(faults: Parameters<typeof startBroker>[0]): Promise<readonly string[]> {
  const broker = await startBroker(faults);
  const target = await punchTarget({ url: broker.url, secret: broker.secret, onClose: broker.close });
  await target.close();
  return target.remarks?.() ?? [];
}

it('tells a version that these cases do not test before the first case', async () => {
  const { faults } = securityAndVersions.find(({ name }) => name === 'implements-another-version') ?? {};
  expect(await remarksOn(faults ? { faults } : {})).toEqual([
    'GET /api/health reports version 1.1.0: these cases test version 1.0.0',
  ]);
});

it('says nothing of the version that these cases test', async () => {
  expect(await remarksOn({})).toEqual([]);
});
