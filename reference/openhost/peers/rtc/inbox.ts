import type { ReceiveWindow } from './receive_window.js';

type Listener = (message: Uint8Array) => void;

/** Four times the bytes that a peer can send that respects the window. */
const mostHeld = 4 << 20;
/** Bytes that each message counts for beside its own: empty messages take memory too. */
const overhead = 64;

/**
 * Delivers messages to one listener in order. It holds them before there is a listener, and while the listener pauses. It
 * drops all and calls `flooded` when a peer does not respect the window.
 */
export function inbox(window: ReceiveWindow, flooded: () => void, most = mostHeld) {
  let listener: Listener | undefined;
  let paused = false;
  let ended = false;
  let held: Uint8Array[] = [];
  let size = 0;

  function deliver(): void {
    let taken = 0;
    while (listener && !paused) {
      const message = held.shift();
      if (message === undefined) break;
      taken += message.length;
      size -= message.length + overhead;
      listener(message);
    }
    if (taken > 0) window.release(taken);
  }

  return {
    put(message: Uint8Array) {
      if (listener && !paused) return listener(message);
      held.push(message);
      size += message.length + overhead;
      window.hold(message.length);
      if (size <= most) return;
      held = [];
      size = 0;
      flooded();
    },
    listen(next: Listener): void {
      listener = next;
      deliver();
    },
    pause(): void {
      paused = !ended;
    },
    resume(): void {
      paused = false;
      deliver();
    },
    /** No more messages will come. Delivers the rest, also in a pause. */
    end(): void {
      ended = true;
      paused = false;
      deliver();
    },
  };
}
