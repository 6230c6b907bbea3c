/** The local ends of a tunnel over TCP: services and clients, all on the loopback address of some network. */
import { type AddressInfo, Socket } from 'node:net';
import { Lost } from '../../suites/case.js';
import type { Link, Service } from '../../suites/tunnel/port.js';
import type { Agent } from './agent/agent.js';
import type { At } from './agent/sockets.js';
import { linkOf, type Waits } from './link.js';
import { isSystemError } from './system_error.js';

export const HOST = '127.0.0.1';

/** Connections that a server has at once; more are closed as they come. */
const MOST_LINKS = 1000;

/** Opens sockets in some network. The two halves of a socket end independently. */
export type Network = Pick<Agent, 'listen' | 'dial' | 'udp'>;

/** Its connections are closed with it. */
export async function openServer({ listen }: Network, at: At, taken: (socket: Socket) => void) {
  const server = await listen(at);
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    if (open.size >= MOST_LINKS) return socket.destroy();
    open.add(socket.once('close', () => open.delete(socket)));
    taken(socket);
  });
  return {
    port: (server.address() as AddressInfo).port,
    async close(): Promise<void> {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

export async function openService(
  network: Network,
  onLink: (link: Link) => void,
  at: At,
  waits: Waits,
): Promise<Service> {
  let links = 0;
  const { port, close } = await openServer(network, at, (socket) => {
    links++;
    onLink(linkOf(socket, waits));
  });
  return {
    port,
    get links() {
      return links;
    },
    close,
  };
}

export async function dial(network: Network, port: number, waits: Waits): Promise<Link & { close(): void }> {
  const socket = await dialed(network, port, waits.patience);
  return { ...linkOf(socket, waits), close: () => void socket.destroy() };
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
