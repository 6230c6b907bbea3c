import { defined } from '../../defined.js';
import { Unclaimed, Unreachable } from '../case.js';
import { httpDate } from '../http_date.js';
import type { Case } from '../model.js';
import { expectStatus } from './answers.js';
import type { HttpAnswer, PunchPort } from './port.js';
import { punchCase } from './steps.js';

export const HARM = 'it uses up what one address may create';
const MOST = 30;
/** RFC 5.2 */
const DEFAULT = 10;

interface Exhausted {
  readonly granted: number;
  readonly refusal: HttpAnswer | undefined;
  /** The answer to a creation from another address, right after the limit. */
  readonly elsewhere: HttpAnswer | undefined;
}

/** Uses an address of its own, if there is one, so that the limits of other cases stay unused. */
export const exhaust = (punch: PunchPort): Promise<Exhausted> =>
  punch.scenario('more creations than one address may have', async (punch) => {
    await punch.lobby();
    const source = punch.sources.at(-1);
    const post = (from: string | undefined) =>
      punch.create({}, { unbudgeted: true, ...defined({ source: from }) });
    let granted = 0;
    let refusal: HttpAnswer | undefined;
    while (granted < MOST && !refusal) {
      const answer = await post(source);
      if (answer.status === 201) granted++;
      else refusal = answer;
    }
    if (refusal && refusal.status >= 500)
      throw new Unreachable(`creation ${granted + 1} returned ${refusal.status}`);
    return {
      granted,
      refusal,
      elsewhere: source === undefined ? undefined : await post(punch.sources.at(-2)),
    };
  });

/** For a broker behind a proxy, all our addresses are the same and share one limit. */
function needAddresses(punch: PunchPort, { granted, elsewhere }: Exhausted): void {
  if (!elsewhere) throw new Unclaimed('this machine has only one address to ask from');
  const told = elsewhere.status !== 429 || (granted >= DEFAULT && !punch.limitedEarly());
  if (!told)
    throw new Unclaimed(
      'the broker counts our addresses as one: a proxy stands between, or it does not look at them',
    );
}

export const rate: readonly Case[] = [
  punchCase({
    id: 'punch/5.2/limited',
    expects: 'refusal',
    control: 'punch/5/query',
    requires: ['PUNCH-5.2-1', 'PUNCH-5.2-4', 'PUNCH-9.5-1'],
    title: 'creations from one address end with a 429',
    why: 'A single script fills the broker with sessions and locks everybody out.',
    harm: HARM,
    phase: 'last',
    async run({ punch, expect }) {
      const { granted, refusal } = await exhaust(punch);
      expect.that('a creation is rejected', refusal !== undefined, {
        expected: `429 within ${MOST} creations`,
        observed: `${granted} creations`,
      });
      if (refusal) expectStatus(expect, refusal, 429);
    },
  }),
  punchCase({
    id: 'punch/5.2/default',
    expects: 'refusal',
    control: 'punch/5/query',
    requires: ['PUNCH-5.2-2'],
    title: 'the eleventh creation of a minute from one address is rejected',
    why: 'Clients that plan with the documented limit are rejected early, or abuse goes on for longer.',
    harm: HARM,
    phase: 'last',
    async run({ punch, expect }) {
      const exhausted = await exhaust(punch);
      if (!exhausted.refusal) throw new Unreachable('this broker does not limit creations');
      // If there is only one address, other cases have used it an unknown number of times.
      needAddresses(punch, exhausted);
      expect.equal('the number of creations before the 429', exhausted.granted, DEFAULT);
    },
  }),
  punchCase({
    id: 'punch/5.2/retry-after',
    expects: 'refusal',
    control: 'punch/5/query',
    requires: ['PUNCH-5.2-5'],
    title: 'a 429 has Retry-After in seconds or as a date',
    why: 'Clients that do not know when to come back retry at once and make the overload worse.',
    harm: HARM,
    phase: 'last',
    async run({ punch, expect }) {
      const { refusal } = await exhaust(punch);
      if (refusal?.status !== 429) throw new Unreachable('this broker answered no creation with 429');
      const said = refusal.headers['retry-after'];
      const usable = said !== undefined && (/^\d+$/.test(said) || !Number.isNaN(httpDate(said)));
      expect.that('Retry-After is seconds or a date', usable, {
        expected: 'seconds or a date',
        observed: said ?? null,
      });
    },
  }),
  punchCase({
    id: 'punch/5.2/per-address',
    expects: 'service',
    requires: ['PUNCH-5.2-1'],
    title: 'POST from another address returns 201 while one address is limited',
    why: 'One user who reaches the limit locks out everybody else.',
    harm: HARM,
    phase: 'last',
    async run({ punch, expect }) {
      const exhausted = await exhaust(punch);
      if (exhausted.refusal?.status !== 429)
        throw new Unreachable('this broker answered no creation with 429');
      needAddresses(punch, exhausted);
      expect.that('POST from the other address returns 201', exhausted.elsewhere?.status === 201, {
        expected: 201,
        observed: exhausted.elsewhere?.status ?? null,
      });
    },
  }),
];
