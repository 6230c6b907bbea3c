import type { ReceiveWindow } from './receive_window.js';

export type Listener = (message: Uint8Array) => void;

/** Between a channel and its one listener: in order, nothing before it listens, and nothing while it pauses. */
export interface Inbox {
  put(message: Uint8Array): void;
  listen(listener: Listener): void;
  pause(): void;
  resume(): void;
  /** No more will come: the listener gets what there is, paused or not. */
  end(): void;
}

/** Four times what a peer that keeps to the window can have on its way. */
const mostHeld = 4 << 20;
/** Empty messages take room, too. */
const overhead = 64;

/** `flooded` is told of a peer that does not keep to the window; what it has sent is thrown away. */
export function inbox(window: ReceiveWindow, flooded: () => void, most = mostHeld): Inbox {
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
    put(message) {
      if (listener && !paused) return listener(message);
      held.push(message);
      size += message.length + overhead;
      window.hold(message.length);
      if (size <= most) return;
      held = [];
      size = 0;
      flooded();
    },
    listen(next) {
      listener = next;
      deliver();
    },
    pause() {
      paused = !ended;
    },
    resume() {
      paused = false;
      deliver();
    },
    end() {
      ended = true;
      paused = false;
      deliver();
    },
  };
}
