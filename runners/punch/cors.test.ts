import { afterAll, expect, it } from 'vitest';
import { answering } from '../../reference/mutants/punch/mutant.js';
import { startChanged } from '../../reference/mutants/punch/start.js';
import { liveCases } from '../../suites/punch/cases.js';
import { tryCases } from '../try_cases.js';
import { punchTarget } from './target.js';

const closers: (() => Promise<void>)[] = [];
afterAll(() => Promise.all(closers.map((close) => close())));

const allow = 'Access-Control-Allow-Origin';
const trust = { 'Access-Control-Allow-Credentials': 'true' };

it.each<[string, Record<string, string>, string]>([
  ['nothing, which is noted', {}, 'skip'],
  ['that everybody may read', { [allow]: '*' }, 'pass'],
  ['that one origin may', { [allow]: 'https://operator.example', ...trust }, 'pass'],
  ['that everybody may with credentials, which nobody believes', { [allow]: '*', ...trust }, 'fail'],
  ['two origins, which is invalid', { [allow]: 'https://a.example, https://b.example' }, 'fail'],
])('a broker may say of CORS %s', async (_what, said, verdict) => {
  const answer = (due: { status: number; headers: Readonly<Record<string, string>>; body: string }) => ({
    ...due,
    headers: { ...due.headers, ...said },
  });
  const broker = await startChanged(answering(answer));
  const target = await punchTarget({ url: broker.url, onClose: broker.close });
  closers.push(target.close);
  const outcomes = await tryCases(
    liveCases.filter(({ id }) => id === 'punch/5/cors'),
    target,
  );
  expect(outcomes).toMatchObject([{ verdict }]);
});
