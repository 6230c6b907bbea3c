import { describe, expect, it } from 'vitest';
import { encodeLegacy, frame, FRAME_TYPES as T } from '../../reference/openhost/frame.js';
import { Lost } from '../../suites/case.js';
import { listenTo } from './ear.js';
import { heldChannel } from './testing/held_channel.js';

const body = (payload: Uint8Array, requestId = 1) =>
  frame.encode({ type: T.RESPONSE_BODY, requestId, payload });
const PING = frame.encode({ type: T.PING, requestId: 0, payload: new Uint8Array(0) });

function listening(patience = 30) {
  const held = heldChannel();
  return { ...held, ear: listenTo(held.channel, patience) };
}

describe('the frames of a channel', () => {
  it('come in order, however the messages cut them', async () => {
    const { ear, hear } = listening();
    const first = body(Uint8Array.of(1, 2, 3));
    hear(first.subarray(0, 4));
    hear(first.subarray(4, 12));
    hear(Buffer.concat([first.subarray(12), PING]));
    expect(await ear.next()).toEqual({
      type: T.RESPONSE_BODY,
      requestId: 1,
      payload: Uint8Array.of(1, 2, 3),
    });
    expect(await ear.next()).toMatchObject({ type: T.PING });
    expect(await ear.next()).toBe('silent');
  });

  it('keep their bytes when the sender reuses its buffer', async () => {
    const { ear, hear } = listening();
    const message = body(Uint8Array.of(1, 2, 3));
    hear(message);
    message.fill(0xee);
    expect(await ear.next()).toMatchObject({ payload: Uint8Array.of(1, 2, 3) });
  });

  it('wake a reader that already waits', async () => {
    const { ear, hear } = listening(10_000);
    const next = ear.next();
    hear(PING);
    expect(await next).toMatchObject({ type: T.PING });
  });

  it('are still read after the channel has closed, and then the end is read', async () => {
    const { ear, hear, end } = listening();
    hear(PING);
    end();
    await Promise.resolve();
    expect(ear.closed).toBe(true);
    expect(await ear.next()).toMatchObject({ type: T.PING });
    expect(await ear.next()).toBe('closed');
    expect(await ear.next()).toBe('closed');
  });

  it('wake a waiting reader when the channel closes', async () => {
    const { ear, end } = listening(10_000);
    const next = ear.next();
    end();
    expect(await next).toBe('closed');
  });
});

describe('a channel is clean', () => {
  it('only while no frame is unread or incomplete', async () => {
    const { ear, hear, end } = listening();
    expect(ear.clean).toBe(true);
    hear(PING);
    expect(ear.clean).toBe(false);
    await ear.next();
    expect(ear.clean).toBe(true);
    hear(PING.subarray(0, 3));
    expect(ear.clean).toBe(false);
    hear(PING.subarray(3));
    await ear.next();
    expect(ear.clean).toBe(true);
    end();
    await Promise.resolve();
    expect(ear.clean).toBe(false);
  });
});

it('counts a message in version 1, but not a continuation whose first byte is not zero', () => {
  const { ear, hear } = listening();
  const whole = body(Uint8Array.of(0x11, 0x12));
  hear(whole.subarray(0, 10));
  hear(whole.subarray(10));
  expect(ear.legacy).toBe(0);
  hear(encodeLegacy({ type: T.RESPONSE_BODY, payload: Uint8Array.of(1) }));
  expect(ear.legacy).toBe(1);
});

describe('a hostile daemon', () => {
  it('that sends a reserved type is lost, after the frames before it', async () => {
    const { ear, hear } = listening();
    hear(Buffer.concat([PING, Uint8Array.of(0, 0x44, 0, 0, 0, 0, 0, 0, 0, 0)]));
    expect(await ear.next()).toMatchObject({ type: T.PING });
    const reading = ear.next();
    await expect(reading).rejects.toThrow(Lost);
    await expect(reading).rejects.toThrow(/bytes that do not decode: .*0x44 is reserved/);
    expect(ear.clean).toBe(false);
  });

  it('that sends on after its garbage is disconnected', async () => {
    const { ear, hear, closes } = listening();
    hear(new Uint8Array(10).fill(0x44));
    expect(closes()).toBe(0);
    hear(PING);
    expect(closes()).toBe(1);
    await expect(ear.next()).rejects.toThrow(Lost);
  });

  it('that floods is lost, and only the first bytes are kept', async () => {
    const { ear, hear, closes } = listening();
    const large = body(new Uint8Array(60_000));
    for (let sent = 0; sent < 200 && closes() === 0; sent++) hear(large);
    expect(closes()).toBe(1);
    let kept = 0;
    const flooded = async () => {
      for (;;) {
        const heard = await ear.next();
        if (typeof heard === 'object') kept += heard.payload.length;
      }
    };
    await expect(flooded()).rejects.toThrow(/more than 8388608 bytes/);
    expect(kept).toBeLessThanOrEqual(8 << 20);
  });

  it('that floods with empty frames is lost, too', async () => {
    const { hear, closes } = listening();
    const crowd = Buffer.concat(Array.from({ length: 5000 }, () => PING));
    for (let sent = 0; sent < 100 && closes() === 0; sent++) hear(crowd);
    expect(closes()).toBe(1);
  });
});
