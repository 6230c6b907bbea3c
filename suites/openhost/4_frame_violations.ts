/** Frames that end a bound channel with ERROR. */
import { concat, Writer } from '../../reference/bytes/writer.js';
import { FRAME_TYPES as T } from '../../reference/openhost/frame.js';
import type { Case } from '../model.js';
import type { DaemonGrounds } from './daemon_case.js';
import { endsChannel } from './ends_channel.js';
import { headOf } from './exchange.js';
import { frameOf, slugOf } from './typical_frames.js';
import { RESERVED_UPGRADE, SMUGGLED, WRONG_SENDER } from './whys.js';

const SKIPPED = 'A later version uses the type for a rule that this daemon then ignores in silence.';
const OUT_OF_STEP =
  'A daemon that skips the payload, or not, loses its place in the stream and misreads every later frame.';
const nothing = new Uint8Array(0);
const v2 = (type: number, length: number, payload = nothing) =>
  new Writer().u8(0).u8(type).u32be(0).u32be(length).put(payload).finish();

interface Violation extends DaemonGrounds {
  /** The case of the nearest valid frames. */
  readonly control: 'ping' | 'v2-only' | 'legacy-frames';
}

const violation = (slug: string, sent: string, bytes: Uint8Array, grounds: Violation): Case =>
  endsChannel(
    { ...grounds, id: `openhost/4/${slug}`, sent, control: `openhost/4/${grounds.control}` },
    bytes,
  );

const oversize: Violation = {
  why: 'A stranger makes the daemon wait for, or allocate, gigabytes with a header of nine bytes.',
  requires: ['OPENHOST-4-11', 'OPENHOST-5-1'],
  control: 'v2-only',
};
const wrongPlace = [
  ['REQUEST_BODY', SMUGGLED],
  ['REQUEST_END', SMUGGLED],
  ['RESPONSE_HEAD', WRONG_SENDER],
  ['RESPONSE_BODY', WRONG_SENDER],
  ['RESPONSE_END', WRONG_SENDER],
  ['WS_FRAME', RESERVED_UPGRADE],
] as const;

export const violations: readonly Case[] = [
  ...['00', '04', '10', '14', '22', '33', '7f', 'f1', 'fd'].map((type) =>
    violation(`reserved-${type}`, `a frame of reserved type 0x${type}`, v2(Number(`0x${type}`), 0), {
      why: SKIPPED,
      requires: ['OPENHOST-4-3', 'OPENHOST-5-1', 'OPENHOST-5-3'],
      control: 'ping',
    }),
  ),
  violation('reserved-v1', 'a version 1 frame of reserved type 0x44', Uint8Array.of(0x44, 0, 0, 0, 0), {
    why: SKIPPED,
    requires: ['OPENHOST-4-3', 'OPENHOST-4-9'],
    control: 'legacy-frames',
  }),
  violation('oversize', 'a frame header with length 2^24', v2(T.REQUEST_BODY, 2 ** 24), oversize),
  violation('oversize-4gib', 'a frame header with length 2^32-1', v2(T.REQUEST_HEAD, 2 ** 32 - 1), oversize),
  violation(
    'oversize-v1',
    'a version 1 frame header with length 2^32-1',
    Uint8Array.of(T.REQUEST_HEAD, 0xff, 0xff, 0xff, 0xff),
    { ...oversize, requires: ['OPENHOST-4-11', 'OPENHOST-4-9'], control: 'legacy-frames' },
  ),
  violation('ping-payload', 'a PING with a payload', v2(T.PING, 1, Uint8Array.of(1)), {
    why: OUT_OF_STEP,
    requires: ['OPENHOST-4-12'],
    control: 'ping',
  }),
  violation(
    'end-payload',
    'a REQUEST_END with a payload',
    concat(frameOf('REQUEST_HEAD', headOf({ target: '/end' }), 0), v2(T.REQUEST_END, 1, Uint8Array.of(1))),
    { why: OUT_OF_STEP, requires: ['OPENHOST-4-12'], control: 'v2-only' },
  ),
  ...wrongPlace.map(([name, why]) =>
    violation(`unexpected-${slugOf(name)}`, `${name} without a request`, frameOf(name), {
      why,
      requires: [
        ...['OPENHOST-4.1-6', 'OPENHOST-4-15'],
        ...(name.startsWith('REQUEST_') ? [] : ['OPENHOST-5-1']),
      ],
      control: 'v2-only',
    }),
  ),
  violation('ws-upgrade', 'WS_UPGRADE', frameOf('WS_UPGRADE', headOf({ target: '/live' })), {
    why: RESERVED_UPGRADE,
    requires: ['OPENHOST-4-19'],
    control: 'v2-only',
  }),
];
