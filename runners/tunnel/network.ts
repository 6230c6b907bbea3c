/** The network of a lab, from outside: its agent opens the sockets there, and hands them over. */
import type { Socket } from 'node:net';
import type { Network } from './ends.js';
import type { CallLab, LabEvents } from './lab_calls.js';

export function networkOver(call: CallLab): {
  readonly network: Network;
  readonly connection: LabEvents['connection'];
} {
  const services = new Map<number, (socket: Socket) => void>();
  let count = 0;
  return {
    connection(service, socket) {
      const taken = services.get(service);
      if (taken) taken(halfOpen(socket));
      else socket.destroy();
    },
    network: {
      async listen(at, taken) {
        const service = count++;
        services.set(service, taken);
        const close = async (): Promise<void> => {
          services.delete(service);
          await call('unlisten', service);
        };
        try {
          return { port: await call('listen', service, at), close };
        } catch (error) {
          services.delete(service);
          throw error;
        }
      },
      dial: async (port, within) => halfOpen(await call('dial', port, within)),
      udp: (port) => call('udp', port),
    },
  };
}

/** A socket that was handed over ends when its peer does, unless it is told otherwise. */
const halfOpen = (socket: Socket): Socket => Object.assign(socket, { allowHalfOpen: true });
