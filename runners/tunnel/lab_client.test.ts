import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { Lost } from '../../suites/case.js';
import type { Call, FromAgent, Handle } from './agent/agent.js';
import { type Channel, labBehind } from './lab_client.js';

/** A channel whose other end is the test. */
function channel(sent: (call: Call) => Error | null = () => null) {
  const calls: Call[] = [];
  let tell: (said: FromAgent, handle?: Handle) => void = () => {};
  const end: Channel = {
    send(call, done) {
      calls.push(call);
      done(sent(call));
    },
    on(_event, heard) {
      tell = heard;
    },
  };
  const over = new AbortController();
  return {
    calls,
    tell: (...said: Parameters<typeof tell>) => tell(...said),
    over,
    lab: labBehind(end, over.signal),
  };
}

it('gives each call its own answer, in whatever order they come', async () => {
  const { lab, calls, tell } = channel();
  const [one, two] = [lab.agent.memory('a'), lab.agent.memory('b')];
  expect(calls.map(({ name, given }) => [name, ...given])).toEqual([
    ['memory', 'a'],
    ['memory', 'b'],
  ]);
  tell({ answer: 1, value: 20 });
  tell({ answer: 0, value: 10 });
  expect(await Promise.all([one, two])).toEqual([10, 20]);
});

it('throws what was thrown in the lab: a fault of the program, and an error of the system with its code', async () => {
  const { lab, tell } = channel();
  const [lost, failed] = [lab.agent.file('/home', 'x'), lab.agent.dial(1, 1)];
  tell({ answer: 0, failure: { message: 'no file', lost: true } });
  tell({ answer: 1, failure: { message: 'nobody', code: 'ECONNREFUSED' } });
  await expect(lost).rejects.toBeInstanceOf(Lost);
  await expect(failed).rejects.toMatchObject({ message: 'nobody', code: 'ECONNREFUSED' });
});

it('rejects each call, that waits or that comes later, when the lab is over', async () => {
  const { lab, over } = channel();
  const waiting = lab.agent.memory('a');
  over.abort(new Error('the lab ended'));
  await expect(waiting).rejects.toThrow('the lab ended');
  await expect(lab.agent.memory('b')).rejects.toThrow('the lab ended');
});

it('rejects a call that cannot be sent', async () => {
  const { lab } = channel(() => new Error('closed'));
  await expect(lab.agent.memory('a')).rejects.toThrow('closed');
});

it('tells what becomes of a program until the watch ends', () => {
  const { lab, tell } = channel();
  const told: unknown[] = [];
  const forget = lab.watch('a', (event) => told.push(event));
  const output = { stream: 'stderr', bytes: new Uint8Array(2) } as const;
  const ended = { ended: { code: 0, signal: null } };
  tell({ mark: 'b', event: output });
  tell({ mark: 'a', event: output });
  tell({ mark: 'a', event: ended });
  forget();
  tell({ mark: 'a', event: { closed: true } });
  expect(told).toEqual([output, ended]);
});

it('returns a handle as the answer, with halves that end independently', async () => {
  const { lab, tell } = channel();
  const dialed = lab.agent.dial(80, 1000);
  tell({ answer: 0 }, new Socket());
  expect((await dialed).allowHalfOpen).toBe(true);
});
