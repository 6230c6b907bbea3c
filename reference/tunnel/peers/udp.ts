import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** A UDP socket that takes addresses only, never names. A look-up would cost a turn of the event loop for each packet. */
export const udpSocket = (): Socket =>
  createSocket({
    type: 'udp4',
    lookup: (host, _options, done) => done(null, host, 4),
  });

/** Binds such a socket. It listens for the event first, because the socket may be bound before `bind` returns. */
export async function boundUdp(socket: Socket, port: number, host: string): Promise<void> {
  const listening = once(socket, 'listening');
  socket.bind(port, host);
  await listening;
}
