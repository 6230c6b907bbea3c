/** Adapts the data channel of a browser to the channel of the reference client. */
import { inbox } from '../../dist/reference/openhost/peers/rtc/inbox.js';

const highWater = 1 << 20;
const lowWater = 1 << 18;
/** A page cannot change the receive window of its channel, so messages during a pause are buffered. */
const noWindow = { hold: () => {}, release: () => {} };

export function channelOf(raw) {
  raw.binaryType = 'arraybuffer';
  raw.bufferedAmountLowThreshold = lowWater;
  const received = inbox(noWindow, () => {}, Number.POSITIVE_INFINITY);
  raw.addEventListener('message', ({ data }) =>
    received.put(typeof data === 'string' ? new TextEncoder().encode(data) : new Uint8Array(data)),
  );
  const closed = new Promise((resolve) => raw.addEventListener('close', () => resolve(), { once: true }));
  const room = () =>
    new Promise((resolve) => raw.addEventListener('bufferedamountlow', resolve, { once: true }));
  return {
    get open() {
      return raw.readyState === 'open';
    },
    async send(message) {
      raw.send(message);
      if (raw.bufferedAmount > highWater) await Promise.race([room(), closed]);
    },
    listen: received.listen,
    pause: received.pause,
    resume: received.resume,
    closed,
    close: () => raw.close(),
  };
}
