/** Frames that end a bound channel with ERROR. */
import { concat, Writer } from '../../reference/bytes/writer.js';
import { frame, FRAME_TYPES as T } from '../../reference/openhost/frame.js';
import type { Case } from '../model.js';
import { endsChannel } from './ends_channel.js';
import { headOf } from './exchange.js';
import { nameOf } from './heard.js';
import { RESERVED_UPGRADE, SMUGGLED, WRONG_SENDER } from './whys.js';

const SKIPPED = 'A later version uses the type for a rule that this daemon then ignores in silence.';
const BUFFERED = 'A stranger makes the daemon wait for, or allocate, gigabytes with a header of nine bytes.';
const OUT_OF_STEP =
  'A daemon that skips the payload, or not, loses its place in the stream and misreads every later frame.';
const nothing = new Uint8Array(0);
const v2 = (type: number, length: number, payload = nothing) =>
  new Writer().u8(0).u8(type).u32be(0).u32be(length).put(payload).finish();

const violation = (
  slug: string,
  title: string,
  why: string,
  requires: readonly string[],
  bytes: Uint8Array,
  /** The case of the nearest valid frames. */
  control: 'ping' | 'v2-only' | 'legacy-frames',
): Case =>
  endsChannel({ id: `openhost/4/${slug}`, title, why, requires, control: `openhost/4/${control}` }, bytes);

const reserved = [0x00, 0x04, 0x10, 0x14, 0x22, 0x33, 0x7f, 0xf1, 0xfd];
const wrongPlace = [
  ['request-body', SMUGGLED, T.REQUEST_BODY, 'x'],
  ['request-end', SMUGGLED, T.REQUEST_END, ''],
  ['response-head', WRONG_SENDER, T.RESPONSE_HEAD, 'HTTP/1.1 200 OK\r\n\r\n'],
  ['response-body', WRONG_SENDER, T.RESPONSE_BODY, 'x'],
  ['response-end', WRONG_SENDER, T.RESPONSE_END, ''],
  ['ws-frame', RESERVED_UPGRADE, T.WS_FRAME, 'x'],
] as const;

export const violations: readonly Case[] = [
  ...reserved.map((type) =>
    violation(
      `reserved-${type.toString(16).padStart(2, '0')}`,
      `a frame of reserved type 0x${type.toString(16).padStart(2, '0')} ends the channel with ERROR`,
      SKIPPED,
      ['OPENHOST-4-3', 'OPENHOST-5-1', 'OPENHOST-5-3'],
      v2(type, 0),
      'ping',
    ),
  ),
  violation(
    'reserved-v1',
    'a version 1 frame of reserved type 0x44 ends the channel with ERROR',
    SKIPPED,
    ['OPENHOST-4-3', 'OPENHOST-4-9'],
    concat(Uint8Array.of(0x44), new Uint8Array(4)),
    'legacy-frames',
  ),
  violation(
    'oversize',
    'a frame header with length 2^24 ends the channel with ERROR',
    BUFFERED,
    ['OPENHOST-4-11', 'OPENHOST-5-1'],
    v2(T.REQUEST_BODY, 2 ** 24),
    'v2-only',
  ),
  violation(
    'oversize-4gib',
    'a frame header with length 2^32-1 ends the channel with ERROR',
    BUFFERED,
    ['OPENHOST-4-11', 'OPENHOST-5-1'],
    v2(T.REQUEST_HEAD, 2 ** 32 - 1),
    'v2-only',
  ),
  violation(
    'oversize-v1',
    'a version 1 frame header with length 2^32-1 ends the channel with ERROR',
    BUFFERED,
    ['OPENHOST-4-11', 'OPENHOST-4-9'],
    Uint8Array.of(T.REQUEST_HEAD, 0xff, 0xff, 0xff, 0xff),
    'legacy-frames',
  ),
  violation(
    'ping-payload',
    'a PING with a payload ends the channel with ERROR',
    OUT_OF_STEP,
    ['OPENHOST-4-12'],
    v2(T.PING, 1, Uint8Array.of(1)),
    'ping',
  ),
  violation(
    'end-payload',
    'a REQUEST_END with a payload ends the channel with ERROR',
    OUT_OF_STEP,
    ['OPENHOST-4-12'],
    concat(
      frame.encode({ type: T.REQUEST_HEAD, requestId: 0, payload: headOf({ target: '/end' }) }),
      v2(T.REQUEST_END, 1, Uint8Array.of(1)),
    ),
    'v2-only',
  ),
  ...wrongPlace.map(([slug, why, type, payload]) =>
    violation(
      `unexpected-${slug}`,
      `${nameOf(type)} without a request ends the channel with ERROR`,
      why,
      ['OPENHOST-4.1-6', 'OPENHOST-4-15', ...(type < T.RESPONSE_HEAD ? [] : ['OPENHOST-5-1'])],
      frame.encode({ type, requestId: 1, payload: new TextEncoder().encode(payload) }),
      'v2-only',
    ),
  ),
  violation(
    'ws-upgrade',
    'WS_UPGRADE ends the channel with ERROR',
    RESERVED_UPGRADE,
    ['OPENHOST-4-19'],
    frame.encode({ type: T.WS_UPGRADE, requestId: 1, payload: headOf({ target: '/live' }) }),
    'v2-only',
  ),
];
