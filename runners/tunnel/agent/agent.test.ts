import { createSocket } from 'node:dgram';
import { Server, Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { Lost } from '../../../suites/case.js';
import { answer, type Call, type Calls, callsOf, type FromAgent, type Handle } from './agent.js';

const calls = callsOf(() => {}, { announce() {}, questions: () => [] });

/** What the agent posts for a call that is performed so. */
async function answered(perform: (...given: readonly unknown[]) => unknown, given: readonly unknown[] = []) {
  const posted: (readonly [FromAgent, Handle | undefined])[] = [];
  const performing = { ...calls, memory: perform } as Calls;
  const call: Call = { call: 7, name: 'memory', given };
  await answer(performing, call, (said, handle) => void posted.push([said, handle]));
  const [one, ...more] = posted;
  if (one === undefined || more.length > 0) throw new Error(`posted ${posted.length} answers`);
  return one;
}

const throwing = (thrown: unknown) => () => {
  throw thrown;
};

it('answers a call once, under its number, with the value or the promise of it', async () => {
  const sum = (...given: readonly unknown[]) => Number(given[0]) + Number(given[1]);
  expect(await answered(sum, [1, 2])).toEqual([{ answer: 7, value: 3 }, undefined]);
  expect(await answered(async () => 'later')).toEqual([{ answer: 7, value: 'later' }, undefined]);
  expect(await answered(() => undefined)).toEqual([{ answer: 7, value: undefined }, undefined]);
});

it.each([
  ['a fault of the program', new Lost('it printed too much'), { message: 'it printed too much', lost: true }],
  [
    'an error of the system with its code',
    Object.assign(new Error('nobody listens'), { code: 'ECONNREFUSED' }),
    { message: 'nobody listens', code: 'ECONNREFUSED' },
  ],
  ['a code that is a number', Object.assign(new Error('x'), { code: 5 }), { message: 'x', code: '5' }],
  ['any other error', new RangeError('too large'), { message: 'too large' }],
  ['a value that is not an error', null, { message: 'null' }],
])('answers with %s instead of rejecting', async (_what, thrown, failure) => {
  expect(await answered(throwing(thrown))).toEqual([{ answer: 7, failure }, undefined]);
  expect(await answered(() => Promise.reject(thrown))).toEqual([{ answer: 7, failure }, undefined]);
});

it('answers a call that it does not know with a failure', async () => {
  const posted: FromAgent[] = [];
  const unknown = { call: 1, name: 'reboot', given: [] } as unknown as Call;
  await answer(calls, unknown, (said) => void posted.push(said));
  expect(posted).toEqual([{ answer: 1, failure: { message: expect.stringContaining('not a function') } }]);
});

it('sends a socket as the handle of the answer, because a message cannot contain it', async () => {
  const udp = createSocket('udp4');
  onTestFinished(() => void udp.close());
  for (const handle of [new Socket(), new Server(), udp])
    expect(await answered(() => handle)).toEqual([{ answer: 7 }, handle]);
});

it('a mark that no process carries has no socket for peers', () => {
  expect(calls.listensForPeers(`CONFORM_NOBODY=${process.pid}`)).toBe(false);
});
