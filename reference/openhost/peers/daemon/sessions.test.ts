import { expect, it } from 'vitest';
import { settled } from '../../../settled.js';
import type { Session } from '../rtc/session.js';
import { sessionKeeper } from './sessions.js';

const CONNECT_MS = 20;

function session(connected: Promise<void>) {
  const ended = settled();
  let closed = false;
  const value: Session = {
    reach: { ufrag: '', pwd: '', candidates: [] },
    connected,
    exportSecret: () => new Uint8Array(0),
    onChannel: () => {},
    ended: ended.promise,
    async close() {
      closed = true;
      ended.resolve();
    },
  };
  return { value, ended: ended.promise, isClosed: () => closed };
}

const never = () => new Promise<void>(() => {});

it('closes the oldest unused session when there are too many', async () => {
  const sessions = sessionKeeper(2);
  const [connected, first, second] = [session(Promise.resolve()), session(never()), session(never())];
  sessions.keep(connected.value);
  await Promise.resolve();
  sessions.keep(first.value);
  expect(first.isClosed()).toBe(false);
  sessions.keep(second.value);
  expect([connected, first, second].map((one) => one.isClosed())).toEqual([false, true, false]);
  await sessions.close();
  expect([connected, second].map((one) => one.isClosed())).toEqual([true, true]);
});

it('closes a session without a connection after its deadline', async () => {
  const one = session(never());
  sessionKeeper(2, CONNECT_MS).keep(one.value);
  await one.ended;
  expect(one.isClosed()).toBe(true);
});
