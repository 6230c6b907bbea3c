/**
 * Requests of a tick are written together, and at the latest so many. It is no divisor of the window, so that the two
 * sides fall out of step: one reads while the other writes.
 */
const BURST = 56;

export interface Outbox {
  /** `id` counts the requests. */
  add(id: number, line: string): void;
}

export function openOutbox(write: (text: string) => void): Outbox {
  let unsent = '';
  function flush(): void {
    if (unsent !== '') write(unsent);
    unsent = '';
  }
  return {
    add(id, line) {
      if (unsent === '') setImmediate(flush);
      unsent += line;
      if (id % BURST === 0) flush();
    },
  };
}
