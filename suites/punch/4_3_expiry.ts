import { Unclaimed, Unreachable } from '../case.js';
import type { Case, Clock, Json } from '../model.js';
import { SHORT, shortSession, ttlOf } from './4_3_ttl.js';
import { expectStatus, nested } from './answers.js';
import { came, first, need, register, registeredIn, reportSrt } from './peers.js';
import type { HttpAnswer, PunchPort } from './port.js';
import { needCode, punchCase, sessionPath } from './steps.js';

/** The longest TTL in seconds that is tried. */
const LONGEST = 18;
/** The longest minimum TTL that a deployment may have: by RFC 4.3 a TTL is a request, which may be declined. */
const MINIMUM = 60;
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

/** The TTL of the expiring session, in seconds. If the deployment has a minimum, the TTL that it grants shows it. */
async function shortestTtl(punch: PunchPort): Promise<number> {
  const answer = await shortSession(punch);
  const granted = answer.status === 201 ? Number(ttlOf(answer, SHORT) ?? SHORT) : MINIMUM;
  if (!(granted > 0)) throw new Unreachable(`the 201 shows a TTL of ${granted} s: see punch/4.3/granted`);
  if (granted > MINIMUM)
    throw new Unclaimed(`the shortest TTL is ${granted} s, and this case waits ${MINIMUM} s at most`);
  return granted;
}

/**
 * On a slow machine or network the session may end before its peers are matched. Then a longer session is tried. A late
 * close may be our own delay, so it is tried again: a late broker is late each time.
 */
const endOf = (punch: PunchPort, clock: Clock): Promise<End> =>
  punch.scenario('a session that expires', async (punch) => {
    let ttl = await shortestTtl(punch);
    for (let attempt = 1; ; attempt++) {
      const asked = clock.now();
      try {
        const end = await outlive(punch, clock, ttl);
        const isLast = attempt >= ATTEMPTS || ttl > LONGEST;
        if (end.late <= IN_TIME || end.code === 'open' || isLast) return end;
      } catch (error) {
        const tooSlow = clock.now() - asked > ttl * 600 && ttl < LONGEST;
        if (!(error instanceof Unreachable && tooSlow)) throw error;
        ttl *= 3;
      }
    }
  });

async function outlive(punch: PunchPort, clock: Clock, ttl: number): Promise<End> {
  const asked = clock.now();
  const session = await punch.session({ name: punch.freshName(), ttl });
  const { a, b } = await registeredIn(punch, session);
  await need(a, 'peer');
  await clock.wait(ttl * 600);
  if (a.messageMembers.keepAlive) a.send({ type: 'punch.ping' });
  reportSrt(b, 'connected');
  // Waits longer after the expiry than the resolution of the target's clock. The session cannot start before `asked`.
  const code = await a.ended(ttl * 1000 + 1_800);
  const late = clock.now() - (session.answer.at + ttl * 1000);
  const left = asked + ttl * 1000 + 1_100 - clock.now();
  if (left > 0) await clock.wait(left);
  const after = await punch.http({ method: 'GET', path: sessionPath(session.name), token: session.admin() });
  const again = await punch.create({ name: session.name });
  return { code, late, after, again };
}

export const expiry: readonly Case[] = [
  punchCase({
    id: 'punch/4.3/expires',
    expects: 'refusal',
    control: 'punch/4.3/granted',
    requires: ['PUNCH-4.3-2', 'PUNCH-4.2-5'],
    title: 'every WebSocket of a session is closed within a second of its expiry',
    why: 'Peers keep the coordinates and the passphrase of a session that has expired.',
    waits: SHORT * 1000,
    async run({ punch, expect, clock }) {
      const { code, late } = await endOf(punch, clock);
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
      const { after } = await endOf(punch, clock);
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
      const { code } = await endOf(punch, clock);
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
      const { again, code } = await endOf(punch, clock);
      if (code === 'open' || again.status === 429)
        throw new Unreachable('the session did not end at its expiry');
      expectStatus(expect, again, 201);
    },
  }),
];
