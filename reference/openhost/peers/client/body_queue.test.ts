import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bodyQueue } from './body_queue.js';

const MIB = 1 << 20;

function queue() {
  const told: (boolean | 'idle')[] = [];
  const pressure = { full: (full: boolean) => told.push(full), idle: () => told.push('idle'), idleMs: 1000 };
  return { told, body: bodyQueue(pressure) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a body', () => {
  it('gives its parts in order, whether they came before they were wanted or after', async () => {
    const { body } = queue();
    body.push(Uint8Array.of(1));
    const read = (async () => {
      const parts: number[] = [];
      for await (const part of body) parts.push(...part);
      return parts;
    })();
    await Promise.resolve();
    body.push(Uint8Array.of(2));
    body.push(Uint8Array.of(3));
    body.end();
    await expect(read).resolves.toEqual([1, 2, 3]);
  });

  it('gives the parts that came before it broke off, and then the reason', async () => {
    const { body } = queue();
    body.push(Uint8Array.of(1));
    body.fail(new Error('the channel was closed'));
    const reader = body[Symbol.asyncIterator]();
    await expect(reader.next()).resolves.toMatchObject({ value: Uint8Array.of(1) });
    await expect(reader.next()).rejects.toThrow('the channel was closed');
  });

  it('tells once when its reader falls behind, and once when it has caught up', async () => {
    const { body, told } = queue();
    const reader = body[Symbol.asyncIterator]();
    for (let i = 0; i < 8; i++) body.push(new Uint8Array(MIB));
    expect(told).toEqual([true]);
    for (let i = 0; i < 6; i++) await reader.next();
    expect(told).toEqual([true]);
    for (let i = 0; i < 2; i++) await reader.next();
    expect(told).toEqual([true, false]);
  });

  it('tells when a reader that has fallen behind stops reading', async () => {
    const { body, told } = queue();
    const reader = body[Symbol.asyncIterator]();
    for (let i = 0; i < 8; i++) body.push(new Uint8Array(MIB));
    vi.advanceTimersByTime(900);
    await reader.next();
    vi.advanceTimersByTime(900);
    expect(told).toEqual([true]);
    vi.advanceTimersByTime(100);
    expect(told).toEqual([true, 'idle']);
  });

  it('does not call a reader idle that leaves a small body unread', () => {
    const { body, told } = queue();
    body.push(new Uint8Array(MIB));
    vi.advanceTimersByTime(1e6);
    expect(told).toEqual([]);
  });

  it('counts empty parts as well', () => {
    const { body, told } = queue();
    for (let i = 0; i < 70_000; i++) body.push(new Uint8Array(0));
    expect(told).toEqual([true]);
  });

  it('drops all parts when its reader has left, and tells that it has caught up', async () => {
    const { body, told } = queue();
    for (let i = 0; i < 8; i++) body.push(new Uint8Array(MIB));
    await body[Symbol.asyncIterator]().return?.();
    for (let i = 0; i < 8; i++) body.push(new Uint8Array(MIB));
    expect(told).toEqual([true, false]);
    expect(vi.getTimerCount()).toBe(0);
    await expect(body[Symbol.asyncIterator]().next()).resolves.toMatchObject({ done: true });
  });
});
