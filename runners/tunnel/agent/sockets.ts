/** Opens sockets in the network of the lab for the runner, which is in another network. Nothing is read from them here. */
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

const HOST = '127.0.0.1';

export interface At {
  /** 0 for any that is free. */
  readonly port: number;
  readonly host: '127.0.0.1' | '::1';
}

export const sockets = {
  /** The runner accepts the connections. */
  async listen(at: At): Promise<Server> {
    const server = createServer();
    await once(server.listen(at), 'listening');
    return server;
  },
  /** A connection to this port, within so many milliseconds. */
  async dial(port: number, within: number): Promise<Socket> {
    // Its two halves end independently.
    const socket = connect({ host: HOST, port, allowHalfOpen: true, noDelay: true });
    // What its peer says first is for the runner to read.
    socket.pause();
    try {
      await once(socket, 'connect', { signal: AbortSignal.timeout(within) });
    } catch (error) {
      socket.destroy();
      throw error;
    }
    return socket;
  },
  async udp(port: number): Promise<UdpSocket> {
    const socket = createSocket('udp4');
    await once(socket.bind(port, HOST), 'listening');
    socket.on('error', () => {});
    return socket;
  },
};
