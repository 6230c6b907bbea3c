import { afterAll, describe, expect, it } from 'vitest';
import { answering } from '../../reference/mutants/punch/mutant.js';
import { startChanged } from '../../reference/mutants/punch/start.js';
import type { AnsweredRequest, BrokerAnswer } from '../../reference/punch/peers/broker/answers.js';
import { mint } from '../../reference/punch/token.js';
import { liveCases } from '../../suites/punch/cases.js';
import { tryCases } from '../try_cases.js';
import { peerTokenBy } from './peer_token.js';
import { type PunchTargetOptions, punchTarget } from './target.js';

const closers: (() => Promise<void>)[] = [];
afterAll(() => Promise.all(closers.map((close) => close())));

const secret = new TextEncoder().encode('the secret of this deployment');
const peerCases = liveCases.filter(({ id }) =>
  ['punch/6.1/open', 'punch/6.2/start', 'punch/2/streams', 'punch/9.1/peer-deletes'].includes(id),
);

const isCreation = ({ method, path }: AnsweredRequest) => method === 'POST' && path === '/api/session';
const changed = (answer: BrokerAnswer, change: (body: Record<string, unknown>) => unknown): BrokerAnswer => ({
  ...answer,
  body: JSON.stringify(change(JSON.parse(answer.body))),
});
/** Hands out no peer tokens with the 201. */
const withoutJoin = (answer: BrokerAnswer, asked: AnsweredRequest): BrokerAnswer =>
  isCreation(asked) && answer.status === 201 ? changed(answer, ({ join: _, ...rest }) => rest) : answer;

async function verdicts(answer: typeof withoutJoin, given: Partial<PunchTargetOptions> = {}) {
  const broker = await startChanged(answering(answer), { secret });
  const target = await punchTarget({ url: broker.url, ...given, onClose: broker.close });
  closers.push(target.close);
  const outcomes = await tryCases(peerCases, target, 1, liveCases);
  return new Set(outcomes.map(({ verdict, reason }) => `${verdict} ${reason}`.trim()));
}

describe('peer tokens', { timeout: 60_000 }, () => {
  it('are found in GET of the session when the 201 has none', async () => {
    const asked: string[] = [];
    const inGet = (answer: BrokerAnswer, request: AnsweredRequest): BrokerAnswer => {
      if (request.method === 'GET' && /^\/api\/session\/[^/]+$/.test(request.path) && answer.status === 200) {
        asked.push(request.path);
        return changed(answer, (body) => {
          const { session, streams } = body as { session: string; streams: string[] };
          const exp = Math.floor(Date.now() / 1000) + 60;
          const tokens = streams.map((stream) => mint({ session, role: 'peer', stream, exp }, secret));
          return { ...body, links: tokens.map((token) => ({ href: `https://example.org/?t=${token}` })) };
        });
      }
      return withoutJoin(answer, request);
    };
    expect(await verdicts(inGet)).toEqual(new Set(['pass']));
    expect(asked.length).toBe(new Set(asked).size);
  });

  it('are minted with the secret if no answer has one', async () => {
    expect(await verdicts(withoutJoin, { secret })).toEqual(new Set(['pass']));
  });

  it('are fetched by the command of --peer-token-command', async () => {
    const command = peerTokenBy('echo none {session} {stream}');
    expect(await verdicts(withoutJoin, { peerToken: command })).toEqual(
      new Set(['blocked the command of --peer-token-command printed no token']),
    );
  });

  it('skip all cases of peers for one reason if there is no way to a token', async () => {
    const seen = [...(await verdicts(withoutJoin))];
    expect(seen.length).toBe(1);
    expect(seen[0]).toMatch(/^skip .*--secret.*--peer-token-command/);
  });
});
