/** What the options of openhost peers hold: whatever is none of it is said before anything is started. */
import { keyOf } from '../../reference/openhost/peers/relay/store.js';
import { UsageError } from '../command.js';
import { readPort } from '../whole.js';

/** `--dht`, repeated or with commas. */
export const readNodes = (given: readonly string[] = []): string[] =>
  given
    .flatMap((nodes) => nodes.split(','))
    .map((node) => {
      const [, host, port] = /^([^\s:]+|\[[0-9a-f:]+\]):(\d+)$/i.exec(node) ?? [];
      if (host === undefined) throw new UsageError(`--dht wants HOST:PORT, not "${node}"`);
      readPort('dht', Number(port), 1);
      return node;
    });

export const readPaths = (given: readonly string[]): readonly string[] =>
  given.map((path) => {
    if (path === '*' || /^\/[^\s?#]*$/.test(path)) return path;
    throw new UsageError(`--websocket wants a path that begins with /, or *, not "${path}"`);
  });

export const readKeys = (given: readonly string[] = []): readonly string[] =>
  given.map((key) => {
    if (keyOf(key) !== undefined) return key;
    throw new UsageError(`--allow wants the 52 characters of a key, not "${key}"`);
  });

export function readDelay(option: 'put-delay' | 'get-delay', given: number): number {
  if (given >= 0 && given <= 600_000) return given;
  throw new UsageError(`--${option} wants milliseconds, 600000 at the most`);
}
