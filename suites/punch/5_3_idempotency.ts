import { Unreachable } from '../case.js';
import type { Case } from '../model.js';
import { expectCode, expectStatus, isRejected, needStatus } from './answers.js';
import type { HttpAnswer, PunchPort } from './port.js';
import { punchCase } from './steps.js';

export const duplicate = (punch: PunchPort) =>
  punch.scenario('a second POST with a live name', async () => {
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
    title: 'a second POST with a live name is 409',
    async run({ punch, expect }) {
      expectStatus(expect, await duplicate(punch), 409);
    },
  }),
  punchCase({
    id: 'punch/5.3/duplicate-code',
    expects: 'refusal',
    control: 'punch/5/create',
    requires: ['PUNCH-5.3-2'],
    title: 'the 409 carries SESSION_EXISTS in error (RFC 8.1)',
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
    title: 'of twenty creations of one name at once exactly one wins',
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
        throw new Unreachable('all were rate-limited');
      expect.equal('creations granted and rejected', [won, refused], [1, 19]);
    },
  }),
];

/** Twenty creations of one name, from as many addresses as there are beside those of 5.2. */
async function race(punch: PunchPort): Promise<readonly HttpAnswer[]> {
  const name = punch.freshName();
  const { sources } = punch;
  return Promise.all(
    Array.from({ length: 20 }, (_, i) => {
      const source = sources.length === 0 ? undefined : sources[2 + (i % Math.max(1, sources.length - 4))];
      return punch.create({ name }, { unbudgeted: true, ...(source === undefined ? {} : { source }) });
    }),
  );
}

const MINUTE = 60_000;

/** Milliseconds until the first of them may create again. */
const retryAfter = (answers: readonly HttpAnswer[]): number =>
  Math.min(MINUTE, ...answers.map(({ headers }) => Number(headers['retry-after'] ?? 60) * 1000 || MINUTE));
