import { afterAll, describe, expect, it } from 'vitest';
import { startBroker } from '../../reference/punch/peers/broker/broker.js';
import { liveCases } from '../../suites/punch/cases.js';
import { isTooMuch } from '../../suites/punch/steps.js';
import { type Outcome, tryCases } from '../try_cases.js';
import { punchTarget } from './target.js';

const closers: (() => Promise<void>)[] = [];
afterAll(() => Promise.all(closers.map((close) => close())));

const quick = liveCases.filter((one) => (one.waits ?? 0) === 0 && !isTooMuch(one));

async function outcomes(given: { turnstileToken?: string }, cases = quick): Promise<readonly Outcome[]> {
  const broker = await startBroker({ turnstile: async (token) => token === 'the one that passes' });
  const { url, secret } = broker;
  const target = await punchTarget({ url, secret, ...given, onClose: broker.close });
  closers.push(target.close);
  return tryCases(cases, target, 1, liveCases);
}

const bad = (all: readonly Outcome[]) =>
  all.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skip');

describe('a broker that requires a Turnstile token', { timeout: 60_000 }, () => {
  it('fails and blocks nothing, and skips all cases that need a session for one reason', async () => {
    const all = await outcomes({});
    expect(bad(all)).toEqual([]);
    const skipped = all.filter(({ verdict }) => verdict === 'skip');
    expect(skipped.length).toBeGreaterThan(100);
    const reasons = skipped.map(({ reason }) => reason.replace(/^its control \S+ is skipped: /, ''));
    const forTurnstile = reasons.filter((reason) =>
      reason.includes('the deployment requires a Turnstile token'),
    );
    expect(new Set(forTurnstile).size).toBe(1);
    expect(all.find(({ id }) => id === 'punch/5.4/failed')).toMatchObject({
      verdict: 'skip',
      reason: expect.stringMatching(/^its control punch\/5\/create is skipped: .*--turnstile-token$/),
    });
  });

  it('runs every case with a token that passes', async () => {
    const creating = quick.filter(({ id }) => /^punch\/(2|5|5\.\d|6\.2)\//.test(id));
    const all = await outcomes({ turnstileToken: 'the one that passes' }, creating);
    expect(bad(all)).toEqual([]);
    expect(all.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThan(40);
    expect(all.find(({ id }) => id === 'punch/5.4/failed')?.verdict).toBe('pass');
  });
});
