import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { exitOf } from './lab_shell.js';

/** The exit code of a command that ends like this. */
function ended(event: 'exit' | 'error', ...how: readonly unknown[]): Promise<number> {
  const child = new EventEmitter();
  const exit = exitOf(child);
  child.emit(event, ...how);
  return exit;
}

it.each([
  ['with its own code', 3, null, 3],
  ['with 0', 0, null, 0],
  ['by SIGKILL, as a shell reports it', null, 'SIGKILL', 137],
  ['by SIGINT, as a shell reports it', null, 'SIGINT', 130],
])('a command in the lab exits %s', async (_how, code, signal, exit) => {
  expect(await ended('exit', code, signal)).toBe(exit);
});

it('a command that cannot be started is an error', async () => {
  await expect(ended('error', new Error('ENOENT'))).rejects.toThrow('ENOENT');
});
