import { afterAll, describe, expect, it } from 'vitest';
import { startBroker } from '../reference/punch/peers/broker/broker.js';
import { clockOf } from '../reference/punch/peers/broker/clock.js';
import { createAuthority } from '../reference/tls/certificate.js';
import { punchTarget } from '../runners/punch/target.js';
import { tryCases } from '../runners/try_cases.js';
import { liveCases } from '../suites/punch/cases.js';
import { requirements } from '../suites/punch/requirements.js';

const closers: (() => Promise<void>)[] = [];
afterAll(() => Promise.all(closers.map((close) => close())));

const long = liveCases.filter(({ waits = 0 }) => waits > 20_000);
const short = liveCases.filter((one) => !long.includes(one));

async function reference(options: Parameters<typeof startBroker>[0] = {}) {
  const broker = await startBroker(options);
  const target = await punchTarget({ url: broker.url, secret: broker.secret, onClose: broker.close });
  closers.push(target.close);
  return { broker, target };
}

describe('the suite', { timeout: 180_000 }, () => {
  it('cites only existing requirements, and has unique ids', () => {
    const known = new Set(requirements.map(({ id }) => id));
    expect(liveCases.flatMap(({ requires }) => requires).filter((id) => !known.has(id))).toEqual([]);
    expect(new Set(liveCases.map(({ id }) => id)).size).toBe(liveCases.length);
  });

  it('passes the reference broker, and leaves no session behind', async () => {
    const { broker, target } = await reference();
    const outcomes = await tryCases(short, target, 1, liveCases);
    expect(outcomes.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skip')).toEqual([]);
    expect(outcomes.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThan(100);
    const counted = broker.counts;
    await target.close();
    expect(counted.sessions).toBeGreaterThan(0);
    expect(broker.counts).toMatchObject({ sessions: 0, members: 0 });
  });

  it('passes the reference broker in the cases that wait, on a clock ten times as fast', async () => {
    const { target } = await reference({ clock: clockOf(10) });
    const outcomes = await tryCases(long, target, 10, liveCases);
    expect(outcomes.filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
  });

  it('passes the reference broker over TLS, with its authority given', async () => {
    const authority = createAuthority();
    const broker = await startBroker({ tls: authority.issue(['127.0.0.1']) });
    const target = await punchTarget({
      url: broker.url,
      secret: broker.secret,
      ca: authority.certificate,
      onClose: broker.close,
    });
    closers.push(target.close);
    const security = short.filter(({ id }) => /^punch\/(9|6\.2|11)/.test(id));
    const outcomes = await tryCases(security, target, 1, liveCases);
    expect(outcomes.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skip')).toEqual([]);
    expect(outcomes.find(({ id }) => id === 'punch/9.6/old-tls')?.verdict).toBe('pass');
  });
});
