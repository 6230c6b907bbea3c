import { expect, it } from 'vitest';
import { Lost } from '../../suites/case.js';
import type { Call, FromAgent } from './lab_calls.js';
import { type Channel, labBehind } from './lab_client.js';

/** A channel whose other end is the test. */
function channel(sent: (call: Call) => Error | null = () => null) {
  const calls: Call[] = [];
  let tell: (said: FromAgent) => void = () => {};
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
  return { calls, tell: (said: FromAgent) => tell(said), over, ...labBehind(end, over.signal) };
}

it('gives each call its own answer, in whatever order they come', async () => {
  const { lab, calls, tell } = channel();
  const [one, two] = [lab.call('memory', 'a'), lab.call('memory', 'b')];
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
  const [lost, failed] = [lab.call('file', '/home', 'x'), lab.call('dial', 1, 1)];
  tell({ answer: 0, failure: { message: 'no file', lost: true } });
  tell({ answer: 1, failure: { message: 'nobody', code: 'ECONNREFUSED' } });
  await expect(lost).rejects.toBeInstanceOf(Lost);
  await expect(failed).rejects.toMatchObject({ message: 'nobody', code: 'ECONNREFUSED' });
});

it('rejects each call, that waits or that comes later, when the lab is over', async () => {
  const { lab, over } = channel();
  const waiting = lab.call('memory', 'a');
  over.abort(new Error('the lab ended'));
  await expect(waiting).rejects.toThrow('the lab ended');
  await expect(lab.call('memory', 'b')).rejects.toThrow('the lab ended');
});

it('rejects a call that cannot be sent', async () => {
  const { lab } = channel(() => new Error('closed'));
  await expect(lab.call('memory', 'a')).rejects.toThrow('closed');
});

it('tells of a program who watches it, and of its questions who asks', async () => {
  const { lab, tell, ready } = channel();
  tell({ event: 'ready', told: [] });
  await ready;
  const told: unknown[] = [];
  const forget = lab.watch('a', {
    output: (...all) => told.push(all),
    ended: (how) => told.push(how),
    closed: () => told.push('closed'),
  });
  tell({ event: 'output', told: ['b', 'stdout', new Uint8Array(1)] });
  tell({ event: 'output', told: ['a', 'stderr', new Uint8Array(2)] });
  tell({ event: 'ended', told: ['a', { code: 0, signal: null }] });
  forget();
  tell({ event: 'closed', told: ['a'] });
  expect(told).toEqual([['stderr', new Uint8Array(2)], { code: 0, signal: null }]);
  tell({ event: 'asked', told: ['relay.example.org', 'a'] });
  expect([lab.questions('a'), lab.questions('b')]).toEqual([['relay.example.org'], []]);
});
