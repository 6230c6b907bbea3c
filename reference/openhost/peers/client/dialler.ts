import { setTimeout as delay } from 'node:timers/promises';
import { defined } from '../../../../defined.js';
import type { Dialect } from '../../dialect.js';
import { type Connection, openConnection } from './connection.js';
import { type DialOptions, dial } from './dial.js';

export interface OpenedConnection {
  readonly connection: Connection;
  close(): Promise<void>;
}

/** What a dialler needs of the network and of time. */
export interface DiallerSteps {
  readonly dial: typeof dial;
  readonly now: () => number;
  readonly wait: (ms: number, options?: { ref?: boolean; signal?: AbortSignal }) => Promise<void>;
}

const realSteps: DiallerSteps = {
  dial,
  now: Date.now,
  wait: (ms, options) => delay(ms, undefined, options),
};

/**
 * Milliseconds between two offers of a client. A relay cannot order two packets of one second, and deployed daemons lose
 * an offer that comes within five seconds.
 */
const apartMs: Readonly<Record<Dialect, number>> = { spec: 1000, deployed: 5500 };

/** Milliseconds for what was sent last to arrive. */
const lingerMs = 2000;

/** Dials one host, one connection after the other: a second offer would replace the one that still waits for an answer. */
export function dialler(
  oh: string,
  options: DialOptions,
  { dial, now, wait }: DiallerSteps = realSteps,
): (signal?: AbortSignal) => Promise<OpenedConnection> {
  const { dialect = 'spec' } = options;
  let turn: Promise<unknown> = Promise.resolve();
  let last = Number.NEGATIVE_INFINITY;

  async function open(signal?: AbortSignal): Promise<OpenedConnection> {
    await wait(Math.max(0, last + apartMs[dialect] - now()), defined({ signal }));
    try {
      const { channel, close } = await dial(oh, { ...options, ...defined({ signal }) });
      const connection = openConnection(channel, { dialect });
      void connection.closed.then(close);
      return {
        connection,
        async close() {
          connection.close();
          await Promise.race([connection.closed, wait(lingerMs, { ref: false })]);
          await close();
        },
      };
    } finally {
      // The offer was published before now.
      last = now();
    }
  }
  return (signal) => {
    const opened = turn.then(() => open(signal));
    turn = opened.catch(() => {});
    return opened;
  };
}
