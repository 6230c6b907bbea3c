/** Receives the frames of a daemon on one channel. */
import { DecodeError } from '../../reference/bytes/error.js';
import type { Frame } from '../../reference/openhost/frame.js';
import { frameDecoder } from '../../reference/openhost/frame_stream.js';
import type { Channel } from '../../reference/openhost/peers/rtc/channel.js';
import { Lost } from '../../suites/case.js';
import type { Heard } from '../../suites/openhost/port.js';

/** The most bytes of one channel in a case. No correct daemon sends that much. */
const MOST_HEARD = 8 << 20;
const OVERHEAD = 64;

export interface Ear {
  /** Waits for the next frame until the patience ends. */
  next(): Promise<Heard>;
  /** Whether every received byte belongs to a complete frame. */
  readonly clean: boolean;
  readonly closed: boolean;
  /** How many messages began like a frame of version 1. */
  readonly legacy: number;
}

export function listenTo(channel: Channel, patience: number): Ear {
  const heard: Frame[] = [];
  let wake = () => {};
  let closed = false;
  let garbage: string | undefined;
  /** An error on our side, which is not a fault of the daemon. */
  let ours: { readonly error: unknown } | undefined;
  let legacy = 0;
  let total = 0;
  const decoder = frameDecoder((one) => {
    total += one.payload.length + OVERHEAD;
    if (total > MOST_HEARD) garbage ??= `more than ${MOST_HEARD} bytes`;
    else heard.push({ ...one, payload: one.payload.slice() });
  });
  channel.listen((bytes) => {
    if (garbage) return channel.close();
    if (decoder.pending === 0 && bytes[0] !== 0) legacy += 1;
    try {
      decoder.push(bytes);
    } catch (error) {
      if (error instanceof DecodeError) garbage = error.message;
      else ours = { error };
    }
    wake();
  });
  void channel.closed.then(() => {
    closed = true;
    wake();
  });
  return {
    async next() {
      const until = performance.now() + patience;
      for (;;) {
        const one = heard.shift();
        if (one) return one;
        if (ours) throw ours.error;
        if (garbage) throw new Lost(`the daemon sent bytes that do not decode: ${garbage}`);
        if (closed) return 'closed';
        const left = until - performance.now();
        if (left <= 0) return 'silent';
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, left);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
    },
    get clean() {
      return !closed && garbage === undefined && heard.length === 0 && decoder.pending === 0;
    },
    get closed() {
      return closed;
    },
    get legacy() {
      return legacy;
    },
  };
}
