/** Openhost wire format, section 4: frames of a data channel. Version 2 is written and read, version 1 is only read. */
import { bytes, list, members, type Operation, Refused, whole } from './operation.js';

const MAX_PAYLOAD = 2 ** 24 - 1;
const V1_HEADER = 5;
const V2_HEADER = 10;
const WITH_PAYLOAD = new Set([0x01, 0x02, 0x11, 0x12, 0x20, 0x21, 0x30, 0x31, 0x32, 0xf0]);
const EMPTY = new Set([0x03, 0x13, 0xfe, 0xff]);

export const encode: Operation = (_given, input) => {
  const frame = members(input);
  const type = whole(frame['type']);
  const requestId = whole(frame['request_id'], 0, 2 ** 32 - 1);
  const payload = bytes(frame['payload']);
  checkHeader(type, payload.length);
  const header = Buffer.alloc(V2_HEADER);
  header.writeUInt8(type, 1);
  header.writeUInt32BE(requestId, 2);
  header.writeUInt32BE(payload.length, 6);
  return Buffer.concat([header, payload]).toString('hex');
};

export const decode: Operation = (_given, input) => {
  const buffer = bytes(input);
  const first = read(buffer);
  if (!first) throw new Refused('truncated');
  if (first.size < buffer.length) throw new Refused(`${buffer.length - first.size} bytes behind the frame`);
  return first.frame;
};

/** The complete frames in chunks of any size, and the number of bytes left over. */
export const stream: Operation = (_given, input) => {
  let held: Buffer = Buffer.alloc(0);
  const frames: object[] = [];
  for (const chunk of list(input)) {
    held = Buffer.concat([held, bytes(chunk)]);
    for (let first = read(held); first; first = read(held)) {
      frames.push(first.frame);
      held = held.subarray(first.size);
    }
  }
  return { frames, pending: held.length };
};

/** The first frame, or undefined if bytes are missing. A bad header is rejected before its payload arrives. */
function read(buffer: Buffer): { frame: object; size: number } | undefined {
  const isV2 = buffer[0] === 0;
  const header = isV2 ? V2_HEADER : V1_HEADER;
  if (buffer.length < header) return undefined;
  const type = buffer.readUInt8(isV2 ? 1 : 0);
  const length = isV2 ? buffer.readUInt32BE(6) : buffer.readUInt32LE(1);
  checkHeader(type, length);
  const size = header + length;
  if (buffer.length < size) return undefined;
  const payload = buffer.toString('hex', header, size);
  return { frame: { type, request_id: isV2 ? buffer.readUInt32BE(2) : 0, payload }, size };
}

function checkHeader(type: number, length: number): void {
  if (!WITH_PAYLOAD.has(type) && !EMPTY.has(type)) throw new Refused(`type ${type} is reserved`);
  if (length > MAX_PAYLOAD) throw new Refused(`${length} bytes announced`);
  if (EMPTY.has(type) && length > 0) throw new Refused('a payload where none belongs');
}
