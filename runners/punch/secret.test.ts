import { afterAll, describe, expect, it } from 'vitest';
import { tokens } from '../../reference/mutants/punch/7_tokens.js';
import { startChanged } from '../../reference/mutants/punch/start.js';
import { startBroker } from '../../reference/punch/peers/broker/broker.js';
import { liveCases } from '../../suites/punch/cases.js';
import { tryCases } from '../try_cases.js';
import { punchTarget } from './target.js';

const closers: (() => Promise<void>)[] = [];
afterAll(() => Promise.all(closers.map((close) => close())));

const minting =
  /^punch\/(7\/(expired|unknown-role|no-session|no-exp|no-stream|text-dialect|secret-not-shown)|6\.1\/upgrade-expired)/;
const cases = liveCases.filter(({ id }) => minting.test(id));

async function verdicts(secret: Uint8Array | undefined) {
  const mutant = tokens.find(({ id }) => id === 'takes-expired-tokens');
  const broker = await startChanged(mutant?.change ?? ((rules) => rules));
  const known = secret === undefined ? {} : { secret };
  const target = await punchTarget({ url: broker.url, ...known, onClose: broker.close });
  closers.push(target.close);
  return { broker, outcomes: await tryCases(cases, target, 1, liveCases) };
}

describe('a broker that takes expired tokens, asked with', { timeout: 60_000 }, () => {
  it('a wrong secret, passes no case that needs the secret, and the run says that it is wrong', async () => {
    const { outcomes } = await verdicts(new TextEncoder().encode('not the secret of this deployment'));
    expect(outcomes.length).toBeGreaterThan(8);
    for (const { id, verdict, reason } of outcomes) {
      expect([id, verdict, reason]).toEqual([
        id,
        'blocked',
        '--secret is not the signing secret of this broker',
      ]);
    }
  });

  it('no secret skips the cases that need one', async () => {
    const { outcomes } = await verdicts(undefined);
    expect(new Set(outcomes.map(({ verdict }) => verdict))).toEqual(new Set(['skip']));
  });

  it('a secret that may occur by chance, is not searched for it', async () => {
    const short = new TextEncoder().encode('s3');
    const broker = await startBroker({ secret: short });
    const target = await punchTarget({ url: broker.url, secret: short, onClose: broker.close });
    closers.push(target.close);
    const [outcome] = await tryCases(
      liveCases.filter(({ id }) => id === 'punch/7/secret-not-shown'),
      target,
      1,
      liveCases,
    );
    expect(outcome).toMatchObject({
      verdict: 'skip',
      reason: 'the signing secret has 2 bytes: fewer than 8 occur in answers by chance',
    });
  });
});
