/** The parts of the vectors of frames. */
import type { JsonObject } from '../../../reference/structure.js';
import { u8, u32, u32le } from '../hex_bytes.js';

export const types: readonly [slug: string, type: number][] = [
  ['request-head', 0x01],
  ['request-body', 0x02],
  ['request-end', 0x03],
  ['response-head', 0x11],
  ['response-body', 0x12],
  ['response-end', 0x13],
  ['ws-upgrade', 0x20],
  ['ws-frame', 0x21],
  ['auth-nonce', 0x30],
  ['auth-client', 0x31],
  ['auth-host', 0x32],
  ['error', 0xf0],
  ['ping', 0xfe],
  ['pong', 0xff],
];
export const alwaysEmpty = new Set([0x03, 0x13, 0xfe, 0xff]);
export const payloadOf = (type: number): string => (alwaysEmpty.has(type) ? '' : 'c0ffee');

export const v2 = (type: number, id: number, payload: string, length = payload.length / 2): string =>
  `00${u8(type)}${u32(id)}${u32(length)}${payload}`;
export const v1 = (type: number, payload: string, length = payload.length / 2): string =>
  `${u8(type)}${u32le(length)}${payload}`;
export const frame = (type: number, request_id: number, payload: string): JsonObject => ({
  type,
  request_id,
  payload,
});
