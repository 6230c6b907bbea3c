import { describe, expect, it } from 'vitest';
import { settled } from '../../reference/settled.js';
import { Unreachable } from '../../suites/case.js';
import { admitted, unanswered } from './admission.js';
import type { Deployment } from './deployment.js';
import { daemonInMemory, type MemoryOptions } from './testing/daemon_in_memory.js';

const SUSPECTS = { unanswered: 'it answers none of our clients', unpublished: 'no relay has its packet' };
const context = (attempt = 1, signal = new AbortController().signal) => ({
  inQueue: <T>(turn: Promise<T>) => turn,
  signal,
  attempt,
});
const suspected = ({ reached = {}, ...options }: MemoryOptions = {}) =>
  daemonInMemory({ ...options, reached: { suspects: SUSPECTS, ...reached } });

describe('a daemon that may not know us', () => {
  it('is asked once, for all cases that wait for it', async () => {
    const { deployment, offers } = suspected();
    const [one, other] = await Promise.all([
      admitted(deployment, context()),
      admitted(deployment, context()),
    ]);
    expect(one).toBe(other);
    expect(await admitted(deployment, context())).toBe(one);
    expect(offers).toHaveLength(1);
  });

  it('is asked again by the second attempt of a case', async () => {
    const { deployment, offers } = suspected();
    const first = await admitted(deployment, context());
    expect(await admitted(deployment, context(2))).not.toBe(first);
    expect(offers).toHaveLength(2);
  });

  it('is known to answer when it answers one of the three kinds of offers', async () => {
    const { deployment, offers } = suspected({ answers: ({ version }) => version === 1 });
    await admitted(deployment, context());
    expect(offers.map(({ read }) => read.version)).toEqual([3, 2, 1]);
  });

  it('is known to answer when it gives a wrong answer', async () => {
    const { deployment } = suspected({ records: (all) => all.map((one) => ({ ...one, value: '???' })) });
    await expect(admitted(deployment, context())).resolves.toBeDefined();
  });

  it('blocks every case with one reason when it answers nobody, and is not asked again', async () => {
    const { deployment, offers } = suspected({ answers: () => false });
    for (const _ of [1, 2]) {
      const asking = admitted(deployment, context());
      await expect(asking).rejects.toThrow(Unreachable);
      await expect(asking).rejects.toThrow(SUSPECTS.unanswered);
    }
    expect(offers).toHaveLength(3);
  });

  it('is not taken for one that does not know us when it has answered before', async () => {
    let answers = true;
    const { deployment } = suspected({ answers: () => answers });
    await admitted(deployment, context());
    answers = false;
    await expect(admitted(deployment, context(2))).rejects.toThrow(
      /answered clients before, and answers no new one/,
    );
  });

  it('blocks every case with another reason when it has published nothing', async () => {
    const { deployment, offers } = suspected({ isUp: false });
    await expect(admitted(deployment, context())).rejects.toThrow(SUSPECTS.unpublished);
    expect(offers).toEqual([]);
  });

  it('leaves no session open, and releases each client', async () => {
    const { deployment, sessions, released } = suspected({ answers: () => false });
    await admitted(deployment, context()).catch(() => {});
    await new Promise((resolve) => setImmediate(resolve));
    expect(sessions.map(({ closes }) => closes())).toEqual([1, 1, 1]);
    expect(new Set(released).size).toBe(3);
  });
});

/** Whether the next case asks whether the daemon answers. */
function asksAgain({ gate }: Deployment): boolean {
  let asked = false;
  gate.admission(false, async () => {
    asked = true;
  });
  return asked;
}

describe('what proves nothing about the daemon', () => {
  it('is an error of the relay: the next case asks again', async () => {
    const { deployment } = suspected({ reached: { substrates: [] } });
    await expect(admitted(deployment, context())).rejects.toThrow(/no relay answers/);
    expect(asksAgain(deployment)).toBe(true);
  });

  it('is the end of the case that asks: the next case asks again', async () => {
    const over = new AbortController();
    const waits = settled();
    const { deployment } = suspected({
      answers: () => false,
      reached: {
        pace: { patience: () => 60_000, considered: () => waits.promise, answered() {}, async polled() {} },
      },
    });
    const asking = admitted(deployment, context(1, over.signal));
    setTimeout(() => over.abort(new Error('the case is over')), 5);
    await expect(asking).rejects.toThrow();
    expect(asksAgain(deployment)).toBe(true);
  });
});

it('a daemon that we started is not asked', async () => {
  const { deployment, offers } = daemonInMemory();
  expect(await admitted(deployment, context())).toBeUndefined();
  expect(offers).toEqual([]);
});

describe('a valid offer without an answer', () => {
  it('makes the next case ask whether the daemon still answers', async () => {
    const { deployment } = suspected();
    const admission = await admitted(deployment, context());
    expect(unanswered(deployment, admission, 'it is silent')).toEqual(new Unreachable('it is silent'));
    expect(asksAgain(deployment)).toBe(true);
  });

  it('does not discard what a later case has found out', async () => {
    const { deployment } = suspected();
    const older = await admitted(deployment, context());
    await admitted(deployment, context(2));
    unanswered(deployment, older, 'it is silent');
    expect(asksAgain(deployment)).toBe(false);
  });
});
