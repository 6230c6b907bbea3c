import type { Dialect } from '../../reference/openhost/dialect.js';
import type { Identity } from '../../reference/openhost/peers/identity.js';
import type { OfferSession, Session } from '../../reference/openhost/peers/rtc/session.js';
import type { Substrate } from '../../reference/openhost/peers/substrate.js';
import type { Service, Settings } from '../../suites/openhost/port.js';
import type { KeptRunning } from './kept_running.js';
import { type Memo, memo } from './memo.js';
import type { Pace } from './pace.js';
import type { Tunnels } from './tunnels.js';
import type { PooledWire } from './wire.js';

export const NOT_OURS = 'this run cannot configure or restart the daemon: name one as openhostd:COMMAND';

/** A running daemon, and how to reach it. It can be revived if we started its program. */
export interface Reached extends Partial<Omit<KeptRunning, 'stop'>> {
  readonly key: Uint8Array;
  readonly dialect: Dialect;
  readonly substrates: readonly Substrate[];
  readonly addresses: readonly string[];
  /** Begins the session of an offer. Absent, it is WebRTC. */
  readonly offerSession?: OfferSession;
  /** Milliseconds to wait for a required event on a connection. */
  readonly patience: number;
  /** The pace of its polls and of its answers. */
  readonly pace: Pace;
  /** Makes the daemon poll at once. Only we trigger it, so silence is short. */
  readonly alone?: true;
  /** It has few clients, which are reused. An answer to an earlier offer may still be in the packet. */
  readonly reuses?: true;
  /** For a daemon that may not know us: the messages when it answers nobody, or is not there. */
  readonly suspects?: { readonly unanswered: string; readonly unpublished?: string };
  /** Milliseconds between two polls of the packet. */
  readonly tick: number;
  /** A new client. The daemon watches it, and allows it unless the case asks otherwise. */
  client(unpaired: boolean, signal: AbortSignal): Promise<Identity>;
  pair(identity: Identity, signal: AbortSignal): Promise<void>;
  /** The client makes no further offer. Its connection, if it has one, lasts until `over`. */
  release(identity: Identity, over?: Promise<unknown>): void;
  readonly service?: Service;
  /** Starts another daemon, or throws NotUp. Absent when we do not start daemons. */
  readonly start?: (settings: Settings) => Promise<Deployment>;
  /** The pairing database, if we control it. */
  readonly pairs?: { damage(): void; mend(): void };
  /** The seq of the last packet that our relay rejected because it has a newer one. */
  readonly outdated?: () => bigint | undefined;
  /** The names of the settings in which it differs from the daemon of most cases. */
  readonly differsIn?: readonly string[];
  readonly renew?: () => Promise<void>;
}

/** A deployment with the state that its cases share. */
export interface Deployment extends Reached {
  readonly sessions: Set<Session>;
  turn: Promise<void>;
  /** Whether it answers us at all, when that is not certain. */
  admission?: { readonly granted: Promise<void> } | undefined;
  /** Whether it has let one of our clients in. Then it knows us. */
  hasAdmitted?: boolean;
  /** The paths at which it tunnels WebSockets, once they are known. */
  readonly tunnels: Memo<Tunnels>;
  lastSeq: number;
  /** Whether its packet has room for two answers, once one was seen. */
  holdsTwo?: boolean;
  /** Bound channels that the next case may use. Their connections never closed a channel, because werift breaks after that. */
  readonly idle: PooledWire[];
  readonly variants: Memo<Deployment>;
  close(): Promise<void>;
}

/** A deployment before its first case. `stop` ends everything it started, and last the daemon, if it is ours. */
export function deploymentOf(reached: Reached, stop: () => Promise<void>): Deployment {
  const sessions: Deployment['sessions'] = new Set();
  const variants: Deployment['variants'] = memo();
  return {
    ...reached,
    sessions,
    variants,
    tunnels: memo(),
    idle: [],
    turn: Promise.resolve(),
    lastSeq: 0,
    async close() {
      await Promise.all([...sessions].map((session) => session.close()));
      for (const started of await variants.made()) await started.close();
      await stop();
    },
  };
}
