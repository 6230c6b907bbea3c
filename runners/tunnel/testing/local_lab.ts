/** The agent in the process of a test, in the network of this machine: what it would do in a lab, without the lab. */
import type { Socket } from 'node:net';
import { dial, openServices, openUdp } from '../agent/sockets.js';
import type { Network } from '../ends.js';

/** Sockets are handed over as they are, and are read from then on. */
export const localNetwork: Network = {
  async listen(at, taken) {
    const services = openServices((_service, socket) => taken(resumed(socket)));
    return { port: await services.listen(0, at), close: async () => services.unlisten(0) };
  },
  dial: async (port, within) => resumed(await dial(port, within)),
  udp: openUdp,
};

/** A socket that comes over the channel is not paused. */
function resumed(socket: Socket): Socket {
  process.nextTick(() => socket.resume());
  return socket;
}
