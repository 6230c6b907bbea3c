import { expect, it } from 'vitest';
import { versions } from '../../reference/mutants/punch/11_versioning.js';
import type { Change } from '../../reference/mutants/punch/mutant.js';
import { startChanged } from '../../reference/mutants/punch/start.js';
import { punchTarget } from './target.js';

async function remarksOn(change: Change): Promise<readonly string[]> {
  const broker = await startChanged(change);
  const target = await punchTarget({ url: broker.url, secret: broker.secret, onClose: broker.close });
  await target.close();
  return target.remarks?.() ?? [];
}

it('reports a version that these cases do not test before the first case', async () => {
  const mutant = versions.find(({ id }) => id === 'implements-another-version');
  expect(await remarksOn(mutant?.change ?? ((rules) => rules))).toEqual([
    'GET /api/health reports version 1.1.0: these cases test version 1.0.0',
  ]);
});

it('reports nothing about the version that these cases test', async () => {
  expect(await remarksOn((rules) => rules)).toEqual([]);
});
