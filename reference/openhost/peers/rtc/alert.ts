/**
 * The fatal alerts that end a DTLS handshake (RFC 5246 7.2.2). Without an alert, the other end waits until its time is over.
 * werift 0.24.4 neither sends an alert nor ends when it receives one.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DtlsSocket } from 'werift';

const record = { alert: 21, epoch: 3, length: 11, header: 13 } as const;
const fatal = 2;
const badCertificate = 42;

/** The description of the first fatal alert in the datagram that is not encrypted; undefined when there is none. */
export function fatalAlertIn(datagram: Uint8Array): number | undefined {
  const view = new DataView(datagram.buffer, datagram.byteOffset, datagram.byteLength);
  for (let at = 0; at + record.header <= datagram.length; ) {
    const length = view.getUint16(at + record.length);
    const [level, description] = datagram.subarray(at + record.header);
    const clear = view.getUint16(at + record.epoch) === 0 && length === 2;
    if (datagram[at] === record.alert && clear && level === fatal) return description;
    at += record.header + length;
  }
  return undefined;
}

/**
 * The callback must check that the handshake is still under way: after it, anybody could have sent an alert in the
 * clear.
 */
export function onFatalAlert(
  { transport: { socket } }: DtlsSocket,
  told: (description: number) => void,
): void {
  const { onData } = socket;
  socket.onData = (data, address) => {
    const description = fatalAlertIn(data);
    if (description !== undefined) told(description);
    onData(data, address);
  };
}

/**
 * Tells a client that the server rejects its certificate. A client cannot send this: it encrypts before it can judge the
 * server.
 */
export async function refuseCertificate({ dtls, transport }: DtlsSocket): Promise<void> {
  if (dtls.epoch !== 0) return;
  dtls.recordSequenceNumber += 1;
  const bytes = Buffer.alloc(record.header + 2);
  bytes.set([record.alert, 0xfe, 0xfd]);
  bytes.writeUIntBE(dtls.recordSequenceNumber, record.epoch + 2, 6);
  bytes.set([0, 2, fatal, badCertificate], record.length);
  await transport.send(bytes).catch(() => {});
  // The datagram goes out in the next turn, and the caller closes the socket.
  await nextTurn();
}
