/** Section 4: how either peer reads and writes frames. */
import { type Frame, frame } from '../frame.js';
import { type FrameDecoder, frameDecoder } from '../frame_stream.js';

export interface FrameRules {
  /** Cuts the bytes of messages into frames, wherever a message ends. */
  readFrames(emit: (frame: Frame) => void): Pick<FrameDecoder, 'push'>;
  writeFrame(frame: Frame): Iterable<Uint8Array>;
}

export const FRAME_RULES: FrameRules = Object.freeze({
  readFrames: frameDecoder,
  writeFrame: (one: Frame) => [frame.encode(one)],
});
