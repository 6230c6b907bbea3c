import type { PooledWire } from './wire.js';

/** Bound channels that the next case may use. Their connections never closed a channel, because werift breaks after that. */
export interface WirePool {
  /** A channel that is still clean; undefined when there is none. */
  take(): PooledWire | undefined;
  /** Keeps the channel when it is clean. */
  give(wire: PooledWire): void;
  /** Takes all of them out. */
  empty(): readonly PooledWire[];
}

export function wirePool(): WirePool {
  const idle: PooledWire[] = [];
  return {
    take() {
      let wire = idle.pop();
      while (wire && !wire.clean) wire = idle.pop();
      return wire;
    },
    give(wire) {
      if (wire.clean) idle.push(wire);
    },
    empty: () => idle.splice(0),
  };
}
