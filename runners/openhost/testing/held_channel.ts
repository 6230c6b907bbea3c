import type { Channel } from '../../../reference/openhost/peers/rtc/channel.js';
import { settled } from '../../../reference/settled.js';

/** A data channel without a connection. The test plays the daemon at its other end. */
export function heldChannel(send: Channel['send'] = async () => {}, buffered = () => 0) {
  let listener: (message: Uint8Array) => void = () => {};
  const { promise: closed, resolve: end } = settled();
  let closes = 0;
  const channel: Channel = {
    open: true,
    get buffered() {
      return buffered();
    },
    send,
    listen(next) {
      listener = next;
    },
    pause: () => {},
    resume: () => {},
    closed,
    close() {
      closes += 1;
      end();
    },
  };
  return { channel, hear: (bytes: Uint8Array) => listener(bytes), end: () => end(), closes: () => closes };
}
