/** Free ports of the network of a lab. */
import type { Random } from '../../suites/model.js';
import { sockets, TCP_LISTEN } from './proc.js';

/** The kernel hands out ports from 32768 on; in the network of the lab the ones before are ours. */
const [FIRST_PORT, LAST_PORT] = [10_000, 32_767];
const COUNT = LAST_PORT - FIRST_PORT + 1;

export interface FreePorts {
  /** A port that nobody listens on, and that no other case was given of late. The random bytes of the case decide. */
  next(random: Random): number;
}

export function freePorts(): FreePorts {
  const given = new Set<number>();
  return {
    next(random) {
      if (given.size > COUNT / 2) given.clear();
      for (;;) {
        const port = FIRST_PORT + random.below(COUNT);
        if (given.has(port) || listening(port, 'tcp').length + listening(port, 'udp').length > 0) continue;
        given.add(port);
        return port;
      }
    },
  };
}

/** Addresses that something listens on at this port. */
export const listening = (port: number, proto: 'tcp' | 'udp'): readonly string[] =>
  ([proto, `${proto}6`] as const).flatMap((table) =>
    sockets(table)
      .filter((one) => one.port === port && (proto === 'udp' || one.state === TCP_LISTEN))
      .map(({ address }) => address),
  );
