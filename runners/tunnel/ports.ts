/** Free ports of the network of a lab. */
import type { Random } from '../../suites/model.js';
import type { Agent } from './agent/agent.js';

/** The kernel hands out ports from 32768 on; in the network of the lab the ones before are ours. */
const [FIRST_PORT, LAST_PORT] = [10_000, 32_767];
const COUNT = LAST_PORT - FIRST_PORT + 1;

/** Finds a port that nobody listens on, and that no other case was given of late. The random bytes of the case decide. */
export type FreePort = (random: Random) => Promise<number>;

export function freePorts({ listening }: Pick<Agent, 'listening'>): FreePort {
  const given = new Set<number>();
  const taken = async (port: number): Promise<boolean> => {
    const [tcp, udp] = await Promise.all([listening(port, 'tcp'), listening(port, 'udp')]);
    return tcp.length + udp.length > 0;
  };
  return async (random) => {
    if (given.size > COUNT / 2) given.clear();
    for (;;) {
      const port = FIRST_PORT + random.below(COUNT);
      if (given.has(port)) continue;
      given.add(port);
      if (!(await taken(port))) return port;
      given.delete(port);
    }
  };
}
