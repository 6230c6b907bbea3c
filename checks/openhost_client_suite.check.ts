import { describe, expect, it } from 'vitest';
import { embeddedOpenhost } from '../runners/openhost/embedded.js';
import { tryCases } from '../runners/try_cases.js';
import { clientCases } from '../suites/openhost/clients.js';
import { requirements } from '../suites/openhost/requirements.js';

const browserCase = 'openhost/3.3/client-browser-binding';

describe('the suite of openhost clients', () => {
  it('cites only existing requirements', () => {
    const known = new Set(requirements.map(({ id }) => id));
    expect(clientCases.flatMap(({ requires }) => requires).filter((id) => !known.has(id))).toEqual([]);
    expect(new Set(clientCases.map(({ id }) => id)).size).toBe(clientCases.length);
  });

  it('passes the reference client, and skips the clauses that bind only browsers', async () => {
    const target = await embeddedOpenhost();
    try {
      const outcomes = await tryCases(clientCases, target);
      const left = outcomes.filter(({ verdict }) => verdict !== 'pass');
      expect(left.map(({ id, verdict, reason }) => ({ id, verdict, reason }))).toEqual([
        { id: browserCase, verdict: 'skip', reason: expect.stringContaining('--browser') },
      ]);
    } finally {
      await target.close();
    }
  }, 180_000);

  it('passes the deployed client in the cases of the deployed dialect', async () => {
    const target = await embeddedOpenhost({ dialect: 'deployed' });
    try {
      const asked = clientCases.filter(({ dialect }) => dialect?.name === 'deployed');
      expect((await tryCases(asked, target)).map(({ verdict }) => verdict)).toEqual(asked.map(() => 'pass'));
      expect(asked).not.toEqual([]);
    } finally {
      await target.close();
    }
  });

  it.each([
    ['cert_fp', 'pass'],
    ['exporter', 'fail'],
  ] as const)('of a browser that asks for %s says %s', async (bindingMode, verdict) => {
    const client = { browser: true, bindingMode } as const;
    const target = await embeddedOpenhost({ client });
    try {
      const asked = clientCases.filter(({ id }) => id === browserCase);
      expect(await tryCases(asked, target)).toMatchObject([{ id: browserCase, verdict }]);
    } finally {
      await target.close();
    }
  });

  it.each(['openhost/3/client-served', 'openhost/3.2/client-stolen-certificate'])(
    'calls a bug of ours in the client an error, not a fail and not a pass: %s',
    async (id) => {
      const bug = () => {
        throw new TypeError('a bug');
      };
      const client = { change: () => ({ decodeAnswer: bug }) };
      const target = await embeddedOpenhost({ client });
      try {
        const asked = clientCases.filter((one) => one.id === id);
        const outcomes = await tryCases(asked, target, 1, clientCases);
        expect(outcomes).toMatchObject([{ id, verdict: 'error', reason: 'a bug' }]);
      } finally {
        await target.close();
      }
    },
  );
});
