/** Section 4: the frames of a data channel. We send v2, and read v1 only for older peers. */
import { DecodeError } from '../bytes/error.js';
import { type Field, Reader } from '../bytes/reader.js';

export const FRAME_TYPES = {
  REQUEST_HEAD: 0x01,
  REQUEST_BODY: 0x02,
  REQUEST_END: 0x03,
  RESPONSE_HEAD: 0x11,
  RESPONSE_BODY: 0x12,
  RESPONSE_END: 0x13,
  WS_UPGRADE: 0x20,
  WS_FRAME: 0x21,
  AUTH_NONCE: 0x30,
  AUTH_CLIENT: 0x31,
  AUTH_HOST: 0x32,
  ERROR: 0xf0,
  PING: 0xfe,
  PONG: 0xff,
} as const;

export interface Frame {
  readonly type: number;
  /** The transaction of the frame; 0 for frames of the session and for every v1 frame. */
  readonly requestId: number;
  readonly payload: Uint8Array;
}

export const MAX_PAYLOAD = 2 ** 24 - 1;
export const V1_HEADER = 5;
export const V2_HEADER = 10;

/** By type: 0 reserved, 1 with a payload, 2 always empty. */
const shapes = new Uint8Array(256);
for (const type of Object.values(FRAME_TYPES)) shapes[type] = 1;
const { REQUEST_END, RESPONSE_END, PING, PONG } = FRAME_TYPES;
for (const type of [REQUEST_END, RESPONSE_END, PING, PONG]) shapes[type] = 2;

/**
 * The fault of a header, checked in this order: type, length, emptiness. `at` is the offset of the frame; errors have the
 * offset of the field.
 */
export function checkHeader(type: number, length: number, v2: boolean, at = 0): void {
  const shape = shapes[type];
  if (shape === 0 || shape === undefined) {
    throw new DecodeError('frame/type', at + (v2 ? 1 : 0), `0x${type.toString(16)} is reserved`);
  }
  if (length > MAX_PAYLOAD) throw new DecodeError('frame/length', at + (v2 ? 6 : 1), `${length} announced`);
  if (shape === 2 && length > 0) throw new DecodeError('frame/not-empty', at + (v2 ? 6 : 1));
}

function checkFrame({ type, requestId, payload }: Frame): void {
  if (!Number.isInteger(requestId) || requestId < 0 || requestId > 0xffff_ffff) {
    throw new DecodeError('frame/request-id', 2, 'not 32 bits');
  }
  checkHeader(type, payload.length, true);
}

/**
 * One frame of a data channel, with the header of version 2.
 *
 * @example
 * ```ts
 * import { hex, utf8 } from 'p2p-conform/bytes';
 * import { FRAME_TYPES, frame } from 'p2p-conform/reference/openhost/frame';
 *
 * const bytes = frame.encode({ type: FRAME_TYPES.PING, requestId: 7, payload: utf8('') });
 * console.assert(frame.decode(bytes).requestId === 7, hex.encode(bytes));
 * ```
 */
export const frame = Object.freeze({
  encode(value: Frame): Uint8Array {
    checkFrame(value);
    const bytes = new Uint8Array(V2_HEADER + value.payload.length);
    const view = new DataView(bytes.buffer);
    view.setUint8(1, value.type);
    view.setUint32(2, value.requestId);
    view.setUint32(6, value.payload.length);
    bytes.set(value.payload, V2_HEADER);
    return bytes;
  },

  /** Exactly one frame, v1 or v2. The payload is a view of the input. */
  decode(bytes: Uint8Array, trace?: Field[]): Frame {
    const reader = new Reader(bytes, trace);
    if (bytes[0] !== 0) return whole(reader, reader.u8('type'), 0, reader.u32le('length'), false);
    reader.u8('version');
    return whole(reader, reader.u8('type'), reader.u32be('request_id'), reader.u32be('length'), true);
  },
});

function whole(reader: Reader, type: number, requestId: number, length: number, v2: boolean): Frame {
  checkHeader(type, length, v2);
  const payload = reader.take('payload', length);
  reader.end('frame/trailing-bytes');
  return { type, requestId, payload };
}

/** Encodes a v1 frame, which only old peers send. Here only mutants and tests use it. */
export function encodeLegacy({ type, payload }: Omit<Frame, 'requestId'>): Uint8Array {
  checkHeader(type, payload.length, false);
  const bytes = new Uint8Array(V1_HEADER + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, type);
  view.setUint32(1, payload.length, true);
  bytes.set(payload, V1_HEADER);
  return bytes;
}
