/** Records the requests of a daemon to our relay: for which client, how often, and which packet it got. */
import { EventEmitter, once, setMaxListeners } from 'node:events';
import type { RelayStore } from '../../reference/openhost/peers/relay/store.js';

interface Looked {
  /** The number of polls. */
  count: number;
  /** The time of the last poll, by `performance.now()`. */
  last: number;
  /** Milliseconds between its last polls, the newest at the end. */
  readonly gaps: number[];
  /** The newest packet that it got, and when it first got it. */
  given?: { readonly seq: bigint; readonly at: number };
}

export interface Looks {
  /** Records each poll for this client from now on. */
  follow(client: string): void;
  forget(client: string): void;
  of(client: string): Readonly<Looked> | undefined;
  /** Whether `holds` became true within this many milliseconds. It is checked at every poll. */
  until(holds: () => boolean, within: number, signal: AbortSignal): Promise<boolean>;
}

/** The pace is the longest of this many intervals. So one recent long pass counts, but one of an hour ago does not. */
const MOST_GAPS = 8;

export function watchLooks(store: RelayStore): Looks {
  const followed = new Map<string, Looked>();
  const looks = new EventEmitter();
  setMaxListeners(0, looks);
  store.onGet = (name) => {
    const looked = followed.get(name);
    if (looked === undefined) return;
    const at = performance.now();
    if (looked.count > 0) looked.gaps.push(at - looked.last);
    if (looked.gaps.length > MOST_GAPS) looked.gaps.shift();
    looked.count += 1;
    looked.last = at;
    const seq = store.get(name)?.seq;
    if (seq !== undefined && seq > (looked.given?.seq ?? -1n)) looked.given = { seq, at };
    looks.emit('look');
  };
  return {
    follow: (client) => void followed.set(client, { count: 0, last: 0, gaps: [] }),
    forget: (client) => void followed.delete(client),
    of: (client) => followed.get(client),
    async until(holds, within, signal) {
      const late = new AbortController();
      // AbortSignal.any does not keep its AbortSignal.timeout alive. Once collected, the timeout never fires.
      const timer = setTimeout(() => late.abort(), within);
      const over = AbortSignal.any([signal, late.signal]);
      try {
        while (!holds()) await once(looks, 'look', { signal: over });
        return true;
      } catch (error) {
        signal.throwIfAborted();
        if (!late.signal.aborted) throw error;
        return false;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
