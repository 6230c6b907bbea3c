/** Checks the values of the options of openhost peers before a peer starts. */
import { keyOf } from '../../../reference/openhost/peers/relay/store.js';
import { Miscalled } from '../../options.js';

/** `--dht`, repeated or with commas. */
export const readNodes = (given: readonly string[] = []): string[] =>
  given
    .flatMap((nodes) => nodes.split(','))
    .map((node) => {
      const [, , port] = /^([^\s:]+|\[[0-9a-f:]+\]):(\d+)$/i.exec(node) ?? [];
      if (port === undefined) throw new Miscalled(`--dht must be HOST:PORT, received "${node}"`);
      if (Number(port) < 1 || Number(port) > 65_535)
        throw new Miscalled(`--dht: the port must be a whole number from 1 to 65535, received ${port}`);
      return node;
    });

export const readPaths = (given: readonly string[]): readonly string[] =>
  given.map((path) => {
    if (path === '*' || /^\/[^\s?#]*$/.test(path)) return path;
    throw new Miscalled(`--websocket must be a path that begins with /, or *, received "${path}"`);
  });

export const readKeys = (given: readonly string[] = []): readonly string[] =>
  given.map((key) => {
    if (keyOf(key) !== undefined) return key;
    throw new Miscalled(`--allow must be the 52 characters of a key, received "${key}"`);
  });
