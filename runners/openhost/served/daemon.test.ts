import { describe, expect, it, onTestFinished } from 'vitest';
import { createIdentity } from '../../../reference/openhost/peers/identity.js';
import { startRelay } from '../../../reference/openhost/peers/relay/server.js';
import { Miscalled } from '../../options.js';
import { clientIdentity, clientsOf, SERVED_CLIENT } from '../clients.js';
import { daemon } from './daemon.js';

async function start(given: object) {
  const served = await daemon.start(given, {
    ...{ port: 0, host: '127.0.0.1', tls: false, identity: undefined, words: [], log: () => {} },
  });
  onTestFinished(() => served.close());
  return served;
}

describe('a served daemon', () => {
  const relay = ['http://127.0.0.1:9'];

  it.each<[string, object, RegExp]>([
    ['no place', {}, /--relay and --dht are missing/],
    [
      'WebSockets without a service',
      { relay, websocket: ['/live'] },
      /--websocket has no effect without --forward/,
    ],
    ['a service that is not HTTP', { relay, forward: 'ftp://127.0.0.1:1' }, /must be http:\/\/HOST:PORT/],
    ['an empty list of paths', { relay, forward: 'http://127.0.0.1:1', websocket: [] }, /the list is empty/],
    ['a wrong key', { relay, allow: ['x'] }, /--allow must be/],
    ['too many clients', { relay, clients: 301 }, /--clients must be/],
  ])('is a wrong call with %s', async (_what, given, why) => {
    const starting = start(given);
    await expect(starting).rejects.toThrow(Miscalled);
    await expect(starting).rejects.toThrow(why);
  });

  it('looks for the offers of the allowed keys and of the clients of its secret, and of nobody else', async () => {
    const [secret, { name }] = [Buffer.from('x'), createIdentity()];
    const place = await startRelay();
    onTestFinished(() => place.close());
    const asked = new Set<string>();
    place.store.onGet = (key) => void asked.add(key);
    const served = await start({ relay: [place.url], secret, clients: 4, allow: [name] });
    const [, own = ''] = /^oh:\/\/(.*)\/$/.exec(served.lines[0] ?? '') ?? [];
    expect(place.store.get(own)).toBeDefined();
    const clients = [...clientsOf(secret, 4), clientIdentity(secret, SERVED_CLIENT)];
    const looked = new Set([own, name, ...clients.map((one) => one.name)]);
    await expect.poll(() => asked.size, { timeout: 20_000 }).toBe(looked.size);
    expect(asked).toEqual(looked);
  });
});
