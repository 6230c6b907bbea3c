/** Opens sockets in the network of the lab for the runner, which is in another network. Nothing is read from them here. */
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { At } from '../lab_calls.js';

const HOST = '127.0.0.1';
/** The most connections that may wait to be accepted. */
const BACKLOG = 511;

/** Each end of a connection ends on its own, and not because the other has ended. */
const OF_OUR_ENDS = { allowHalfOpen: true, noDelay: true } as const;

export function openServices(connection: (service: number, socket: Socket) => void) {
  const services = new Map<number, Server>();
  return {
    async listen(service: number, at: At): Promise<number> {
      const server = createServer({ ...OF_OUR_ENDS, pauseOnConnect: true }, (socket) =>
        connection(service, unowned(socket)),
      );
      await once(server.listen({ ...at, backlog: BACKLOG }), 'listening');
      services.set(service, server);
      return (server.address() as AddressInfo).port;
    },
    unlisten(service: number): void {
      services.get(service)?.close();
      services.delete(service);
    },
  };
}

/** Node tracks the sockets of a server on both sides of the channel, and never removes the listener that it adds for each server. */
function unowned(socket: Socket): Socket {
  Reflect.set(socket, 'server', null);
  return socket;
}

export async function dial(port: number, within: number): Promise<Socket> {
  const socket = connect({ host: HOST, port, ...OF_OUR_ENDS });
  // What its peer says first is for the runner to read.
  socket.pause();
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(within) });
  } catch (error) {
    socket.destroy();
    throw error;
  }
  return socket;
}

export async function openUdp(port: number): Promise<UdpSocket> {
  const socket = createSocket('udp4');
  await once(socket.bind(port, HOST), 'listening');
  socket.on('error', () => {});
  return socket;
}
