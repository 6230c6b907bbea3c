/** Section 4: how either peer reads and writes frames. */
import { type Frame, frame } from '../frame.js';
import { type FrameDecoder, frameDecoder } from '../frame_stream.js';

export interface FrameRules {
  /** Cuts the bytes of messages into frames, wherever a message ends. */
  readFrames(emit: (frame: Frame) => void): Pick<FrameDecoder, 'push'>;
  writeFrame(frame: Frame): Iterable<Uint8Array>;
}

export const FRAME_RULES = Object.freeze<FrameRules>({
  readFrames: frameDecoder,
  writeFrame: (one) => [frame.encode(one)],
});
