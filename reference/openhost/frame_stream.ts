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
  const splitter = new Splitter(emit);
  // A caller may take these functions out of the decoder.
  return {
    push: (chunk) => splitter.push(chunk),
    end: () => splitter.end(),
    get pending() {
      return splitter.pending;
    },
  };
}

/** Its fields are cheaper to change than the variables of a closure. */
class Splitter implements FrameDecoder {
  private readonly header = new Uint8Array(V2_HEADER);
  private headerFilled = 0;
  /** Whether the header of the current frame has been read and checked. */
  private headed = false;
  private payload: Uint8Array | undefined;
  private payloadFilled = 0;
  private type = 0;
  private requestId = 0;
  private length = 0;
  /** The offset of the current frame in the stream. */
  private start = 0;
  private refusal: DecodeError | undefined;

  constructor(private readonly emit: (frame: Frame) => void) {}

  push(chunk: Uint8Array): void {
    if (this.refusal) throw this.refusal;
    let at = 0;
    while (at < chunk.length) {
      if (!this.headed) at = this.takeHeader(chunk, at);
      if (this.headed) at = this.takePayload(chunk, at);
    }
  }

  end(): void {
    if (this.refusal) throw this.refusal;
    if (this.headerFilled > 0) throw new DecodeError('truncated', this.start + this.pending);
  }

  get pending(): number {
    return this.headerFilled + this.payloadFilled;
  }

  /** Both of these return where they stopped reading. */
  private takeHeader(chunk: Uint8Array, from: number): number {
    const v2 = (this.headerFilled > 0 ? this.header[0] : chunk[from]) === 0;
    const wanted = (v2 ? V2_HEADER : V1_HEADER) - this.headerFilled;
    const available = chunk.length - from;
    if (this.headerFilled === 0 && available >= wanted) {
      this.readHeader(chunk, from, v2);
      return from + wanted;
    }
    const taken = Math.min(wanted, available);
    for (let i = 0; i < taken; i++) this.header[this.headerFilled++] = chunk[from + i] as number;
    if (taken === wanted) this.readHeader(this.header, 0, v2);
    return from + taken;
  }

  private takePayload(chunk: Uint8Array, from: number): number {
    const { length } = this;
    const available = chunk.length - from;
    if (!this.payload) {
      if (available >= length) {
        this.finish(length === 0 ? nothing : chunk.subarray(from, from + length));
        return from + length;
      }
      if (available === 0) return from;
      this.payload = nothing;
    }
    const taken = Math.min(length - this.payloadFilled, available);
    const payload = this.roomFor(this.payload, this.payloadFilled + taken);
    payload.set(taken === chunk.length ? chunk : chunk.subarray(from, from + taken), this.payloadFilled);
    this.payload = payload;
    this.payloadFilled += taken;
    if (this.payloadFilled === length) this.finish(payload);
    return from + taken;
  }

  private readHeader(bytes: Uint8Array, at: number, v2: boolean): void {
    this.type = bytes[v2 ? at + 1 : at] as number;
    this.requestId = v2 ? u32be(bytes, at + 2) : 0;
    this.length = v2 ? u32be(bytes, at + 6) : u32le(bytes, at + 1);
    try {
      checkHeader(this.type, this.length, v2, this.start);
    } catch (error) {
      if (error instanceof DecodeError) this.refusal = error;
      throw error;
    }
    this.headerFilled = v2 ? V2_HEADER : V1_HEADER;
    this.headed = true;
  }

  private roomFor(held: Uint8Array, wanted: number): Uint8Array {
    if (held.length >= wanted) return held;
    const room = new Uint8Array(Math.min(this.length, Math.max(FIRST_ROOM, 2 * wanted)));
    room.set(held.subarray(0, this.payloadFilled));
    return room;
  }

  private finish(payload: Uint8Array): void {
    const { emit, type, requestId } = this;
    this.start += this.headerFilled + this.length;
    this.headerFilled = 0;
    this.headed = false;
    this.payload = undefined;
    this.payloadFilled = 0;
    emit({ type, requestId, payload });
  }
}

function u32be(bytes: Uint8Array, at: number): number {
  return reassembled(bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]);
}

function u32le(bytes: Uint8Array, at: number): number {
  return reassembled(bytes[at + 3], bytes[at + 2], bytes[at + 1], bytes[at]);
}

/** The callers have checked that the four bytes are there; missing ones would count as 0. */
const reassembled = (a = 0, b = 0, c = 0, d = 0): number => ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
