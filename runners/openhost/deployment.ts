import type { Dialect } from '../../reference/openhost/dialect.js';
import type { Identity } from '../../reference/openhost/peers/identity.js';
import type { OfferSession, Session } from '../../reference/openhost/peers/rtc/session.js';
import type { Substrate } from '../../reference/openhost/peers/substrate.js';
import type { Service, Settings } from '../../suites/openhost/port.js';
import { type Latest, latest } from '../latest.js';
import { type Gate, openGate } from './gate.js';
import type { KeptRunning } from './kept_running.js';
import { type Memo, memo } from './memo.js';
import { type InTurn, oneAtATime } from './one_at_a_time.js';
import type { Pace } from './pace.js';
import type { Tunnels } from './tunnels.js';
import { type WirePool, wirePool } from './wire_pool.js';

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
  /** Closes the session at the end, unless it has ended by then. */
  keep(session: Session): void;
  readonly inTurn: InTurn;
  readonly gate: Gate;
  /** The paths at which it tunnels WebSockets, once they are known. */
  readonly tunnels: Memo<Tunnels>;
  /** The time of a packet in seconds, later than that of the packet before. */
  nextSecond(): number;
  /** Whether its packet has room for two answers, once one was seen. */
  readonly holdsTwo: Latest<boolean | undefined>;
  readonly idle: WirePool;
  readonly variants: Memo<Deployment>;
  close(): Promise<void>;
}

/** A deployment before its first case. `stop` ends everything it started, and last the daemon, if it is ours. */
export function deploymentOf(reached: Reached, stop: () => Promise<void>): Deployment {
  const sessions = new Set<Session>();
  const variants: Deployment['variants'] = memo();
  let second = 0;
  return {
    ...reached,
    keep(session) {
      sessions.add(session);
      void session.ended.then(() => sessions.delete(session));
    },
    inTurn: oneAtATime(),
    gate: openGate(),
    variants,
    tunnels: memo(),
    idle: wirePool(),
    nextSecond() {
      second = Math.max(Math.floor(Date.now() / 1000), second + 1);
      return second;
    },
    holdsTwo: latest<boolean | undefined>(undefined),
    async close() {
      await Promise.all([...sessions].map((session) => session.close()));
      for (const started of await variants.made()) await started.close();
      await stop();
    },
  };
}
