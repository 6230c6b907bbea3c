import { DecodeError } from '../bytes/error.js';
import { checkHeader, type Frame, V1_HEADER, V2_HEADER } from './frame.js';

export interface FrameDecoder {
  /**
   * Reads a chunk and emits each complete frame. After the first malformed frame, this and every later call throw a
   * DecodeError. Its offset counts from the beginning of the stream.
   */
  push(chunk: Uint8Array): void;
  /** Throws when the stream stops inside a frame. */
  end(): void;
  /** The number of bytes of an incomplete frame. */
  readonly pending: number;
}

const nothing = new Uint8Array(0);

/** The first buffer for the payload of an incomplete frame. */
const FIRST_ROOM = 64 * 1024;

/**
 * Splits a stream into frames, independently of its chunks.
 *
 * Ownership: a payload that lies within one chunk is a view of that chunk, so a pushed chunk must not be written to
 * again while its frames are in use. A payload that spans chunks is copied once, into a buffer of its own.
 *
 * Held at any time: one header and one payload buffer. An announced length is only a claim: the buffer begins with at most
 * FIRST_ROOM bytes and doubles as payload arrives, up to the announced length, which never exceeds MAX_PAYLOAD.
 */
export function frameDecoder(emit: (frame: Frame) => void): FrameDecoder {
  const header = new Uint8Array(V2_HEADER);
  let headerFilled = 0;
  /** Whether the header of the current frame has been read and checked. */
  let headed = false;
  let payload: Uint8Array | undefined;
  let payloadFilled = 0;
  let type = 0;
  let requestId = 0;
  let length = 0;
  /** The offset of the current frame in the stream. */
  let start = 0;
  let refusal: DecodeError | undefined;

  function readHeader(bytes: Uint8Array, at: number, v2: boolean): void {
    type = bytes[v2 ? at + 1 : at] as number;
    requestId = v2 ? u32be(bytes, at + 2) : 0;
    length = v2 ? u32be(bytes, at + 6) : u32le(bytes, at + 1);
    try {
      checkHeader(type, length, v2, start);
    } catch (error) {
      if (error instanceof DecodeError) refusal = error;
      throw error;
    }
    headerFilled = v2 ? V2_HEADER : V1_HEADER;
    headed = true;
  }

  /** Both return where they stopped reading. */
  function takeHeader(chunk: Uint8Array, from: number): number {
    const v2 = (headerFilled > 0 ? header[0] : chunk[from]) === 0;
    const wanted = (v2 ? V2_HEADER : V1_HEADER) - headerFilled;
    const available = chunk.length - from;
    if (headerFilled === 0 && available >= wanted) {
      readHeader(chunk, from, v2);
      return from + wanted;
    }
    const taken = Math.min(wanted, available);
    for (let i = 0; i < taken; i++) header[headerFilled++] = chunk[from + i] as number;
    if (taken === wanted) readHeader(header, 0, v2);
    return from + taken;
  }

  function takePayload(chunk: Uint8Array, from: number): number {
    const available = chunk.length - from;
    if (!payload) {
      if (available >= length) {
        finish(length === 0 ? nothing : chunk.subarray(from, from + length));
        return from + length;
      }
      if (available === 0) return from;
      payload = nothing;
    }
    const taken = Math.min(length - payloadFilled, available);
    payload = roomFor(payload, payloadFilled + taken);
    payload.set(taken === chunk.length ? chunk : chunk.subarray(from, from + taken), payloadFilled);
    payloadFilled += taken;
    if (payloadFilled === length) finish(payload);
    return from + taken;
  }

  function roomFor(held: Uint8Array, wanted: number): Uint8Array {
    if (held.length >= wanted) return held;
    const room = new Uint8Array(Math.min(length, Math.max(FIRST_ROOM, 2 * wanted)));
    room.set(held.subarray(0, payloadFilled));
    return room;
  }

  function finish(whole: Uint8Array): void {
    start += headerFilled + length;
    headerFilled = 0;
    headed = false;
    payload = undefined;
    payloadFilled = 0;
    emit({ type, requestId, payload: whole });
  }

  return {
    push(chunk) {
      if (refusal) throw refusal;
      let at = 0;
      while (at < chunk.length) {
        if (!headed) at = takeHeader(chunk, at);
        if (headed) at = takePayload(chunk, at);
      }
    },
    end() {
      if (refusal) throw refusal;
      if (headerFilled > 0) throw new DecodeError('truncated', start + headerFilled + payloadFilled);
    },
    get pending() {
      return headerFilled + payloadFilled;
    },
  };
}

function u32be(bytes: Uint8Array, at: number): number {
  return reassembled(bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]);
}

function u32le(bytes: Uint8Array, at: number): number {
  return reassembled(bytes[at + 3], bytes[at + 2], bytes[at + 1], bytes[at]);
}

/** The callers have checked that the four bytes are there; missing ones would count as 0. */
const reassembled = (a = 0, b = 0, c = 0, d = 0): number => ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
