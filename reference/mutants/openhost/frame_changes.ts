/** Changes of the frames that a peer writes or reads. */
import type { Frame } from '../../openhost/frame.js';
import type { FrameRules } from '../../openhost/peers/frame_rules.js';

export type FrameChange = (rules: FrameRules) => Partial<FrameRules>;

/** Replaces each written frame. */
export const written =
  (change: (frame: Frame) => Iterable<Frame>): FrameChange =>
  (rules) => ({
    *writeFrame(frame) {
      for (const one of change(frame)) yield* rules.writeFrame(one);
    },
  });

/** Replaces each written frame of one type. */
export const sent = (type: number, change: (frame: Frame) => Iterable<Frame>): FrameChange =>
  written((frame) => (frame.type === type ? change(frame) : [frame]));

/** Writes other bytes for a frame. */
export const encoded =
  (change: (frame: Frame, bytes: Uint8Array) => Uint8Array): FrameChange =>
  (rules) => ({
    *writeFrame(frame) {
      for (const bytes of rules.writeFrame(frame)) yield change(frame, bytes);
    },
  });

/** Replaces or drops each read frame. */
export const taken =
  (change: (frame: Frame) => Frame | undefined): FrameChange =>
  (rules) => ({
    readFrames: (emit) =>
      rules.readFrames((frame) => {
        const other = change(frame);
        if (other !== undefined) emit(other);
      }),
  });

/** Replaces or drops each read frame of one type. */
export const heard = (type: number, change: (frame: Frame) => Frame | undefined): FrameChange =>
  taken((frame) => (frame.type === type ? change(frame) : frame));

/** Changes the bytes of each read message. */
export const messages =
  (change: (bytes: Uint8Array) => Uint8Array): FrameChange =>
  (rules) => ({
    readFrames(emit) {
      const { push } = rules.readFrames(emit);
      return { push: (bytes) => push(change(bytes)) };
    },
  });

/** Applies one change after the other. */
export const both =
  <Rules>(...changes: readonly ((rules: Rules) => Partial<Rules>)[]) =>
  (rules: Rules): Rules => {
    let changed = rules;
    for (const change of changes) changed = { ...changed, ...change(changed) };
    return changed;
  };
