import { describe, expect, it } from 'vitest';
import { Lost, Unreachable } from '../../suites/case.js';
import type { JsonObject } from '../../suites/model.js';
import type { PunchPort, PunchSession } from '../../suites/punch/port.js';
import { ownMessageMembers } from './message_members.js';
import { learnt, poolOf, shareIn } from './sharing.js';
import { memoryOf, testedAt } from './testing/scripted.js';
import { createTranscript } from './transcript.js';

describe('a scenario that cases share', () => {
  it('runs once, and each case shows what was said in it', async () => {
    const memory = memoryOf();
    const [one, other] = [createTranscript(), createTranscript()];
    let made = 0;
    const outcomes = [one, other].map((own) =>
      shareIn(memory, own)('a thing', async (transcript) => {
        transcript.exchange()('>', 'made for all');
        return ++made;
      }),
    );
    expect(await Promise.all(outcomes)).toEqual([1, 1]);
    for (const own of [one, other]) expect(own.lines()).toEqual(['shared: a thing', '  > #1 made for all']);
  });

  it('fails for each of them, and one that nobody awaits is no unhandled rejection', async () => {
    const share = shareIn(memoryOf(), createTranscript());
    const failing = () => share('a thing', () => Promise.reject(new Lost('no answer')));
    void failing();
    await new Promise((resolve) => setImmediate(resolve));
    await expect(failing()).rejects.toThrow('no answer');
  });

  it('runs again for another name and in another memory', async () => {
    const made: string[] = [];
    const run = (memory = memoryOf(), name = 'a') =>
      shareIn(memory, createTranscript())(name, async () => made.push(name));
    const memory = memoryOf();
    await Promise.all([run(memory), run(memory), run(memory, 'b'), run()]);
    expect(made).toEqual(['a', 'b', 'a']);
  });
});

describe('a case that waits for a shared scenario', () => {
  it('is in a queue, whether it is the first or a later one', async () => {
    const memory = memoryOf();
    const queued: string[] = [];
    const share = (who: string) =>
      shareIn(memory, createTranscript(), (turn) => {
        queued.push(who);
        return turn;
      });
    const make = async () => 'made';
    expect(await Promise.all([share('first')('a', make), share('later')('a', make)])).toEqual([
      'made',
      'made',
    ]);
    expect(queued).toEqual(['first', 'later']);
  });
});

describe('the shared session', () => {
  const session = { name: 'run-1' } as PunchSession;
  /** A pool at a broker that grants no more streams than these. */
  async function pooled(refuse: (streams: number) => Error | undefined) {
    const memory = memoryOf();
    const asked: number[] = [];
    const share = shareIn(memory, createTranscript());
    const make = async (_transcript: unknown, { streams = [] }: JsonObject): Promise<PunchSession> => {
      const count = (streams as readonly string[]).length;
      asked.push(count);
      const error = refuse(count);
      if (error) throw error;
      return session;
    };
    const outcome = await poolOf(share, memory, make, 0).catch((error: unknown) => error);
    return { outcome, asked, takesStreams: memory.pool.takesStreams(), sizes: memory.pool.sizes() };
  }

  it('has as many streams as the broker grants', async () => {
    expect(await pooled(() => undefined)).toMatchObject({
      outcome: session,
      asked: [48],
      takesStreams: true,
    });
    const few = await pooled((streams) => (streams > 8 ? new Unreachable('too many') : undefined));
    expect(few).toMatchObject({
      outcome: session,
      asked: [48, 16, 8],
      takesStreams: true,
      sizes: [8, 1, 0],
    });
  });

  it('names no stream if the broker grants none by name', async () => {
    const none = await pooled((streams) => (streams > 0 ? new Unreachable('no') : undefined));
    expect(none).toMatchObject({
      outcome: session,
      asked: [48, 16, 8, 1, 0],
      takesStreams: false,
    });
  });

  it('is blocked with the last reason if the broker grants nothing', async () => {
    const { outcome, asked, takesStreams } = await pooled((streams) => new Unreachable(`no ${streams}`));
    expect(outcome).toEqual(new Unreachable('no 0'));
    expect(asked).toEqual([48, 16, 8, 1, 0]);
    expect(takesStreams).toBeUndefined();
  });

  it.each([
    ['got only 429', new Unreachable('limited', { cause: 429 })],
    ['was lost', new Unreachable('no session', { cause: new Lost('hung up') })],
    ['met an error of our own', new TypeError('ours')],
  ])('is not asked for with fewer streams after a creation that %s', async (_what, error) => {
    expect(await pooled(() => error)).toMatchObject({ outcome: error, asked: [48] });
  });
});

describe('the spelling of messages', () => {
  it('stays as it is if the broker cannot be asked, and is asked for once', async () => {
    const memory = memoryOf();
    let asked = 0;
    const stream = () => {
      asked++;
      return Promise.reject(new Unreachable('no session'));
    };
    const port = { stream } as unknown as PunchPort;
    const share = shareIn(memory, createTranscript());
    const learn = () => learnt(share, testedAt(new URL('http://127.0.0.1:1')), memory, () => port);
    await Promise.all([learn(), learn()]);
    expect(asked).toBe(1);
    expect(memory.messageMembers.value()).toBe(ownMessageMembers);
  });
});
