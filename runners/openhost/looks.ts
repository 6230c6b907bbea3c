/** What a daemon asks our relay for: whose offers it looks for, how often, and what it was given. */
import { EventEmitter, once, setMaxListeners } from 'node:events';
import type { RelayStore } from '../../reference/openhost/peers/relay/store.js';

interface Looked {
  /** How many times. */
  count: number;
  /** When it looked last, on the clock of `performance.now()`. */
  last: number;
  /** Milliseconds between its last looks, the newest at the end. */
  readonly gaps: number[];
  /** The newest packet that it was given, and when it was given that one first. */
  given?: { readonly seq: bigint; readonly at: number };
}

export interface Looks {
  /** Takes note of each look for the offers of this client, from now on. */
  follow(client: string): void;
  forget(client: string): void;
  of(client: string): Readonly<Looked> | undefined;
  /** Whether `holds` came true within so many milliseconds; asked again at every look. */
  until(holds: () => boolean, within: number, signal: AbortSignal): Promise<boolean>;
}

/** The longest of so many is the pace: one long pass among them counts, one of an hour ago does not. */
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
      // Nothing keeps an AbortSignal.timeout alive that AbortSignal.any was made from: collected, it never fires.
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
