import { Unclaimed, Unreachable } from '../case.js';
import type { Case } from '../model.js';
import { expectCode, expectCreated, expectStatus, needStatus } from './answers.js';
import type { HttpAnswer, PunchPort } from './port.js';
import { punchCase } from './steps.js';

/** A creation without a Turnstile token, even if this deployment requires one. */
export const plainCreation = (punch: PunchPort): Promise<HttpAnswer & { readonly name: string }> =>
  punch.scenario('one plain creation', async (punch) => {
    const name = punch.freshName();
    const body = JSON.stringify({ name });
    return { ...(await punch.http({ method: 'POST', path: '/api/session', body })), name };
  });

const withToken = (punch: PunchPort) =>
  punch.scenario('a creation with a Turnstile token that nobody issued', async (punch) => {
    const name = punch.freshName();
    const body = JSON.stringify({ name, turnstileToken: 'conform: not a token' });
    return { ...(await punch.http({ method: 'POST', path: '/api/session', body })), name };
  });

/** A creation without a token must fail because the token is missing. A 400 may have another reason. */
async function needTurnstile(punch: PunchPort): Promise<void> {
  const plain = await plainCreation(punch);
  if (plain.status === 201) throw new Unclaimed('this broker requires no Turnstile token');
  if (plain.status === 403) return;
  const granted = await punch.create();
  if (granted.status !== 201)
    throw new Unreachable(
      `a creation is answered ${granted.status}, with --turnstile-token as without: the reason is another`,
    );
}

export const turnstile: readonly Case[] = [
  punchCase({
    id: 'punch/5.4/failed',
    expects: 'refusal',
    control: 'punch/5/create',
    requires: ['PUNCH-5.4-2', 'PUNCH-5.4-4'],
    title: 'POST with a Turnstile token that fails returns 403 TURNSTILE_FAILED',
    why: 'A web page cannot tell its user to solve the challenge again.',
    async run({ punch, expect }) {
      await needTurnstile(punch);
      const answer = await withToken(punch);
      expectStatus(expect, answer, 403);
      expectCode(expect, punch, answer, 'TURNSTILE_FAILED');
    },
  }),
  punchCase({
    id: 'punch/5.4/ignored',
    expects: 'service',
    requires: ['PUNCH-5.4-3'],
    title: 'POST with turnstileToken returns 201 where Turnstile is off',
    why: 'A client that always sends the token cannot use a deployment without Turnstile.',
    async run({ punch, expect }) {
      const plain = await plainCreation(punch);
      if (plain.status === 403) throw new Unclaimed('this broker requires a Turnstile token');
      needStatus(plain, 201, 'a plain creation');
      (await punch.lobby()).admin();
      const answer = await withToken(punch);
      expectCreated(expect, answer, answer.name);
    },
  }),
];
