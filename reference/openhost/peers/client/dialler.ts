import { setTimeout as delay } from 'node:timers/promises';
import type { Dialect } from '../../dialect.js';
import { type Connection, openConnection } from './connection.js';
import { type DialOptions, dial } from './dial.js';

export interface OpenedConnection {
  readonly connection: Connection;
  close(): Promise<void>;
}

/**
 * From one offer of a client to the next: packets of one second are the same to relays, and deployed daemons lose what
 * comes within five.
 */
const apartMs: Readonly<Record<Dialect, number>> = { spec: 1000, deployed: 5500 };

/** For what was sent last to arrive. */
const lingerMs = 2000;

/** Connections to one host, dialled one after the other: the next offer would take the place of this one. */
export function dialler(
  oh: string,
  options: DialOptions,
): (signal?: AbortSignal) => Promise<OpenedConnection> {
  const { dialect = 'spec' } = options;
  let turn: Promise<unknown> = Promise.resolve();
  let last = Number.NEGATIVE_INFINITY;

  async function open(signal?: AbortSignal): Promise<OpenedConnection> {
    await delay(Math.max(0, last + apartMs[dialect] - Date.now()), undefined, signal ? { signal } : {});
    try {
      const { channel, close } = await dial(oh, { ...options, ...(signal ? { signal } : {}) });
      const connection = openConnection(channel, { dialect });
      void connection.closed.then(close);
      return {
        connection,
        async close() {
          connection.close();
          await Promise.race([connection.closed, delay(lingerMs, undefined, { ref: false })]);
          await close();
        },
      };
    } finally {
      // The offer is no younger than this.
      last = Date.now();
    }
  }
  return (signal) => {
    const opened = turn.then(() => open(signal));
    turn = opened.catch(() => {});
    return opened;
  };
}
