import { Unclaimed, Unreachable } from '../case.js';
import type { Case, Expect, Json } from '../model.js';
import { expectCreated, expectRejected, expectStatus, isRejected, nested } from './answers.js';
import { came, first, need, register, reportSrt, second } from './peers.js';
import type { HttpAnswer, PunchPort } from './port.js';
import { needCode, punchCase, sessionPath } from './steps.js';

const SHORT = 2;
const LONGEST = 18;
/** A deployment may grant no less: RFC 4.3 has the producer request a TTL, and a request may be declined. */
const MINIMUM = 60;
const PLAIN = 600;
/** The resolution of the Date header. */
const IN_TIME = 1_000;
const ATTEMPTS = 3;

/** A short session with a pair that sends messages until the end. */
interface End {
  readonly code: number | 'open';
  /** Milliseconds after the expiry. */
  readonly late: number;
  readonly after: HttpAnswer;
  readonly again: HttpAnswer;
}

/** The answer to a creation that asks for the shortest TTL. */
const shortSession = (punch: PunchPort) =>
  punch.scenario(`a session of ${SHORT} seconds`, () => punch.create({ ttl: SHORT }));

/** Seconds: the TTL that the expiring session asks for. A deployment may have a minimum, which it names by what it grants. */
async function shortestTtl(punch: PunchPort): Promise<number> {
  const answer = await shortSession(punch);
  const granted = answer.status === 201 ? Number(ttlOf(answer, SHORT) ?? SHORT) : MINIMUM;
  if (granted > MINIMUM)
    throw new Unclaimed(`the shortest TTL is ${granted} s, and this case waits ${MINIMUM} s at most`);
  return granted;
}

/**
 * On a slow machine or network the session may end before its peers are matched: then a longer one is tried. A late close may
 * be our own delay, so it is tried again: a broker that is late is late each time.
 */
const endOf = (punch: PunchPort, wait: (ms: number) => Promise<void>): Promise<End> =>
  punch.scenario('a session that expires', async () => {
    let ttl = await shortestTtl(punch);
    for (let attempt = 1; ; attempt++) {
      const asked = Date.now();
      try {
        const end = await outlive(punch, wait, ttl);
        const isLast = attempt >= ATTEMPTS || ttl > LONGEST;
        if (end.late <= IN_TIME || end.code === 'open' || isLast) return end;
      } catch (error) {
        const tooSlow = Date.now() - asked > ttl * 600 && ttl < LONGEST;
        if (!(error instanceof Unreachable && tooSlow)) throw error;
        ttl *= 3;
      }
    }
  });

async function outlive(punch: PunchPort, wait: (ms: number) => Promise<void>, ttl: number): Promise<End> {
  const asked = Date.now();
  const session = await punch.session({ name: punch.freshName(), ttl });
  const token = session.peer();
  const [a, b] = [await punch.open(session.name, token), await punch.open(session.name, token)];
  register(a, first);
  register(b, second);
  await need(a, 'peer');
  await wait(ttl * 600);
  if (a.wording.keepAlive) a.send({ type: 'punch.ping' });
  reportSrt(b, 'connected');
  // Past the expiry by more than the target's clock can hide; `asked` bounds it from below.
  const code = await a.ended(ttl * 1000 + 1_800);
  const late = Date.now() - (session.answer.at + ttl * 1000);
  const left = asked + ttl * 1000 + 1_100 - Date.now();
  if (left > 0) await wait(left);
  const after = await punch.http({ method: 'GET', path: sessionPath(session.name), token: session.admin() });
  const again = await punch.create({ name: session.name });
  return { code, late, after, again };
}

/** Milliseconds of tolerance: the way of an answer, and a clock with a resolution of one second. */
const ON_THE_WAY = 1_500;
/** Where their clock differs by more, it is read from their Date header. */
const SKEW = 2_000;

/**
 * The TTL in seconds that the 201 grants. `expiresAt` (RFC 4.3) decides where there is one: no clause names another member, and
 * a `ttl` may be what is left. `asked` is granted where expiresAt is as near as can be told.
 */
