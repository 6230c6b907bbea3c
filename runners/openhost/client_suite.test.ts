import { describe, expect, it } from 'vitest';
import { clientCases } from '../../suites/openhost/clients.js';
import { requirements } from '../../suites/openhost/requirements.js';
import { embeddedOpenhost } from './embedded.js';
import { askAll } from './put.js';

describe('the suite of openhost clients', () => {
  it('cites requirements that exist', () => {
    const known = new Set(requirements.map(({ id }) => id));
    expect(clientCases.flatMap(({ requires }) => requires).filter((id) => !known.has(id))).toEqual([]);
    expect(new Set(clientCases.map(({ id }) => id)).size).toBe(clientCases.length);
  });

  it('finds nothing wrong with the reference client', async () => {
    const target = await embeddedOpenhost();
    try {
      const outcomes = await askAll(clientCases, target);
      expect(outcomes.filter(({ verdict }) => verdict !== 'pass').map((one) => JSON.stringify(one))).toEqual(
        [],
      );
    } finally {
      await target.close();
    }
  }, 180_000);
});
