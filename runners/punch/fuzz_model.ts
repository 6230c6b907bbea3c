/**
 * Three models of a broker: rooms that are made and deleted, which costs a creation each; rooms that their TTL ends; and streams
 * of a room that stays.
 */
import type { FastCheck } from '../fuzz/grammar.js';
import { type LiveModel, liveModel } from '../fuzz/live_model.js';
import { deleteRoom } from './fuzz_creations.js';
import { grantsShort, outlive } from './fuzz_expiry.js';
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

type Given = Parameters<LiveModel['begin']>[0];

/** Two rooms with names of their own, which no session has yet. */
async function begun({ punch, expect, clock, random, defer }: Given, expires = false): Promise<Begun> {
  await punch.learnMessageMembers();
  const room = (): RealRoom => ({ name: punch.freshName(), session: undefined, sockets: [] });
  const rooms: Real['rooms'] = [room(), room()];
  const model: Rooms = { rooms: [free(), free()], creates: true, expires };
  defer(() => Promise.all(rooms.map((one, n) => isOver(model.rooms[n]) || deleteRoom(punch, one))));
  return { model, real: { punch, expect, clock, random, rooms } };
}

const isOver = (room: Room | undefined): boolean => room?.state === 'free' || room?.state === 'closed';

interface Begun {
  readonly model: Rooms;
  readonly real: Real;
}

const both = (fc: FastCheck) => fc.constantFrom<Which>(0, 1);
const whole = (fc: FastCheck): Drawn => [...amid(fc, 0, 1), both(fc).map((n): Step => end(n))];

const sessions = liveModel<Rooms, Real>({
  name: 'punch/sessions',
  port: 'punch',
  most: 24,
  commands: whole,
  begin: (context) => begun(context),
});

const expiry = liveModel<Rooms, Real>({
  name: 'punch/expiry',
  port: 'punch',
  most: 12,
  commands(fc) {
    const outlives = fc.tuple(both(fc), fc.nat(PEERS)).map((drawn): Step => outlive(...drawn));
    return [...whole(fc), ...Array<typeof outlives>(6).fill(outlives)];
  },
  begin: async (context) => begun(context, await grantsShort(context.punch)),
});

const streams = liveModel<Rooms, Real>({
  name: 'punch/streams',
  port: 'punch',
  most: 24,
  commands: (fc) => amid(fc, 0),
  async begin(context) {
    const { punch } = context;
    const { model, real } = await begun(context);
    const { session, token } = await punch.stream();
    const room: RealRoom = { name: session.name, session, token, sockets: [] };
    return {
      model: {
        ...model,
        rooms: [{ state: 'live', members: [] }, free()],
        creates: punch.sources.length > 0,
      },
      real: { ...real, rooms: [room, real.rooms[1]] },
    };
  },
});

export const models = [streams, sessions, expiry];
