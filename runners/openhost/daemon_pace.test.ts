import { setMaxListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { signPacket } from '../../reference/openhost/packet.js';
import { createIdentity } from '../../reference/openhost/peers/identity.js';
import { createRelayStore } from '../../reference/openhost/peers/relay/store.js';
import { Unreachable } from '../../suites/case.js';
import { daemonPace } from './daemon_pace.js';
import { watchLooks } from './looks.js';

const { signal } = new AbortController();
setMaxListeners(0, signal);

/** A relay, a client, and a daemon that polls when the test makes it poll. */
function surroundings(patience = 5000) {
  const store = createRelayStore();
  const looks = watchLooks(store);
  const client = createIdentity();
  const beat = createIdentity().name;
  for (const one of [client.name, beat]) looks.follow(one);
  let seq = 0n;
  return {
    ...{ store, looks, client, beat },
    pace: daemonPace({ looks, store, beat, patience }),
    offer() {
      seq += 1n;
      store.put(client.name, signPacket(client, seq, [{ label: '_offer', ttl: 30, value: 'x' }]));
    },
    look: (name = client.name) => store.onGet?.(name),
  };
}

const soFar = (some: Promise<unknown>, ms = 20) =>
  Promise.race([some, new Promise((resolve) => setTimeout(resolve, ms, 'waits'))]);

describe('an offer', () => {
  it('is processed once the daemon has fetched it and has had the time to answer', async () => {
    const { pace, offer, look, client } = surroundings();
    look();
    offer();
    look();
    // The answer came after 10 ms, but the shortest wait is one second.
    pace.answered(client.name, 10);
    offer();
    const since = performance.now();
    const considered = pace.considered({ name: client.name, watched: true }, signal);
    expect(await soFar(considered)).toBe('waits');
    look();
    await considered;
    expect(performance.now() - since).toBeGreaterThan(990);
    expect(performance.now() - since).toBeLessThan(3000);
  });

  it('is unreachable when the daemon polled only before the offer', async () => {
    const { pace, offer, look, client } = surroundings(50);
    look();
    offer();
    await expect(pace.considered({ name: client.name, watched: true }, signal)).rejects.toThrow(Unreachable);
  });

  it('of a client that is not watched is unreachable until the daemon has polled a paired client three times', async () => {
    const { pace, look, beat, client } = surroundings(50);
    const considered = pace.considered({ name: client.name, watched: false }, signal);
    for (const _ of [1, 2]) look(beat);
    await expect(considered).rejects.toThrow(/3 times within/);
  });
});

it('gives a daemon that polls slowly more time', () => {
  const { pace, look, beat, looks } = surroundings(100);
  expect(pace.patience()).toBe(100);
  for (const _ of [1, 2]) look(beat);
  looks.of(beat)?.gaps.push(40_000);
  expect(pace.patience()).toBe(200_000);
});

it('records no polls for a client that is not followed', () => {
  const { looks, look, client } = surroundings();
  looks.forget(client.name);
  look();
  look('not a key');
  expect([looks.of(client.name), looks.of('not a key')]).toEqual([undefined, undefined]);
});
