import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { answering } from '../../reference/mutants/punch/mutant.js';
import { startChanged } from '../../reference/mutants/punch/start.js';
import type { AnsweredRequest, BrokerAnswer } from '../../reference/punch/peers/broker/answers.js';
import { startBroker } from '../../reference/punch/peers/broker/broker.js';
import type { Case, Result, Target } from '../../suites/model.js';
import { liveCases } from '../../suites/punch/cases.js';
import { run } from '../run.js';
import { MOST_SILENT } from './contact.js';
import { type PunchTargetOptions, punchTarget } from './target.js';

const closers: (() => Promise<void>)[] = [];
afterAll(() => Promise.all(closers.map((close) => close())));

/** Changes only the first answer of this kind. */
function first(concerns: (answer: BrokerAnswer, asked: AnsweredRequest) => boolean, status: number) {
  let done = false;
  return (answer: BrokerAnswer, asked: AnsweredRequest): BrokerAnswer => {
    if (done || !concerns(answer, asked)) return answer;
    done = true;
    return { ...answer, status };
  };
}

async function resultOf(
  id: string,
  answer: (answer: BrokerAnswer, asked: AnsweredRequest) => BrokerAnswer,
  given: (url: string) => Partial<PunchTargetOptions> = () => ({}),
): Promise<Result | undefined> {
  const broker = await startChanged(answering(answer));
  const { url, secret } = broker;
  const target = await punchTarget({ url, secret, ...given(url), onClose: broker.close });
  closers.push(target.close);
  const [found] = await resultsOf(target, liveCases, [id]);
  return found;
}

async function resultsOf(
  target: Target,
  cases: readonly Case[],
  only?: readonly string[],
): Promise<Result[]> {
  const results: Result[] = [];
  await run({
    cases,
    ...(only ? { only } : {}),
    targets: [{ target, rerun: '' }],
    level: 'must',
    jobs: 1,
    seed: 1,
    specs: [],
    tool: { name: 'conform', version: '0' },
    signal: new AbortController().signal,
    line: (line) => {
      if (line.kind === 'result') results.push(line);
    },
  });
  return results;
}

const firstDelete = () => first(({ status }, { method }) => method === 'DELETE' && status === 200, 405);
const unsteady = { verdict: 'error', unsteady: true };

describe('a case that failed and is asked once more', { timeout: 120_000 }, () => {
  it('gets a new session for its second attempt', async () => {
    expect(await resultOf('punch/4.2/delete', firstDelete())).toMatchObject(unsteady);
  });

  it('uses addresses that have created nothing yet', async () => {
    const first429 = first(({ status }) => status === 429, 420);
    expect(await resultOf('punch/5.2/limited', first429)).toMatchObject(unsteady);
  });

  it('waits for the budget of the only address instead of being blocked', async () => {
    const alone = (url: string) => ({
      url: url.replace('127.0.0.1', 'localhost'),
      budget: { amount: 2, per: 1_000 },
    });
    expect(await resultOf('punch/4.2/delete', firstDelete(), alone)).toMatchObject(unsteady);
  });

  it('is asked again although the target was given up for its silence', async () => {
    const broker = await startBroker();
    let isMute = false;
    const between = createServer(async (request, answer) => {
      if (isMute) return void request.socket.destroy();
      const from = await fetch(broker.url + request.url);
      answer.writeHead(from.status, Object.fromEntries(from.headers)).end(await from.text());
    });
    between.listen(0, '127.0.0.1');
    await once(between, 'listening');
    const { port } = between.address() as AddressInfo;
    const target = await punchTarget({ url: `http://127.0.0.1:${port}`, onClose: broker.close });
    closers.push(target.close, async () => void between.close());
    isMute = true;
    let asked = 0;
    const health = liveCases.find(({ id }) => id === 'punch/11/health-version');
    if (!health) throw new Error('the case is gone');
    const cases = Array.from({ length: MOST_SILENT + 2 }, (_, i): Case => {
      const id = `punch/11/health-version-${i}`;
      return {
        ...health,
        id,
        run(context) {
          isMute = asked++ < cases.length;
          return health.run(context);
        },
      };
    });
    const results = await resultsOf(target, cases);
    expect(results.map(({ verdict }) => verdict).sort()).toEqual([
      'blocked',
      'blocked',
      ...Array.from({ length: MOST_SILENT }, () => 'error'),
    ]);
  });
});
