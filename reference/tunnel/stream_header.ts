import type { Codec } from '../bytes/error.js';
import { type Field, Reader } from '../bytes/reader.js';
import { Writer } from '../bytes/writer.js';

/** The first bytes of a stream (TUNNEL-F01): the remote port; raw bytes follow. */
export interface StreamStart {
  /** 0 can be written, and is in no expose list. */
  readonly port: number;
  readonly rest: Uint8Array;
}

export const STREAM_HEADER = 2;
/** The codes of RESET_STREAM and STOP_SENDING for a rejected stream. */
export const REFUSED = 1n;
export const ALPN = 'punch/0';

export const streamHeader = Object.freeze({
  encode: ({ port, rest }: StreamStart): Uint8Array => new Writer().u16be(port).put(rest).finish(),
  decode(bytes: Uint8Array, trace?: Field[]): StreamStart {
    const reader = new Reader(bytes, trace);
    return { port: reader.u16be('port'), rest: reader.rest('rest') };
  },
}) satisfies Codec<StreamStart>;
