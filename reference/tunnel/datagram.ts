import type { Codec } from '../bytes/error.js';
import { type Field, Reader } from '../bytes/reader.js';
import { Writer } from '../bytes/writer.js';

/** A packet on its way to the server (TUNNEL-F01). */
export interface PacketOut {
  readonly flow: number;
  readonly port: number;
  readonly payload: Uint8Array;
}

/** A reply on its way back. */
export interface PacketBack {
  readonly flow: number;
  readonly payload: Uint8Array;
}

export const packetOut = Object.freeze({
  encode: ({ flow, port, payload }: PacketOut): Uint8Array =>
    new Writer().u16be(flow).u16be(port).put(payload).finish(),
  decode(bytes: Uint8Array, trace?: Field[]): PacketOut {
    const reader = new Reader(bytes, trace);
    return { flow: reader.u16be('flow'), port: reader.u16be('port'), payload: reader.rest('payload') };
  },
}) satisfies Codec<PacketOut>;

export const packetBack = Object.freeze({
  encode: ({ flow, payload }: PacketBack): Uint8Array => new Writer().u16be(flow).put(payload).finish(),
  decode(bytes: Uint8Array, trace?: Field[]): PacketBack {
    const reader = new Reader(bytes, trace);
    return { flow: reader.u16be('flow'), payload: reader.rest('payload') };
  },
}) satisfies Codec<PacketBack>;
