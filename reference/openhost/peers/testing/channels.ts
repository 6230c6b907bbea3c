/** Data channels in memory, for tests of what stands above them. */
import { settled } from '../../../settled.js';
import { FRAME_TYPES, type Frame } from '../../frame.js';
import { frameDecoder } from '../../frame_stream.js';
import { FRAME_RULES } from '../frame_rules.js';
import { type Channel, ChannelClosed } from '../rtc/channel.js';
import { inbox } from '../rtc/inbox.js';

/** The two ends of one channel. What one end sends, the other hears in a later turn, as from a network. */
export function channelEnds() {
  const closed = settled();
  let open = true;
  const close = () => {
    open = false;
    // What was sent goes before the end.
    queueMicrotask(() => closed.resolve());
  };
  const boxes = [box(), box()] as const;
  const end = (own: (typeof boxes)[number], other: (typeof boxes)[number]): Channel => ({
    get open() {
      return open;
    },
    buffered: 0,
    async send(message) {
      if (!open) throw new ChannelClosed();
      const copy = message.slice();
      queueMicrotask(() => other.put(copy));
    },
    listen: own.listen,
    pause: own.pause,
    resume: own.resume,
    closed: closed.promise,
    close,
  });
  return { near: end(boxes[0], boxes[1]), far: end(boxes[1], boxes[0]) };
}

const box = () => inbox({ hold: () => {}, release: () => {} }, () => {});

/** The far end of a channel, which says and hears frames. */
export interface FarEnd {
  readonly channel: Channel;
  /** What was heard so far. */
  readonly heard: readonly Frame[];
  /** Several frames go in one message. */
  say(...frames: readonly (Partial<Frame> & Pick<Frame, 'type'>)[]): Promise<void>;
  /** The next frame that nobody waited for yet. */
  next(): Promise<Frame>;
}

export function farEnd(channel: Channel): FarEnd {
  const heard: Frame[] = [];
  let taken = 0;
  let wake = settled();
  const decoder = frameDecoder((frame) => {
    heard.push(frame);
    wake.resolve();
    wake = settled();
  });
  channel.listen(decoder.push);
  return {
    channel,
    heard,
    async say(...frames) {
      const bytes = frames.flatMap(({ type, requestId = 0, payload = new Uint8Array(0) }) => [
        ...FRAME_RULES.writeFrame({ type, requestId, payload }),
      ]);
      await channel.send(Buffer.concat(bytes));
    },
    async next() {
      while (heard.length <= taken) await wake.promise;
      return heard[taken++] as Frame;
    },
  };
}

const names = new Map(Object.entries(FRAME_TYPES).map(([name, type]): [number, string] => [type, name]));

/** A frame as a test shows it. */
export const shown = ({ type, requestId, payload }: Frame): string =>
  `${names.get(type)} ${requestId} ${Buffer.from(payload).toString()}`.trimEnd();
