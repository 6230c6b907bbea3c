/**
 * The requests of a tick are written together, up to this number. It does not divide the window, so that one side reads
 * while the other writes.
 */
const BURST = 56;

/** Returns what takes each request as a line. `id` is the number of the request, counted from 1. */
export function openOutbox(write: (text: string) => void): (id: number, line: string) => void {
  let unsent = '';
  function flush(): void {
    if (unsent !== '') write(unsent);
    unsent = '';
  }
  return (id, line) => {
    if (unsent === '') setImmediate(flush);
    unsent += line;
    if (id % BURST === 0) flush();
  };
}
