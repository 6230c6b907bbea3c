/** A creation against a broker that the test plays, and every other request. */
import { afterAll, describe, expect, it } from 'vitest';
import { Unclaimed, Unreachable } from '../../suites/case.js';
import { create, post } from './creations.js';
import { http } from './requests.js';
import type { TestedBroker } from './tested_broker.js';
import { type Answering, askerOf, granted, type Said, scripted, testedAt } from './testing/scripted.js';

const closers: (() => void)[] = [];
afterAll(() => closers.map((close) => close()));

async function at(answering: Answering, more: Partial<TestedBroker> = {}) {
  const broker = await scripted(answering);
  closers.push(broker.close);
  const asker = askerOf(testedAt(broker.url, more));
  return { broker, asker, bodies: () => broker.asked.map(({ body }) => JSON.parse(body)) };
}

const refused = (status: number, error = 'NO'): Said => ({
  status,
  body: JSON.stringify({ error, message: 'no' }),
});
const gateway = (status: number): Said => ({ status, headers: { 'Retry-After': '0' } });

describe('a request', () => {
  it('that changes nothing is asked again after a gateway error', async () => {
    const { broker, asker } = await at((_asked, i) => (i === 0 ? gateway(502) : refused(404)));
    expect(await http(asker, { method: 'GET', path: '/x' })).toMatchObject({ status: 404 });
    expect(broker.asked).toHaveLength(2);
  });

  it('that deletes is not asked again after a gateway error', async () => {
    const { broker, asker } = await at(() => gateway(502));
    await expect(http(asker, { method: 'DELETE', path: '/x' })).rejects.toThrow(Unreachable);
    expect(broker.asked).toHaveLength(1);
  });

  it.each(['/api/session', '/api/session/'])('to POST %s is a creation', async (path) => {
    const { asker } = await at(({ body }) => granted(body));
    await http(asker, { method: 'POST', path, body: '{"name":"run-1"}' });
    expect(asker.memory.forms.current()).toBeDefined();
  });

  it('to POST another path is none', async () => {
    const { asker } = await at(({ body }) => granted(body));
    await http(asker, { method: 'POST', path: '/api/session/run-1', body: '{"name":"run-1"}' });
    expect(asker.memory.forms.current()).toBeUndefined();
  });
});

describe('a creation', () => {
  it('is laid out in each usual way until one is granted, which is then the only one', async () => {
    const { asker, bodies } = await at(({ body }) =>
      'session' in JSON.parse(body) ? grantedTo(body) : refused(422),
    );
    expect((await create(asker)).sent).toEqual({ session: 'test-0' });
    expect(bodies()).toEqual([{ name: 'test-0' }, { session: 'test-0' }]);
    await create(asker, { name: 'mine' });
    expect(bodies().slice(2)).toEqual([{ session: 'mine' }]);
  });

  it('returns the first rejection if no way is granted', async () => {
    const { asker, broker } = await at((_asked, i) => refused(i === 0 ? 400 : 422));
    expect((await create(asker)).status).toBe(400);
    expect(broker.asked.length).toBeGreaterThan(2);
    expect(asker.memory.forms.current()).toBeUndefined();
  });

  it.each([409, 403, 500])('is not laid out in another way after a %d', async (status) => {
    const { asker, broker } = await at(() => refused(status));
    expect((await create(asker)).status).toBe(status);
    expect(broker.asked).toHaveLength(1);
  });

  it.each(['', 'not JSON', '[]', '{"nam":"x"}'])('with the body %j is sent as it is, once', async (body) => {
    const { asker, broker } = await at(() => refused(400));
    await post(asker, { method: 'POST', path: '/api/session', body });
    expect(broker.asked.map((one) => one.body)).toEqual([body]);
  });

  it('names streams from then on if the 201 does not show what they are called', async () => {
    const { asker, bodies } = await at(() => ({ status: 201, body: '{}' }));
    await create(asker);
    await create(asker);
    expect(bodies().at(-1)).toEqual({ name: 'test-1', streams: ['main'] });
  });

  it('carries the Turnstile token, and is unclaimed where the broker wants another', async () => {
    const { asker, bodies } = await at(() => refused(403, 'TURNSTILE_FAILED'), { turnstileToken: 'mine' });
    await expect(create(asker)).rejects.toThrow(
      new Unclaimed('the deployment requires a Turnstile token: it rejects the one of --turnstile-token'),
    );
    expect(bodies()[0]).toEqual({ name: 'test-0', turnstileToken: 'mine' });
    const without = await at(() => refused(403, 'TURNSTILE_FAILED'));
    await expect(create(without.asker)).rejects.toThrow('add --turnstile-token');
  });
});

describe('a creation whose answer is lost', () => {
  it('is asked for again as often as a 429 wants, within bounds', async () => {
    const { asker, broker } = await at(({ body }, i) => (i < 3 ? refused(429) : granted(body)));
    expect((await create(asker)).status).toBe(201);
    expect(broker.asked).toHaveLength(4);
    const never = await at(() => refused(429));
    await expect(create(never.asker)).rejects.toThrow(
      /^POST .* returned 429, also to 10 retries; wait until/,
    );
    expect(never.broker.asked).toHaveLength(11);
  });

  it('is not asked for again after a 429 if the case is about the limit', async () => {
    const { asker, broker } = await at(() => refused(429));
    expect((await create(asker, {}, { unbudgeted: true })).status).toBe(429);
    expect(broker.asked).toHaveLength(1);
  });

  it('is asked for again after a gateway error, and blocks when that lasts', async () => {
    const { asker, broker } = await at(({ body }, i) => (i === 0 ? gateway(503) : granted(body)));
    expect((await create(asker)).status).toBe(201);
    expect(broker.asked).toHaveLength(2);
    const never = await at(() => gateway(503));
    await expect(create(never.asker)).rejects.toThrow('lost the answer to a creation (503)');
    expect(never.broker.asked).toHaveLength(3);
  });

  it('blocks if the name is in use afterwards, because the lost creation may have taken it', async () => {
    const { asker } = await at((_asked, i) => (i === 0 ? gateway(502) : refused(409)));
    await expect(create(asker)).rejects.toThrow('lost the answer to a creation (409)');
  });
});

const grantedTo = (body: string): Said => granted(JSON.stringify({ name: JSON.parse(body).session }));
