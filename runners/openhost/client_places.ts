/** Places for our clients. A daemon that polls one client after the other gets only a few clients. */
import { setTimeout as delay } from 'node:timers/promises';

interface Place {
  readonly number: number;
  state: 'free' | 'offering' | 'connected';
  /** When its last client made its last offer. */
  left: number;
  /** Distinguishes the clients of one place. */
  turn: number;
}

/** `onFree` is called when a place is no longer used. `rest`: the least milliseconds before a place is used again. */
export function clientPlaces(
  most: number,
  { rest = 0, onFree = () => {} }: { readonly rest?: number; readonly onFree?: (place: number) => void } = {},
) {
  const places: Place[] = Array.from({ length: most }, (_, number) => ({
    ...{ number, state: 'free' as const, left: -rest, turn: 0 },
  }));
  const waiting: ((place: Place) => void)[] = [];

  /** A free place, or else the one whose client has held only a connection for the longest time. */
  function best(): Place | undefined {
    const oldest = (state: Place['state']) =>
      places.filter((one) => one.state === state).sort((a, b) => a.left - b.left)[0];
    return oldest('free') ?? oldest('connected');
  }

  function occupy(place: Place): Place {
    place.state = 'offering';
    place.turn += 1;
    return place;
  }

  const given = (signal: AbortSignal): Promise<Place> =>
    new Promise((resolve, reject) => {
      const give = (place: Place) => {
        signal.removeEventListener('abort', giveUp);
        resolve(occupy(place));
      };
      const giveUp = () => {
        waiting.splice(waiting.indexOf(give), 1);
        reject(signal.reason);
      };
      waiting.push(give);
      signal.addEventListener('abort', giveUp, { once: true });
    });

  /** The client of this place makes no further offer. Its connection, if it has one, lasts until `over`. */
  function leave(number: number, over?: Promise<unknown>): void {
    const place = places[number];
    if (place === undefined) return;
    const { turn } = place;
    place.left = performance.now();
    place.state = 'connected';
    const free = () => {
      if (place.turn !== turn || place.state !== 'connected') return;
      place.state = 'free';
      onFree(number);
    };
    const next = waiting.shift();
    if (next) next(place);
    else if (over === undefined) free();
    else void over.then(free, free);
  }

  return {
    /** Waits for a place whose last client makes no further offer. */
    async take(signal: AbortSignal): Promise<number> {
      signal.throwIfAborted();
      const now = best();
      const place = now === undefined ? await given(signal) : occupy(now);
      try {
        await delay(Math.max(0, place.left + rest - performance.now()), undefined, { signal });
      } catch (error) {
        leave(place.number);
        throw error;
      }
      return place.number;
    },
    leave,
  };
}
