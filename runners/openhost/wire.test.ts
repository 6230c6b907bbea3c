import { describe, expect, it } from 'vitest';
import { frame, FRAME_TYPES as T } from '../../reference/openhost/frame.js';
import { createIdentity } from '../../reference/openhost/peers/identity.js';
import { ChannelClosed } from '../../reference/openhost/peers/rtc/channel.js';
import type { Offering } from '../../reference/openhost/peers/rtc/session.js';
import { Lost } from '../../suites/case.js';
import { heldChannel } from './testing/held_channel.js';
import { wireOf } from './wire.js';

const PATIENCE = 100;
const pong = frame.encode({ type: T.PONG, requestId: 0, payload: new Uint8Array(0) });

/** The wire over a channel that the test plays by hand. */
function over(...held: Parameters<typeof heldChannel>) {
  const { channel, hear, end } = heldChannel(...held);
  const wire = wireOf(channel, {
    session: {} as Partial<Offering> as Offering,
    identity: createIdentity(),
    host: new Uint8Array(32),
    fingerprint: new Uint8Array(32),
    mode: 'exporter',
    patience: PATIENCE,
    alive: () => true,
  });
  return { wire, hear, end };
}

describe('what a channel sends', () => {
  it('is read as a frame, as silence, or as the end', async () => {
    const { wire, hear, end } = over();
    hear(pong);
    expect(await wire.next()).toMatchObject({ type: T.PONG });
    expect(await wire.next()).toBe('silent');
    end();
    expect(await wire.next()).toBe('closed');
  });

  it('is read up to its end, or until nothing more comes', async () => {
    const open = over();
    open.hear(pong);
    expect(await open.wire.rest()).toMatchObject({ frames: [{ type: T.PONG }], end: 'silent' });
    const closing = over();
    closing.hear(pong);
    closing.end();
    expect(await closing.wire.rest()).toMatchObject({ frames: [{ type: T.PONG }], end: 'closed' });
  });

  it('is lost when it does not decode', async () => {
    const { wire, hear } = over();
    hear(new Uint8Array(10).fill(0x44));
    await expect(wire.next()).rejects.toThrow(Lost);
  });
});

describe('sending', () => {
  it('to a closed channel does nothing', async () => {
    const { wire } = over(() => Promise.reject(new ChannelClosed()));
    await wire.send(T.PING);
    expect(wire.clean).toBe(true);
  });

  it('to a daemon that accepts no more bytes is lost after the patience, not at the deadline of the case', async () => {
    const { wire } = over(() => new Promise(() => {}));
    await expect(wire.send(T.PING)).rejects.toThrow(/accepted no more bytes within 200 ms/);
  });

  it('to a slow daemon goes on as long as it accepts bytes, and reports each progress', async () => {
    let left = 8;
    let moved = 0;
    const slowly = new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        left -= 1;
        if (left > 0) return;
        clearInterval(timer);
        resolve();
      }, 60);
    });
    const { wire } = over(
      () => slowly,
      () => left,
    );
    await wire.raw(new Uint8Array(1), () => moved++);
    expect(left).toBe(0);
    expect(moved).toBeGreaterThan(2);
  });

  it('passes on a bug in our code', async () => {
    const { wire } = over(() => Promise.reject(new TypeError('ours')));
    await expect(wire.send(T.PING)).rejects.toThrow(TypeError);
  });
});
