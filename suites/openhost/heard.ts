/** What a channel says, and silence, as checks that name both. */
import { FRAME_TYPES as T } from '../../reference/openhost/frame.js';
import type { Context } from '../model.js';
import type { Heard, HeardFrame, Wire } from './port.js';

const names = new Map<number, string>(Object.entries(T).map(([name, type]) => [type, name]));
const nameOf = (type: number): string => names.get(type) ?? `type 0x${type.toString(16).padStart(2, '0')}`;
const seconds = (ms: number): string => `${ms / 1000} s`;

/** Whether it is a frame of this type, and not another one, the end or silence. */
export const isFrame = (heard: Heard, type: number): heard is HeardFrame =>
  typeof heard === 'object' && heard.type === type;

export function shown(heard: Heard, { patience }: Pick<Wire, 'patience'>): string {
  if (heard === 'closed') return 'the channel closed';
  if (heard === 'silent') return `silence for ${seconds(patience)}`;
  return `${nameOf(heard.type)} (${heard.payload.length} bytes)`;
}

export const shownFrames = (frames: readonly HeardFrame[]): string =>
  frames.map(({ type }) => nameOf(type)).join(', ') || 'no frame';

/** The next frame, which has to be of this type. */
export async function expectFrame(
  { expect }: Pick<Context, 'expect'>,
  wire: Wire,
  type: number,
  what = `${nameOf(type)} arrives`,
): Promise<HeardFrame> {
  const heard = await wire.next();
  expect.that(what, isFrame(heard, type), {
    expected: `${nameOf(type)} within ${seconds(wire.patience)}`,
    observed: shown(heard, wire),
  });
  return heard as HeardFrame;
}

/** The frames up to the end of the channel, which has to come. */
export async function expectEnd(
  { expect }: Pick<Context, 'expect'>,
  wire: Wire,
): Promise<readonly HeardFrame[]> {
  const { frames, end } = await wire.rest();
  const instead = end === 'silent' ? `silence for ${seconds(wire.patience)}` : 'frames without end';
  expect.that('the channel closes', end === 'closed', {
    expected: `the channel closed within ${seconds(wire.patience)}`,
    observed: end === 'closed' ? 'closed' : `${instead} after ${shownFrames(frames.slice(-8))}`,
  });
  return frames;
}
