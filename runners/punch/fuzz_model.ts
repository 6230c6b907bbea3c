/** Two models of a broker: rooms that are made and deleted, which costs a creation each, and streams of a room that stays. */
import type { FastCheck } from '../fuzz/grammar.js';
import { liveModel } from '../fuzz/live_model.js';
import {
  create,
  end,
  join,
  leave,
  type Member,
  PEERS,
  ping,
  query,
  type Real,
  type RealRoom,
  type Room,
  type Rooms,
  ready,
  registering,
  type Step,
  type Which,
} from './fuzz_room.js';

type Drawn = ReturnType<typeof amid>;

/** What happens within rooms that are there. */
function amid(fc: FastCheck, ...rooms: readonly [Which, ...Which[]]) {
  const which = fc.constantFrom(...rooms);
  const place = fc.nat(PEERS);
  const role = fc.constantFrom<Member['role']>('peer', 'peer', 'observer');
  const payload = fc.constantFrom('', 'conform');
  const joins = fc.tuple(which, role).map((drawn): Step => join(...drawn));
  const registers = fc.tuple(which, place).map((drawn): Step => registering(...drawn));
  return [
    which.map((n): Step => create(n)),
    which.map((n): Step => query(n)),
    ...[joins, joins, joins],
    ...[registers, registers, registers],
    fc.tuple(which, place).map((drawn): Step => ready(...drawn)),
    fc.tuple(which, place).map((drawn): Step => ready(...drawn)),
    fc.tuple(which, place, payload).map((drawn): Step => ping(...drawn)),
    fc.tuple(which, place).map((drawn): Step => leave(...drawn)),
  ];
}

const free = (): Room => ({ state: 'free', members: [] });

const sessions = liveModel<Rooms, Real>({
  name: 'punch/sessions',
  port: 'punch',
  most: 24,
  commands: (fc): Drawn => [...amid(fc, 0, 1), fc.constantFrom<Which>(0, 1).map((n): Step => end(n))],
  async begin({ punch, expect }) {
    const room = (): RealRoom => ({ name: punch.freshName(), session: undefined, sockets: [] });
    return { model: { rooms: [free(), free()] }, real: { punch, expect, rooms: [room(), room()] } };
  },
});

const streams = liveModel<Rooms, Real>({
  name: 'punch/streams',
  port: 'punch',
  most: 24,
  commands: (fc) => amid(fc, 0),
  async begin({ punch, expect }) {
    const { session, token } = await punch.stream();
    const room: RealRoom = { name: session.name, session, token, sockets: [] };
    const none: RealRoom = { name: punch.freshName(), session: undefined, sockets: [] };
    return {
      model: { rooms: [{ state: 'live', members: [] }, free()] },
      real: { punch, expect, rooms: [room, none] },
    };
  },
});

export const models = [streams, sessions];
