/** Runs scenarios that several cases share once, and once more for a case that is asked again. */
import { Lost, Unreachable } from '../../suites/case.js';
import type { Context, JsonObject } from '../../suites/model.js';
import type { PunchPort, PunchSession } from '../../suites/punch/port.js';
import { ifAnswered, lookedAtLater } from './answered.js';
import { learnMessageMembers } from './message_members.js';
import type { Memory, Shared, TestedBroker } from './tested_broker.js';
import { createTranscript, type Transcript } from './transcript.js';

/** Runs `make` once for all cases that use this name. Its requests go into the transcript that it receives. */
export type Share = <T>(name: string, make: (transcript: Transcript) => Promise<T>) => Promise<T>;

/** A port without a case, for a scenario that outlives its first case. */
export type Plain = (transcript: Transcript) => PunchPort;

export const shareIn =
  ({ scenarios }: Memory, own: Transcript, inQueue: Context['inQueue'] = (turn) => turn): Share =>
  <T>(name: string, make: (transcript: Transcript) => Promise<T>): Promise<T> => {
    const known = scenarios.get(name) as Shared<T> | undefined;
    const transcript = known?.transcript ?? createTranscript(own.step);
    own.include(name, transcript);
    if (known) return inQueue(known.outcome);
    const outcome = make(transcript);
    scenarios.set(name, { outcome, transcript });
    lookedAtLater(outcome);
    return inQueue(outcome);
  };

export type MakeSession = (transcript: Transcript, body: JsonObject) => Promise<PunchSession>;

/** The shared session of this number. */
export const poolOf = (
  share: Share,
  memory: Memory,
  make: MakeSession,
  batch: number,
): Promise<PunchSession> =>
  share(`pool ${batch}`, async (transcript) => {
    for (const size of memory.pool.sizes()) {
      const made = await pooled((body) => make(transcript, body), size);
      if (!made) continue;
      memory.pool.granted(size);
      return made;
    }
    throw new Unreachable('no session could be created');
  });

/** A session of so many streams; undefined if the broker rejects it and may grant fewer. */
async function pooled(
  make: (body: JsonObject) => Promise<PunchSession>,
  size: number,
): Promise<PunchSession | undefined> {
  const streams = Array.from({ length: size }, (_, i) => `s${i}`);
  try {
    return await make(size === 0 ? {} : { streams });
  } catch (error) {
    const tooMany = error instanceof Unreachable && !(error.cause instanceof Lost) && error.cause !== 429;
    if (size === 0 || !tooMany) throw error;
    return undefined;
  }
}

/** Finds out before the first message how the broker spells the members that the RFC leaves open. */
export const learnt = (
  share: Share,
  { givenMessageMembers }: TestedBroker,
  memory: Memory,
  plain: Plain,
): Promise<void> =>
  share('how messages are spelled', async (transcript) => {
    // If the broker cannot be asked, each case is blocked by itself.
    const learned = await ifAnswered(learnMessageMembers(plain(transcript), givenMessageMembers));
    if (learned) memory.messageMembers.replace(learned);
  });
