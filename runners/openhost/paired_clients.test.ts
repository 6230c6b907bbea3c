import { setMaxListeners } from 'node:events';
import { expect, it } from 'vitest';
import { createRelayStore } from '../../reference/openhost/peers/relay/store.js';
import { Unreachable } from '../../suites/case.js';
import { watchLooks } from './looks.js';
import { MOST_PAIRED, pairedClients } from './paired_clients.js';

const { signal } = new AbortController();
setMaxListeners(0, signal);
const pause = () => new Promise((resolve) => setImmediate(resolve));

/** A daemon whose pairs are counted; its command may lack `pair remove`. */
function daemon(removes = true) {
  const paired = new Set<string>();
  let most = 0;
  const remarks: string[] = [];
  const clients = pairedClients({
    async call(verb, client) {
      await pause();
      if (verb === 'remove' && !removes) throw new Unreachable('`pair remove` ended with 2');
      if (verb === 'add') paired.add(client);
      else paired.delete(client);
      most = Math.max(most, paired.size);
    },
    looks: watchLooks(createRelayStore()),
    beat: 'the one that stays',
    remark: (text) => void remarks.push(text),
  });
  return { clients, paired, remarks, most: () => most };
}

it(`pairs at most ${MOST_PAIRED} clients at a time, and unpairs each after its use`, async () => {
  const { clients, paired, most, remarks } = daemon();
  const use = async (client: string) => {
    await clients.pair(client, signal);
    expect(paired.has(client)).toBe(true);
    clients.release(client);
  };
  await Promise.all(Array.from({ length: 40 }, (_, i) => use(`client ${i}`)));
  expect(most()).toBeLessThanOrEqual(MOST_PAIRED);
  await expect.poll(() => [...paired]).toEqual(['the one that stays']);
  expect(remarks).toEqual([]);
});

it('keeps a client paired as long as its connection', async () => {
  const { clients, paired } = daemon();
  let end = () => {};
  await clients.pair('connected', signal);
  clients.release('connected', new Promise<void>((resolve) => (end = resolve)));
  await pause();
  expect(paired.has('connected')).toBe(true);
  end();
  await expect.poll(() => paired.has('connected')).toBe(false);
});

it('continues when the command cannot unpair, and remarks it once', async () => {
  const { clients, paired, remarks } = daemon(false);
  for (const client of ['a', 'b', 'c']) {
    await clients.pair(client, signal);
    clients.release(client);
  }
  await expect
    .poll(() => remarks)
    .toEqual([expect.stringMatching(/`pair remove` ended with 2: our clients stay/)]);
  expect(paired.size).toBe(4);
});
