import { defined } from '../../defined.js';
import { Unreachable } from '../case.js';
import type { Case } from '../model.js';
import { expectCode, expectStatus, isRejected, needStatus } from './answers.js';
import type { HttpAnswer, PunchPort } from './port.js';
import { punchCase } from './steps.js';

export const duplicate = (punch: PunchPort) =>
  punch.scenario('a second POST with a live name', async (punch) => {
    const { name, answer } = await punch.shared('twice', async () => ({}));
    needStatus(answer, 201, 'the first POST');
    return punch.create({ name });
  });

export const idempotency: readonly Case[] = [
  punchCase({
    id: 'punch/5.3/duplicate-name',
    expects: 'refusal',
    control: 'punch/5/create',
    requires: ['PUNCH-5.3-2'],
    title: 'POST with a name in use returns 409',
    why: 'A second producer takes over the name, and peers join the wrong session.',
    async run({ punch, expect }) {
      expectStatus(expect, await duplicate(punch), 409);
    },
  }),
  punchCase({
    id: 'punch/5.3/duplicate-code',
    expects: 'refusal',
    control: 'punch/5/create',
    requires: ['PUNCH-5.3-2'],
    title: 'the 409 has the code SESSION_EXISTS in error',
    why: 'A client cannot tell a name in use from another conflict, and does not ask for another name.',
    async run({ punch, expect }) {
      const answer = await duplicate(punch);
      needStatus(answer, 409, 'a second POST');
      expectCode(expect, punch, answer, 'SESSION_EXISTS');
    },
  }),
  punchCase({
    id: 'punch/5.3/race',
    expects: 'refusal',
    control: 'punch/5/query',
    requires: ['PUNCH-5.3-1'],
    title: 'twenty simultaneous creations of one name return one 201',
    why: 'Two producers who press the button together get one session, and each closes that of the other.',
    harm: 'it uses up what one address may create',
    phase: 'last',
    async run({ punch, expect, clock }) {
      await punch.lobby();
      let answers = await race(punch);
      if (answers.every(({ status }) => status === 429)) {
        await clock.wait(retryAfter(answers));
        answers = await race(punch);
      }
      const won = answers.filter(({ status }) => status === 201).length;
      const refused = answers.filter(isRejected).length;
      if (won === 0 && answers.every(({ status }) => status === 429))
        throw new Unreachable('all creations were answered 429');
      expect.equal(
        'the number of creations that are granted, and that are rejected',
        [won, refused],
        [1, 19],
      );
    },
  }),
];

/** Sends twenty creations of one name from all addresses that section 5.2 does not use. */
async function race(punch: PunchPort): Promise<readonly HttpAnswer[]> {
  const name = punch.freshName();
  const { sources } = punch;
  return Promise.all(
    Array.from({ length: 20 }, (_, i) => {
      const source = sources.length === 0 ? undefined : sources[2 + (i % Math.max(1, sources.length - 4))];
      return punch.create({ name }, { unbudgeted: true, ...defined({ source }) });
    }),
  );
}

const MINUTE = 60_000;

/** Milliseconds until the first of these addresses may create again. */
const retryAfter = (answers: readonly HttpAnswer[]): number =>
  Math.min(MINUTE, ...answers.map(({ headers }) => Number(headers['retry-after'] ?? 60) * 1000 || MINUTE));
