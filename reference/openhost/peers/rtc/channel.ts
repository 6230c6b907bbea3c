import type { RTCDataChannel } from 'werift';

/** webrtc-rs drops a channel that is sent more in one message. */
export const largestMessage = 65_535;

const highWater = 1 << 20;
const lowWater = 1 << 18;

/** One ordered, reliable data channel. */
export interface Channel {
  readonly label: string;
  readonly open: boolean;
  /** Resolves when there is room for more; rejects once the channel has closed. */
  send(message: Uint8Array): Promise<void>;
  /** Messages that came before anyone listened are delivered first. One listener. */
  listen(listener: (message: Uint8Array) => void): void;
  readonly closed: Promise<void>;
  close(): void;
}

export class ChannelClosed extends Error {
  override readonly name = 'ChannelClosed';
  constructor() {
    super('the data channel is closed');
  }
}

export function wrapChannel(raw: RTCDataChannel): Channel {
  let listener: ((message: Uint8Array) => void) | undefined;
  let early: Uint8Array[] = [];
  const ended = new Promise<void>((resolve) => {
    const look = () => {
      if (raw.readyState === 'closed' || raw.readyState === 'closing') resolve();
    };
    raw.stateChanged.subscribe(look);
    look();
  });
  raw.bufferedAmountLowThreshold = lowWater;
  raw.onMessage.subscribe((data) => {
    const message = typeof data === 'string' ? Buffer.from(data) : data;
    if (listener === undefined) early.push(message);
    else listener(message);
  });
  const waitForRoom = async () => {
    await Promise.race([raw.bufferedAmountLow.asPromise(), ended]);
  };
  return {
    label: raw.label,
    get open() {
      return raw.readyState === 'open';
    },
    async send(message) {
      if (message.length > largestMessage) throw new RangeError(`a message of ${message.length} bytes`);
      if (raw.readyState !== 'open') throw new ChannelClosed();
      raw.send(Buffer.from(message.buffer, message.byteOffset, message.byteLength));
      if (raw.bufferedAmount > highWater) {
        await waitForRoom();
      }
    },
    listen(next) {
      listener = next;
      for (const message of early) next(message);
      early = [];
    },
    closed: ended,
    close: () => raw.close(),
  };
}
