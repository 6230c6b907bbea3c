/** How fast openhost frames are read from a stream, compared with copying memory and with the obvious decoder. */
import { FRAME_TYPES, type Frame, frame } from '../reference/openhost/frame.js';
import { frameDecoder } from '../reference/openhost/frame_stream.js';

const { RESPONSE_BODY } = FRAME_TYPES;
const LARGE = 64 * 1024;
const SMALL = 32;

/** The same frame many times. */
function stream(payload: number, count: number): Uint8Array {
  const one = frame.encode({ type: RESPONSE_BODY, requestId: 1, payload: new Uint8Array(payload).fill(7) });
  const all = new Uint8Array(one.length * count);
  for (let i = 0; i < count; i++) all.set(one, i * one.length);
  return all;
}

function cut(bytes: Uint8Array, size: number): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
  return chunks;
}

function decode(chunks: readonly Uint8Array[]): number {
  let octets = 0;
  const decoder = frameDecoder(({ payload }) => {
    octets += payload.length;
  });
  for (const chunk of chunks) decoder.push(chunk);
  return octets;
}

/** The obvious decoder: join the chunks, then slice off complete frames. */
function decodeNaively(chunks: readonly Uint8Array[]): number {
  let octets = 0;
  let buffer = new Uint8Array(0);
  for (const chunk of chunks) {
    const joined = new Uint8Array(buffer.length + chunk.length);
    joined.set(buffer);
    joined.set(chunk, buffer.length);
    buffer = joined;
    for (;;) {
      const read = firstFrame(buffer);
      if (!read) break;
      octets += read.frame.payload.length;
      buffer = buffer.slice(read.length);
    }
  }
  return octets;
}

function firstFrame(buffer: Uint8Array): { frame: Frame; length: number } | undefined {
  if (buffer.length < 10) return undefined;
  const view = new DataView(buffer.buffer, buffer.byteOffset);
  const length = 10 + view.getUint32(6);
  if (buffer.length < length) return undefined;
  const payload = buffer.slice(10, length);
  return { frame: { type: view.getUint8(1), requestId: view.getUint32(2), payload }, length };
}

/** Copies every chunk into existing memory. */
function copyInPlace(chunks: readonly Uint8Array[], into: Uint8Array): number {
  for (const chunk of chunks) into.set(chunk);
  return into.length;
}

/** Copies every 64 KiB into new memory. A payload that spans chunks needs at least this copy. */
function copyOut(bytes: Uint8Array): number {
  let octets = 0;
  for (let at = 0; at < bytes.length; at += LARGE) octets += bytes.slice(at, at + LARGE).length;
  return octets;
}

/** The milliseconds of the fastest of several runs. The sides alternate, so that both meet the same machine. */
function race(left: () => unknown, right: () => unknown, rounds = 25): { left: number; right: number } {
  const best = { left: Number.POSITIVE_INFINITY, right: Number.POSITIVE_INFINITY };
  for (let round = 0; round < rounds; round++) {
    best.left = Math.min(best.left, timed(left));
    best.right = Math.min(best.right, timed(right));
  }
  return best;
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function wholeFrames() {
  const count = 256;
  const chunks = cut(stream(LARGE, count), LARGE + 10);
  const into = new Uint8Array(LARGE + 10);
  const { left, right } = race(
    () => decode(chunks),
    () => copyInPlace(chunks, into),
  );
  return row('64 KiB payloads, a frame a chunk', LARGE * count, left, 'memcpy in place', right);
}

function spanningFrames(chunkSize: number) {
  const count = 32;
  const bytes = stream(LARGE, count);
  const chunks = cut(bytes, chunkSize);
  const { left, right } = race(
    () => decode(chunks),
    () => copyOut(bytes),
    300,
  );
  const name = `64 KiB payloads, chunks of ${chunkSize / 1024} KiB`;
  return row(name, LARGE * count, left, 'memcpy into new memory', right);
}

const row = (name: string, octets: number, ms: number, rival: string, rivalMs: number) => ({
  what: `${name}: ${gigabytes(octets, ms)} GB/s, ${rival} ${gigabytes(octets, rivalMs)}`,
  ratio: rivalMs / ms,
  target: 0.8,
});

const gigabytes = (octets: number, ms: number): string => (octets / ms / 1e6).toFixed(1);

function smallFrames() {
  const count = 100_000;
  const chunks = cut(stream(SMALL, count), 16 * 1024);
  const { left, right } = race(
    () => decode(chunks),
    () => decodeNaively(chunks),
    5,
  );
  return {
    what: `32-byte payloads: ${(count / left / 1000).toFixed(1)} million frames/s, against concat-and-slice`,
    ratio: right / left,
    target: 5,
  };
}

export const benches = [
  {
    name: 'openhost/frames',
    run: async () => [wholeFrames(), spanningFrames(16 * 1024), spanningFrames(64 * 1024), smallFrames()],
  },
];
