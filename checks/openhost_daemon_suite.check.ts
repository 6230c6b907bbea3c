import { describe, expect, it } from 'vitest';
import { embeddedOpenhost } from '../runners/openhost/embedded.js';
import { tryCases } from '../runners/try_cases.js';
import { daemonCases } from '../suites/openhost/cases.js';
import { requirements } from '../suites/openhost/requirements.js';

describe('the live suite of openhost daemons', () => {
  it('cites only existing requirements, and has unique ids', () => {
    const known = new Set(requirements.map(({ id }) => id));
    expect(daemonCases.flatMap(({ requires }) => requires).filter((id) => !known.has(id))).toEqual([]);
    expect(new Set(daemonCases.map(({ id }) => id)).size).toBe(daemonCases.length);
  });

  it.each(['spec', 'deployed'] as const)(
    'finds nothing wrong with the reference daemon, %s',
    async (dialect) => {
      const target = await embeddedOpenhost({ dialect });
      try {
        // One case watches a minute, which passes faster here. No other case waits for the clock.
        const outcomes = await tryCases(daemonCases, target, 20);
        const wrong = outcomes.filter(({ verdict }) => verdict !== 'pass');
        // The known deviations of the deployed daemon.
        const known =
          dialect === 'deployed'
            ? [
                /tunnel-request/,
                /mid-(request|body)-(request|same)-head/,
                /stranger-key/,
                /strips-x-named/,
                /upgrade-headers/,
                /second-request-headers/,
                /stale-offer/,
                /replayed-offer/,
              ]
            : [];
        expect(
          wrong.filter(({ id }) => !known.some((one) => one.test(id))).map((one) => JSON.stringify(one)),
        ).toEqual([]);
        expect(outcomes.length - wrong.length).toBeGreaterThan(100);
      } finally {
        await target.close();
      }
    },
    240_000,
  );
});
