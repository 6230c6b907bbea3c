import type { DtlsSocket } from 'werift';

const serverHello = 2;
const helloVerifyRequest = 3;
/** The number of the flight in which a client has answered HelloVerifyRequest. */
const verified = 3;

/**
 * Ignores a repeated HelloVerifyRequest (RFC 6347 4.2.4). A server sends two when a busy client has repeated its hello, and
 * werift 0.24.4 fails the handshake at the second one. `greeted` is called when the server has sent its ServerHello.
 */
export function oneHelloVerify(socket: DtlsSocket, greeted: () => void): void {
  const handle = socket.onHandleHandshakes;
  socket.onHandleHandshakes = (messages) => {
    if (messages.some(({ msg_type }) => msg_type === serverHello)) greeted();
    const late = socket.dtls.flight >= verified;
    return handle(late ? messages.filter(({ msg_type }) => msg_type !== helloVerifyRequest) : messages);
  };
}
