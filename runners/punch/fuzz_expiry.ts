/** A session that its TTL ends, with whoever is in it: a history waits for the two seconds that the cases of 4.3 ask for. */
import { Unreachable } from '../../suites/case.js';
import { SHORT, ttlOf } from '../../suites/punch/4_3_ttl.js';
import type { PunchPort, PunchSocket } from '../../suites/punch/port.js';
import { ifReached } from '../../suites/punch/steps.js';
import { command } from '../fuzz/live_model.js';
import { freshSource } from './fuzz_creations.js';
import type { Step, Which } from './fuzz_room.js';

/** Milliseconds after the answer to a creation by which the session has ended: a broker may count in whole seconds. */
const ENDED = SHORT * 1_000 + 1_100;
/** Milliseconds within which its peers have to be there, so that its end is not met on the way. */
const IN_TIME = SHORT * 600;

/** Whether the broker grants the short TTL. One that wants a longer one, or shows a longer one, is asked for none. */
export async function grantsShort(punch: PunchPort): Promise<boolean> {
  const session = await ifReached(punch.shared(`of ${SHORT} seconds`, async () => ({ ttl: SHORT })));
  return session !== undefined && Number(ttlOf(session.answer, SHORT) ?? SHORT) <= SHORT;
}

export const outlive = (n: Which, peers: number): Step =>
  command(
    `outlive ${n} with ${peers} peers`,
    ({ rooms, expires }) => expires && rooms[n].state === 'free',
    async ({ rooms }, real) => {
      const { punch, expect, clock } = real;
      const asked = clock.now();
      const session = await punch.session({ name: real.rooms[n].name, ttl: SHORT }, freshSource(real));
      const created = clock.now();
      const sockets: PunchSocket[] = [];
      for (let i = 0; i < peers; i++) sockets.push(await punch.open(session.name, session.peer()));
      if (clock.now() - asked > IN_TIME)
        throw new Unreachable(`the peers of a session of ${SHORT} s were not there in time`);
      const codes = await Promise.all(sockets.map((socket) => socket.ended(ENDED + punch.patience)));
      expect.equal(
        'the close codes after the end of the TTL',
        codes,
        codes.map(() => 1000),
      );
      await clock.wait(Math.max(0, created + ENDED - clock.now()));
      real.rooms[n].session = session;
      Object.assign(rooms[n], { state: 'closed', expired: true });
    },
  );
