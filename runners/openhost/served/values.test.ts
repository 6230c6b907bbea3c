import { describe, expect, it } from 'vitest';
import { createIdentity } from '../../../reference/openhost/peers/identity.js';
import type { Substrate } from '../../../reference/openhost/peers/substrate.js';
import { Miscalled } from '../../options.js';
import { closing, placesOf } from './places.js';
import { readKeys, readNodes, readPaths } from './values.js';

describe('--dht', () => {
  it('names nodes, repeated or with commas, by name and by address of either family', () => {
    expect(readNodes(['a.example:6881,127.0.0.1:1', '[::1]:65535'])).toEqual([
      'a.example:6881',
      '127.0.0.1:1',
      '[::1]:65535',
    ]);
    expect(readNodes()).toEqual([]);
  });

  it.each([
    ['a.example', /must be HOST:PORT, received "a.example"/],
    ['', /must be HOST:PORT, received ""/],
    ['a:1,', /must be HOST:PORT, received ""/],
    ['a b:1', /must be HOST:PORT/],
    ['::1:6881', /must be HOST:PORT/],
    ['a:1 ', /must be HOST:PORT/],
    ['a:0', /from 1 to 65535, received 0/],
    ['a:65536', /from 1 to 65535, received 65536/],
    ['a:99999999999999999999', /from 1 to 65535/],
    ['a:-1', /must be HOST:PORT/],
  ])('rejects %j', (node, why) => {
    expect(() => readNodes([node])).toThrow(Miscalled);
    expect(() => readNodes([node])).toThrow(why);
  });

  it('takes no longer for a text that is made to take long', () => {
    const since = performance.now();
    expect(() => readNodes([`${'a'.repeat(200_000)}`])).toThrow(Miscalled);
    expect(() => readNodes([`[${':'.repeat(200_000)}`])).toThrow(Miscalled);
    expect(performance.now() - since).toBeLessThan(5000);
  });
});

describe('--websocket', () => {
  it('names paths, or all of them', () => {
    expect(readPaths(['/live', '/', '/a/b.c', '*'])).toEqual(['/live', '/', '/a/b.c', '*']);
  });
  it.each(['live', '', '/a b', '/a?b', '/a#b', '**', '/a\nb'])('rejects %j', (path) => {
    expect(() => readPaths([path])).toThrow(/--websocket must be a path that begins with \/, or \*/);
  });
});

describe('--allow', () => {
  const { name } = createIdentity();
  it('names keys of clients', () => {
    expect(readKeys([name])).toEqual([name]);
    expect(readKeys()).toEqual([]);
  });
  it.each(['', 'x', name.slice(1), `${name}y`, name.toUpperCase(), `${name.slice(0, -1)}l`, `oh://${name}/`])(
    'rejects %j',
    (key) => {
      expect(() => readKeys([key])).toThrow(Miscalled);
      expect(() => readKeys([key])).toThrow(/--allow must be the 52 characters of a key/);
    },
  );
});

describe('the places of a peer', () => {
  it('are its relays, in order', async () => {
    const places = await placesOf({ relay: ['http://127.0.0.1:1', 'https://relay.example/pkarr'] });
    expect(places.map(({ name }) => name)).toEqual(['http://127.0.0.1:1', 'https://relay.example/pkarr']);
  });

  it.each([
    ['no place at all', {}, /--relay and --dht are missing/],
    ['empty lists', { relay: [], dht: [] }, /--relay and --dht are missing/],
    ['a relay without a scheme', { relay: ['relay.example'] }, /^--relay: relay.example is not the URL/],
    ['a relay with a query', { relay: ['https://relay.example/?a'] }, /remove what follows the path/],
    ['a wrong node beside a right relay', { relay: ['https://relay.example'], dht: ['a'] }, /--dht must be/],
  ])('are rejected for %s', async (_what, places, why) => {
    const opening = placesOf(places);
    await expect(opening).rejects.toThrow(Miscalled);
    await expect(opening).rejects.toThrow(why);
  });

  it('are closed after the peer that uses them', async () => {
    const steps: string[] = [];
    const place = (name: string): Substrate => ({
      ...{ name, put: async () => {}, get: async () => undefined },
      close: async () => void steps.push(name),
    });
    const without: Substrate = { name: 'relay', put: async () => {}, get: async () => undefined };
    await closing({ close: async () => void steps.push('peer') }, [without, place('a'), place('b')])();
    expect(steps).toEqual(['peer', 'a', 'b']);
  });
});
