import { describe, expect, it } from 'vitest';
import { inbox } from './inbox.js';

function box() {
  let room = 0;
  let floods = 0;
  const heard: number[] = [];
  const window = {
    hold(bytes: number) {
      room -= bytes;
    },
    release(bytes: number) {
      room += bytes;
    },
  };
  const own = inbox(window, () => {
    floods += 1;
  });
  return {
    own,
    heard,
    listen: () => own.listen((message) => heard.push(message[0] ?? -1)),
    get room() {
      return room;
    },
    get floods() {
      return floods;
    },
  };
}
const message = (first: number, length = 1) => new Uint8Array(length).fill(first);

describe('an inbox', () => {
  it('holds messages until there is a listener', () => {
    const one = box();
    one.own.put(message(1, 10));
    one.own.put(message(2, 5));
    expect(one.room).toBe(-15);
    one.listen();
    one.own.put(message(3));
    expect(one.heard).toEqual([1, 2, 3]);
    expect(one.room).toBe(0);
  });

  it('holds messages during a pause, also one that begins between two messages', () => {
    const one = box();
    one.own.put(message(1));
    one.own.put(message(2));
    one.own.listen((bytes) => {
      one.heard.push(bytes[0] ?? -1);
      one.own.pause();
    });
    expect(one.heard).toEqual([1]);
    one.own.resume();
    expect(one.heard).toEqual([1, 2]);
    one.own.put(message(3));
    expect([one.heard, one.room]).toEqual([[1, 2], -1]);
  });

  it('delivers the rest at the end, also in a pause', () => {
    const one = box();
    one.listen();
    one.own.pause();
    one.own.put(message(1));
    one.own.end();
    expect([one.heard, one.room]).toEqual([[1], 0]);
  });

  it('drops the messages of a peer that does not respect the window', () => {
    const one = box();
    one.listen();
    one.own.pause();
    for (let i = 0; i < 4; i++) one.own.put(message(1, 1 << 20));
    expect(one.floods).toBe(1);
    one.own.resume();
    expect(one.heard).toEqual([]);
  });
});
