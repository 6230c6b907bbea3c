import type { DtlsSocket } from 'werift';

const serverHello = 2;
const helloVerifyRequest = 3;
/** The flight of a client that has answered HelloVerifyRequest. */
const verified = 3;

/**
 * A client that repeats its hello, because the machine was busy for half a second, is told to verify it twice. werift 0.24.4 fails
 * the handshake at the second time; RFC 6347 4.2.4 has repeats ignored. Tells when the server goes on from there.
 */
export function oneHelloVerify(socket: DtlsSocket, greeted: () => void): void {
  const handle = socket.onHandleHandshakes;
  socket.onHandleHandshakes = (messages) => {
    if (messages.some(({ msg_type }) => msg_type === serverHello)) greeted();
    const late = socket.dtls.flight >= verified;
    return handle(late ? messages.filter(({ msg_type }) => msg_type !== helloVerifyRequest) : messages);
  };
}
