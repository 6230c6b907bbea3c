import type { RTCDataChannel } from 'werift';
import { delivered } from './delivered.js';
import { inbox } from './inbox.js';
import { receiveWindow } from './receive_window.js';

/** webrtc-rs drops a channel that gets a longer message. */
export const largestMessage = 65_535;

/** `send` waits when more bytes than `highWater` are unsent, until `lowWater` are left. */
export const highWater = 1 << 20;
export const lowWater = 1 << 18;

/** One ordered, reliable data channel. */
export interface Channel {
  readonly open: boolean;
  /** Bytes that wait to be sent: the other side has no room for them yet. */
  readonly buffered: number;
  /** Resolves when there is room for more, or the channel closes meanwhile; rejects where it was closed before. */
  send(message: Uint8Array): Promise<void>;
  /** Sets the only listener. It gets the messages first that came before. */
  listen(listener: (message: Uint8Array) => void): void;
  /** Delivers nothing until `resume`. The other side waits as well, on all channels of the connection. */
  pause(): void;
  resume(): void;
  readonly closed: Promise<void>;
  /** Closes the channel behind what was sent. */
  close(): void;
}

export class ChannelClosed extends Error {
  override readonly name = 'ChannelClosed';
  constructor() {
    super('the data channel is closed');
  }
}

export function wrapChannel(raw: RTCDataChannel): Channel {
  const received = inbox(receiveWindow(raw), () => raw.close());
  raw.onMessage.subscribe((data) => received.put(typeof data === 'string' ? Buffer.from(data) : data));
  const ended = new Promise<void>((resolve) => {
    const look = () => {
      if (raw.readyState !== 'closed' && raw.readyState !== 'closing') return;
      received.end();
      resolve();
    };
    raw.stateChanged.subscribe(look);
    look();
  });
  let closing = false;
  const waiting: (() => void)[] = [];
  const wake = () => {
    for (const resolve of waiting.splice(0)) resolve();
  };
  raw.bufferedAmountLowThreshold = lowWater;
  raw.bufferedAmountLow.subscribe(wake);
  void ended.then(wake);
  return {
    get open() {
      return raw.readyState === 'open' && !closing;
    },
    get buffered() {
      return raw.bufferedAmount;
    },
    async send(message) {
      if (message.length > largestMessage) throw new RangeError(`a message of ${message.length} bytes`);
      if (raw.readyState !== 'open' || closing) throw new ChannelClosed();
      raw.send(Buffer.from(message.buffer, message.byteOffset, message.byteLength));
      if (raw.bufferedAmount > highWater) await new Promise<void>((resolve) => waiting.push(resolve));
    },
    listen: received.listen,
    pause: received.pause,
    resume: received.resume,
    closed: ended,
    close() {
      if (closing) return;
      closing = true;
      void delivered(raw).then(() => raw.close());
    },
  };
}
