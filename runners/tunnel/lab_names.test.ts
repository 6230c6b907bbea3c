import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { type DnsThread, directoryOver } from './lab_names.js';

/** A thread that the test plays. */
function thread() {
  const posted: unknown[] = [];
  const events = new EventEmitter();
  let terminated = 0;
  const played = Object.assign(events, {
    postMessage: (said: unknown) => void posted.push(said),
    terminate: async () => ++terminated,
  });
  return {
    played: played as unknown as DnsThread,
    posted,
    say: (said: unknown) => events.emit('message', said),
    terminated: () => terminated,
  };
}

it('announces a peer, and resolves once the thread knows that one', async () => {
  const { played, posted, say, terminated } = thread();
  const directory = directoryOver(played, () => {});
  const order: string[] = [];
  const [one, two] = ['one', 'two'].map((mark) =>
    directory.announce(`key of ${mark}`, mark).then(() => order.push(mark)),
  );
  expect(posted).toEqual([
    { key: 'key of one', mark: 'one' },
    { key: 'key of two', mark: 'two' },
  ]);
  say(posted[1]);
  await two;
  say(posted[0]);
  await one;
  expect(order).toEqual(['two', 'one']);
  await directory.close();
  expect(terminated()).toBe(1);
});

it('tells what the programs ask for, up to a bound', () => {
  const { played, say } = thread();
  let heard = 0;
  directoryOver(played, ({ name, mark }) => {
    if (name === 'relay' && mark === 'one') heard++;
  });
  for (let count = 0; count < 100_010; count++) say({ name: 'relay', mark: 'one' });
  expect(heard).toBe(100_000);
});
