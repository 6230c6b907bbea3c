/** The sessions of a case: its own, and those that it shares with others. */
import { Lost, Unclaimed, Unreachable } from '../../suites/case.js';
import type { JsonObject } from '../../suites/model.js';
import type { CreateOptions, PunchPort, PunchSession } from '../../suites/punch/port.js';
import { create } from './creations.js';
import type { Asker } from './one_request.js';
import { http } from './requests.js';
import { readSession } from './session.js';
import { type Plain, poolOf, type Share } from './sharing.js';

type Sessions = Pick<PunchPort, 'session' | 'shared' | 'lobby' | 'stream'>;

export function sessionsOf(asker: Asker, share: Share, plain: Plain): Sessions {
  const { memory } = asker;
  const ofAll: Asker = { ...asker, signal: asker.tested.ended };
  const pool = (batch: number) =>
    poolOf(share, memory, (transcript, body) => sessionWith({ ...ofAll, transcript }, body), batch);
  return {
    lobby: () => pool(0),

    shared: (name, make) =>
      share(`session ${name}`, async (transcript) => plain(transcript).session(await make())),

    async session(body = {}, options) {
      const namesStreams = Object.hasOwn(body, 'streams');
      if (namesStreams) await pool(0);
      if (!namesStreams || memory.pool.takesStreams()) return sessionWith(asker, body, options);
      const { streams: _, ...rest } = body;
      return withoutChoice(await sessionWith(asker, rest, options));
    },

    async stream() {
      const size = (await pool(0)).streams.length;
      if (size === 0) throw new Unreachable('the shared session has no stream');
      for (;;) {
        const lease = memory.pool.next();
        const whole = await pool(Math.floor(lease / size));
        const stream = whole.streams[lease % size];
        // A later session may have fewer streams than the first, and no two cases share one.
        if (stream !== undefined) return { session: whole, stream, token: whole.peer(stream) };
      }
    },
  };
}

async function sessionWith(asker: Asker, body: JsonObject, options?: CreateOptions): Promise<PunchSession> {
  const { tested, memory } = asker;
  const made = await created(asker, body, options);
  const form = memory.forms.current();
  return readSession({ tested, http: (request) => http(asker, request), form }, made);
}

/** A lost answer to the creation blocks the case, because the case is not about it. */
async function created(asker: Asker, body: JsonObject, options: CreateOptions = {}) {
  try {
    return await create(asker, body, options);
  } catch (error) {
    if (!(error instanceof Lost)) throw error;
    throw new Unreachable(`no session could be created: ${error.message}`, { cause: error });
  }
}

/** If a creation may not name streams, a case that needs several by name is skipped. */
const withoutChoice = (session: PunchSession): PunchSession => ({
  ...session,
  peer(stream = session.streams[0]) {
    if (stream !== undefined && !session.streams.includes(stream))
      throw new Unclaimed('the broker rejects a creation that names streams, so a session has only one');
    return session.peer(stream);
  },
});
