import { afterAll, describe, expect, it } from 'vitest';
import { answering, type Change } from '../../reference/mutants/punch/mutant.js';
import { startChanged } from '../../reference/mutants/punch/start.js';
import type { AnsweredRequest, BrokerAnswer } from '../../reference/punch/peers/broker/answers.js';
import type { JsonObject } from '../../suites/model.js';
import { liveCases } from '../../suites/punch/cases.js';
import { tryCases } from '../try_cases.js';
import { hear } from './receive_log.js';
import { punchTarget } from './target.js';

const closers: (() => Promise<void>)[] = [];
afterAll(() => Promise.all(closers.map((close) => close())));

async function verdicts(change: Change, ...ids: readonly string[]): Promise<Record<string, string>> {
  const broker = await startChanged(change);
  const { url, secret, close } = broker;
  const target = await punchTarget({ url, secret, onClose: close });
  closers.push(target.close);
  const cases = liveCases.filter(({ id }) => ids.includes(id));
  const outcomes = await tryCases(cases, target, 1, liveCases);
  return Object.fromEntries(outcomes.map(({ id, verdict }) => [id, verdict]));
}

const changed = (answer: BrokerAnswer, change: (body: JsonObject) => unknown): BrokerAnswer =>
  answer.status < 300 && answer.body.startsWith('{')
    ? { ...answer, body: JSON.stringify(change(JSON.parse(answer.body))) }
    : answer;
const isCreation = ({ method, path }: AnsweredRequest) => method === 'POST' && path === '/api/session';

describe('a broker that shows the granted TTL only in expiresAt', { timeout: 60_000 }, () => {
  it('fails if it is not the requested TTL', async () => {
    const answer = (given: BrokerAnswer, asked: AnsweredRequest): BrokerAnswer =>
      isCreation(asked)
        ? changed(given, ({ ttl: _, ...rest }) => ({ ...rest, expiresAt: Date.now() + 1_800_000 }))
        : given;
    expect(await verdicts(answering(answer), 'punch/4.3/granted', 'punch/4.3/maximum')).toEqual({
      'punch/4.3/granted': 'fail',
      'punch/4.3/maximum': 'fail',
    });
  });
});

describe('a received message', () => {
  const heard = (message: JsonObject) => {
    const hearing = hear();
    hearing.message(JSON.stringify(message), false);
    return hearing.heard[0]?.message;
  };

  it('gets the members of a nested peer, but keeps its own of the same name', () => {
    const peer = { type: 'x', port: 20101 };
    expect(heard({ type: 'peer', peer, latency: 120 })).toMatchObject({
      type: 'peer',
      port: 20101,
      latency: 120,
    });
  });

  it('is unchanged if it describes two ends', () => {
    const message = { type: 'peer_match', a: { port: 1 }, b: { port: 2 } };
    expect(heard(message)).toEqual(message);
  });
});