function ttlOf(answer: HttpAnswer, asked?: number): unknown {
  const expiresAt = nested(answer, 'expiresAt');
  if (typeof expiresAt !== 'number') return nested(answer, 'ttl');
  const theirs = Date.parse(answer.headers['date'] ?? '');
  // A Date header is up to a second older than the answer.
  const left = expiresAt - (Math.abs(theirs - answer.at) > SKEW ? theirs + 1000 : answer.at);
  const isNear = asked !== undefined && Math.abs(left - asked * 1000) <= ON_THE_WAY;
  return isNear ? asked : Math.ceil(left / 1000);
}

/** A 201 that shows no TTL grants it all the same: whether it keeps it, the expiry shows. */
function expectTtl(expect: Expect, answer: HttpAnswer, asked: number): void {
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
  punchCase({
    id: 'punch/4.3/expires',
    expects: 'refusal',
    control: 'punch/4.3/granted',
    requires: ['PUNCH-4.3-2', 'PUNCH-4.2-5'],
    title: 'every WebSocket of a session is closed within a second of its expiry',
    why: 'Peers keep the coordinates and the passphrase of a session that has expired.',
    waits: SHORT * 1000,
    async run({ punch, expect, clock }) {
      const { code, late } = await endOf(punch, clock.wait);
      expect.that('the WebSockets are closed', code !== 'open', { expected: 'a close', observed: code });
      expect.that('the close comes in time', late <= IN_TIME, {
        expected: `at most ${IN_TIME} ms after the expiry`,
        observed: `${Math.round(late)} ms after it`,
      });
    },
  }),
  punchCase({
    id: 'punch/4.3/gone-after-expiry',
    expects: 'refusal',
    control: 'punch/4.3/granted',
    requires: ['PUNCH-4.2-5'],
    title: 'GET of an expired session returns 404, or 401 because its token has expired',
    why: 'A client takes an expired session for a live one and waits for peers.',
    waits: SHORT * 1000,
    async run({ punch, expect, clock }) {
      const { after } = await endOf(punch, clock.wait);
      expectStatus(expect, after, 404, 401);
    },
  }),
  punchCase({
    id: 'punch/4.3/absolute',
    expects: 'service',
    requires: ['PUNCH-4.3-1'],
    title: 'a register message leaves expiresAt as it was',
    why: 'A session that its peers keep alive never ends, and neither do its links.',
    waits: SHORT * 1000,
    async run({ punch, expect, clock }) {
      const session = await punch.session({ name: punch.freshName(), ttl: 600 });
      const look = async () => {
        const answer = await punch.http({
          method: 'GET',
          path: sessionPath(session.name),
          token: session.admin(),
        });
        return nested(answer, 'expiresAt');
      };
      const before = await look();
      if (typeof before !== 'number') throw new Unclaimed('the session shows no expiresAt');
      const socket = await punch.open(session.name, session.peer());
      await clock.wait(300);
      register(socket, first);
      if (!came(await socket.next('session')))
        throw new Unreachable('no session message followed the register');
      expect.equal('expiresAt', ((await look()) ?? null) as Json, before);
    },
  }),
  punchCase({
    id: 'punch/8.2/expiry-code',
    expects: 'refusal',
    control: 'punch/4.3/granted',
    requires: ['PUNCH-8.2-1', 'PUNCH-8.2-3'],
    title: 'the end of the TTL closes the WebSocket with 1000',
    why: 'A client that sees another code takes the planned end for a fault and reconnects.',
    waits: SHORT * 1000,
    async run({ punch, expect, clock }) {
      const { code } = await endOf(punch, clock.wait);
      expect.equal('the close code', needCode(code), 1000);
    },
  }),
  punchCase({
    id: 'punch/5.3/name-free-after-expiry',
    expects: 'service',
    requires: ['PUNCH-5.3-3'],
    title: 'POST with the name of an expired session returns 201',
    why: 'A name is lost for ever when the producer forgets to delete the session.',
    waits: SHORT * 1000,
    async run({ punch, expect, clock }) {
      const { again, code } = await endOf(punch, clock.wait);
      if (code === 'open' || again.status === 429)
        throw new Unreachable('the session did not end at its expiry');
      expectStatus(expect, again, 201);
    },
  }),
];
