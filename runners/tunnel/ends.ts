/** The local ends of a tunnel over TCP: services and clients, all on the loopback address of some network. */
import type { Socket as UdpSocket } from 'node:dgram';
import { Socket } from 'node:net';
import { Lost } from '../../suites/case.js';
import type { Link, Service } from '../../suites/tunnel/port.js';
import type { At } from './lab_calls.js';
import { linkOf, type Waits } from './link.js';
import { isSystemError } from './system_error.js';

export const HOST = '127.0.0.1';

/** Connections that a service has at once; more are closed as they come. */
const MOST_LINKS = 1000;

/** Opens sockets in some network. The two halves of a socket end independently. */
export interface Network {
  listen(at: At, taken: (socket: Socket) => void): Promise<{ readonly port: number; close(): Promise<void> }>;
  dial(port: number, within: number): Promise<Socket>;
  udp(port: number): Promise<UdpSocket>;
}

export async function openService(
  { listen }: Network,
  onLink: (link: Link) => void,
  at: At,
  waits: Waits,
): Promise<Service> {
  let links = 0;
  const open = new Set<Socket>();
  const { port, close } = await listen(at, (socket) => {
    links++;
    if (open.size >= MOST_LINKS) return socket.destroy();
    open.add(socket.once('close', () => open.delete(socket)));
    onLink(linkOf(socket, waits));
  });
  return {
    port,
    get links() {
      return links;
    },
    async close() {
      for (const socket of open) socket.destroy();
      await close();
    },
  };
}

export async function dial(
  network: Network,
  port: number,
  waits: Waits,
): Promise<{ link: Link; close(): void }> {
  const socket = await dialed(network, port, waits.patience);
  return { link: linkOf(socket, waits), close: () => void socket.destroy() };
}

async function dialed({ dial }: Network, port: number, patience: number): Promise<Socket> {
  try {
    return await dial(port, patience);
  } catch (error) {
    // The connection was accepted and reset at once. The case judges that.
    if (isSystemError(error, ['ECONNRESET'])) return new Socket().destroy();
    if (!isSystemError(error, ['ECONNREFUSED', 'ETIMEDOUT', 'ABORT_ERR'])) throw error;
    throw new Lost(`nothing accepts a connection at ${HOST}:${port}: ${error.message}`);
  }
}
