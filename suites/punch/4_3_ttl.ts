import { Unclaimed } from '../case.js';
import { httpDate } from '../http_date.js';
import type { Case, Expect, Json } from '../model.js';
import { expectCreated, expectRejected, isRejected, nested } from './answers.js';
import type { HttpAnswer, PunchPort } from './port.js';
import { punchCase } from './steps.js';

/** Seconds. */
export const SHORT = 2;
const PLAIN = 600;

/** The answer to a creation that asks for the shortest TTL. */
export const shortSession = (punch: PunchPort) =>
  punch.scenario(`a session of ${SHORT} seconds`, (punch) => punch.create({ ttl: SHORT }));

/** In milliseconds, the year 1973. No time in seconds reaches it before the year 5138. */
const SECONDS = 1e11;

/** Milliseconds of tolerance: the way of an answer, and a clock with a resolution of one second. */
const ON_THE_WAY = 1_500;
/** If the clock of the target differs by more, it is read from the Date header. */
const SKEW = 2_000;

/**
 * The TTL in seconds that the 201 grants. `expiresAt` (RFC 4.3) decides if it is there, because no clause names another
 * member, and a `ttl` may be the time that is left. Within the tolerance of the clocks, the result is `asked`.
 */
export function ttlOf(answer: HttpAnswer, asked?: number): unknown {
  const expiresAt = nested(answer, 'expiresAt');
  if (typeof expiresAt !== 'number') return nested(answer, 'ttl');
  // A Date header is up to a second older than the answer. On a busy machine, the answer is read seconds after it was sent.
  const byDate = httpDate(answer.headers['date'] ?? '') + 1000;
  const left = expiresAt - (Math.abs(byDate - 1000 - answer.at) > SKEW ? byDate : answer.at);
  const isNear = (ms: number) => asked !== undefined && Math.abs(ms - asked * 1000) <= ON_THE_WAY;
  return isNear(left) || isNear(expiresAt - byDate) ? asked : Math.ceil(left / 1000);
}

/** A 201 without a TTL counts as granting the requested one. The cases of the expiry show whether the broker keeps it. */
export function expectTtl(expect: Expect, answer: HttpAnswer, asked: number): void {
  const expiresAt = nested(answer, 'expiresAt');
  if (typeof expiresAt === 'number')
    expect.that('expiresAt is in milliseconds since 1970', expiresAt > SECONDS, {
      expected: 'Unix milliseconds (RFC 4.3)',
      observed: expiresAt,
    });
  const granted = ttlOf(answer, asked);
  if (granted !== undefined) expect.equal('the TTL that the 201 shows', granted as Json, asked);
}

const odd = (slug: string, title: string, why: string, ttl: Json): Case =>
  punchCase({
    id: `punch/4.3/ttl-${slug}`,
    expects: 'refusal',
    control: 'punch/4.3/granted',
    requires: ['PUNCH-4.3-6'],
    title,
    why,
    async run({ punch, expect }) {
      await punch.lobby();
      expectRejected(expect, await punch.create({ ttl }));
    },
  });

export const ttl: readonly Case[] = [
  punchCase({
    id: 'punch/4.3/granted',
    expects: 'service',
    requires: ['PUNCH-4.3-4'],
    title: 'POST with a TTL of 600 seconds returns 201 and that TTL',
    why: 'A session that ends earlier than the producer asked cuts off the show.',
    async run({ punch, expect }) {
      (await punch.lobby()).admin();
      const answer = await punch.create({ ttl: PLAIN });
      expectCreated(expect, answer, answer.name);
      expectTtl(expect, answer, PLAIN);
    },
  }),
  punchCase({
    id: 'punch/4.3/granted-short',
    expects: 'service',
    requires: ['PUNCH-4.3-4'],
    level: 'should',
    title: 'POST with a TTL of 2 seconds returns 201 and that TTL',
    why: 'A test or a short check leaves sessions behind that live longer than anybody asked for.',
    async run({ punch, expect }) {
      (await punch.lobby()).admin();
      const answer = await shortSession(punch);
      expectCreated(expect, answer, answer.name);
      expectTtl(expect, answer, SHORT);
    },
  }),
  punchCase({
    id: 'punch/4.3/default',
    expects: 'service',
    requires: ['PUNCH-4.3-3'],
    title: 'POST without a TTL returns a session of 1800 seconds',
    why: 'Producers plan with the documented half hour, and lose the session early or leave it open for long.',
    async run({ punch, expect }) {
      const session = await punch.lobby();
      if (ttlOf(session.answer) === undefined) throw new Unclaimed('the 201 shows neither expiresAt nor ttl');
      expectTtl(expect, session.answer, 1800);
    },
  }),
  punchCase({
    id: 'punch/4.3/maximum',
    expects: 'service',
    requires: ['PUNCH-4.3-4'],
    title: 'POST with a TTL of 86400 seconds returns 201 and that TTL',
    why: 'A broker that cuts a day short ends a 24-hour stream in the middle.',
    harm: 'it asks for a session of a day',
    async run({ punch, expect }) {
      (await punch.lobby()).admin();
      const answer = await punch.create({ ttl: 86_400 });
      expectCreated(expect, answer, answer.name);
      if (ttlOf(answer) === undefined) throw new Unclaimed('the 201 shows neither expiresAt nor ttl');
      expectTtl(expect, answer, 86_400);
    },
  }),
  punchCase({
    id: 'punch/4.3/over-maximum',
    expects: 'refusal',
    control: 'punch/4.3/maximum',
    requires: ['PUNCH-4.3-5'],
    title: 'POST with a TTL of 86401 seconds returns 4xx, or 201 with at most 86400',
    why: 'Sessions without a bound pile up until the broker runs out of memory or names.',
    harm: 'it asks for a session of a day',
    async run({ punch, expect }) {
      await punch.lobby();
      const answer = await punch.create({ ttl: 86_401 });
      const cut = answer.status === 201 && Number(ttlOf(answer)) <= 86_400;
      expect.that('the TTL is not granted', isRejected(answer) || cut, {
        expected: '4xx, or 201 with a ttl of at most 86400',
        observed: answer.status,
      });
    },
  }),
  odd(
    'zero',
    'POST with a TTL of 0 returns 4xx',
    'A session that ends at once looks created and is gone before anybody joins.',
    0,
  ),
  odd(
    'negative',
    'POST with a negative TTL returns 4xx',
    'An expiry in the past makes a session that is closed and takes up its name.',
    -1,
  ),
  odd(
    'text',
    'POST with a TTL that is text returns 4xx',
    'The producer believes in the TTL that he typed, and gets another one.',
    'soon',
  ),
  punchCase({
    id: 'punch/4.3/ttl-fraction',
    expects: 'refusal',
    control: 'punch/4.3/granted',
    requires: ['PUNCH-4.3-6'],
    level: 'may',
    title: 'POST with a TTL of 1.5 seconds returns 4xx, or 201 with at most 2 seconds',
    why: 'A broker that takes a fraction for no TTL keeps the session for half an hour.',
    async run({ punch, expect }) {
      await punch.lobby();
      const answer = await punch.create({ ttl: 1.5 });
      const granted = answer.status === 201 && Number(ttlOf(answer)) <= 2;
      expect.that('the TTL is rejected or granted', isRejected(answer) || granted, {
        expected: '4xx, or 201 with a ttl of at most 2',
        observed: answer.status,
      });
    },
  }),
];
