/** Changes the cipher suites in the hellos of a DTLS handshake on their way (RFC 6347 4.2.2, RFC 5246 7.4.1). */
import type { DtlsSocket } from 'werift';

/**
 * Changes suites of two bytes each: all that a client offers, or the one that a server chooses. It must return as many.
 */
export type ChangeSuites = (suites: Uint8Array) => Uint8Array;

export interface SuiteChanges {
  readonly sent?: ChangeSuites;
  readonly received?: ChangeSuites;
}

const record = { handshake: 22, epoch: 3, header: 13 } as const;
const handshakeHeader = 12;
const clientHello = 1;
const serverHello = 2;
/** The version and the random, in either hello. */
const beforeSessionId = 34;

/** The place of the suites in a datagram that begins with a hello; undefined for any other datagram. */
function suitesIn(datagram: Uint8Array): { readonly from: number; readonly to: number } | undefined {
  const view = new DataView(datagram.buffer, datagram.byteOffset, datagram.byteLength);
  const body = record.header + handshakeHeader + beforeSessionId;
  if (datagram[0] !== record.handshake || datagram.length < body + 4 || view.getUint16(record.epoch) !== 0)
    return;
  const kind = datagram[record.header];
  const session = body + 1 + (datagram[body] ?? 0);
  if (kind === serverHello) return { from: session, to: session + 2 };
  if (kind !== clientHello) return;
  const list = session + 1 + (datagram[session] ?? 0);
  if (list + 2 > datagram.length) return;
  return { from: list + 2, to: list + 2 + view.getUint16(list) };
}

export function withSuites(datagram: Uint8Array, change: ChangeSuites): Uint8Array {
  const place = suitesIn(datagram);
  if (place === undefined || place.to > datagram.length) return datagram;
  const changed = datagram.slice();
  changed.set(change(datagram.slice(place.from, place.to)).subarray(0, place.to - place.from), place.from);
  return changed;
}

/**
 * Puts the changes into a DTLS end that has not begun. Its transcript keeps the suites that it chose to send, and has
 * the received ones as changed.
 */
export function changeSuites({ transport: { socket } }: DtlsSocket, { sent, received }: SuiteChanges): void {
  const { send, onData } = socket;
  if (sent) socket.send = (data, address) => send(Buffer.from(withSuites(data, sent)), address);
  if (received) socket.onData = (data, address) => onData(Buffer.from(withSuites(data, received)), address);
}
