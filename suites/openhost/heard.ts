/** Checks of what a daemon sends on a channel, which name silence too. */
import { type Frame, FRAME_TYPES as T } from '../../reference/openhost/frame.js';
import type { Context } from '../model.js';
import type { Heard, Wire } from './port.js';

const names = new Map<number, string>(Object.entries(T).map(([name, type]) => [type, name]));
const nameOf = (type: number): string => names.get(type) ?? `type 0x${type.toString(16).padStart(2, '0')}`;
const seconds = (ms: number): string => `${ms / 1000} s`;

/** True for a frame of this type; false for another frame, the end of the channel, or silence. */
export const isFrame = (heard: Heard, type: number): heard is Frame =>
  typeof heard === 'object' && heard.type === type;

export function shown(heard: Heard, { patience }: Pick<Wire, 'patience'>): string {
  if (heard === 'closed') return 'the channel closed';
  if (heard === 'silent') return `silence for ${seconds(patience)}`;
  const { type, payload } = heard;
  return `${nameOf(type)}${type === T.ERROR ? ` '${diagnosticOf(payload)}'` : ''} (${payload.length} bytes)`;
}

/** The most characters of a diagnostic in a report. */
const MOST_SAID = 120;

/** The diagnostic of an ERROR usually says which frame the daemon rejects, and why. */
function diagnosticOf(payload: Uint8Array): string {
  const text = new TextDecoder().decode(payload);
  return text.length > MOST_SAID ? `${text.slice(0, MOST_SAID)}...` : text;
}

export const shownFrames = (frames: readonly Frame[]): string =>
  frames.map(({ type }) => nameOf(type)).join(', ') || 'no frame';

/** Checks that the next frame has this type, and returns it. */
export async function expectFrame(
  { expect }: Pick<Context, 'expect'>,
  wire: Wire,
  type: number,
  what = `the daemon sends ${nameOf(type)}`,
): Promise<Frame> {
  const heard = await wire.next();
  expect.that(what, isFrame(heard, type), {
    expected: `${nameOf(type)} within ${seconds(wire.patience)}`,
    observed: shown(heard, wire),
  });
  return heard as Frame;
}

/** Checks that the daemon closes the channel, and returns the frames before that. */
export async function expectEnd({ expect }: Pick<Context, 'expect'>, wire: Wire): Promise<readonly Frame[]> {
  const { frames, end } = await wire.rest();
  const instead =
    end === 'silent'
      ? `silence for ${seconds(wire.patience)}`
      : 'more frames than a closing channel may send';
  expect.that('the daemon closes the channel', end === 'closed', {
    expected: `the channel closed within ${seconds(wire.patience)}`,
    observed: end === 'closed' ? 'closed' : `${instead} after ${shownFrames(frames.slice(-8))}`,
  });
  return frames;
}
