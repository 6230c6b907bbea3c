import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** A UDP socket that is only told addresses, and asks nobody for them: each look-up would cost a turn of the loop. */
export const udpSocket = (): Socket =>
  createSocket({
    type: 'udp4',
    lookup: (host, _options, done) => done(null, host, 4),
  });

/** Such a socket, bound: it may be listening before `bind` returns. */
export async function boundUdp(socket: Socket, port: number, host: string): Promise<void> {
  const listening = once(socket, 'listening');
  socket.bind(port, host);
  await listening;
}
