import type { Dialect } from '../../reference/openhost/dialect.js';
import type { Identity } from '../../reference/openhost/peers/identity.js';
import type { Session } from '../../reference/openhost/peers/rtc/session.js';
import type { Substrate } from '../../reference/openhost/peers/substrate.js';
import { Unreachable } from '../../suites/case.js';
import type { Service, Settings } from '../../suites/openhost/port.js';
import { type Memo, memo } from './memo.js';
import type { Pace } from './pace.js';
import type { Tunnels } from './tunnels.js';
import type { PooledWire } from './wire.js';

/** A daemon that we start is not there. */
export class Down extends Unreachable {
  constructor(
    reason: string,
    /** The last lines that it printed. */
    readonly log = '',
  ) {
    super(reason);
  }
}

/** It has ended by itself before it was up. */
export class NotUp extends Down {}

export const NOT_OURS =
  'we do not start this daemon, and it takes one with other settings (openhostd:COMMAND)';

/** A daemon that is up, and how it is reached. */
export interface Reached {
  readonly key: Uint8Array;
  readonly dialect: Dialect;
  readonly substrates: readonly Substrate[];
  readonly addresses: readonly string[];
  /** Milliseconds for something that has to come on a connection. */
  readonly patience: number;
  /** Of its looks for offers, and of its answers. */
  readonly pace: Pace;
  /** Nobody else has it look: it looks when it is told to, so that no silence lasts. */
  readonly alone?: true;
  /** Its clients are few, and each of them comes again: an answer to an earlier offer may lie there still. */
  readonly reuses?: true;
  /** Of a daemon that may not know us: what is to be said where it answers nobody, or is not there. */
  readonly suspects?: { readonly unanswered: string; readonly unpublished?: string };
  /** Between two looks at the packet. */
  readonly tick: number;
  /** A client that is nobody else; the daemon watches it, and allows it unless asked otherwise. */
  client(unpaired: boolean, signal: AbortSignal): Promise<Identity>;
  pair(identity: Identity, signal: AbortSignal): Promise<void>;
  /** The client will make no further offer; its connection, where it has one, goes on until `over`. */
  release(identity: Identity, over?: Promise<unknown>): void;
  readonly service?: Service;
  /** Starts another daemon, or throws NotUp; absent where we start none. */
  readonly start?: (settings: Settings) => Promise<Deployment>;
  /** Its database of pairs, where it is ours. */
  readonly pairs?: { damage(): void; mend(): void };
  readonly restart?: () => Promise<void>;
  /** The seq of its last packet that our relay rejected because it has a newer one. */
  readonly outdated?: () => bigint | undefined;
  /** Starts it once more where it has stopped publishing; throws Down where it ends again. */
  readonly revive?: () => Promise<void>;
  /** It was started once more: what it published then is our doing. */
  readonly wasRevived?: () => boolean;
  /** The last lines that it printed, where they are ours to see. */
  readonly log?: () => string;
  readonly renew?: () => Promise<void>;
}

/** With what the cases have made of it. */
export interface Deployment extends Reached {
  readonly sessions: Set<Session>;
  turn: Promise<void>;
  /** That it answers us at all, where that is not certain. */
  admission?: { readonly granted: Promise<void> } | undefined;
  /** Where it tunnels WebSockets, when that was asked. */
  readonly tunnels: Memo<Tunnels>;
  lastSeq: number;
  /** Bound channels that the next case may use: no channel of theirs was ever closed, which werift takes badly. */
  readonly idle: PooledWire[];
  readonly variants: Memo<Deployment>;
  close(): Promise<void>;
}

/** One on which nothing has happened yet; `stop` ends the daemon, where it is ours, after all that came of it. */
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
