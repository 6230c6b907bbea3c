import { afterEach, describe, expect, it } from 'vitest';
import { signPacket } from '../../packet.js';
import { dial } from '../client/dial.js';
import { startDaemon } from '../daemon/daemon.js';
import { createIdentity } from '../identity.js';
import { createDtlsCertificate } from '../rtc/certificate.js';
import { resolve } from '../substrate.js';
import { type DhtNode, startDhtNode } from './dht.js';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A network of its own on the loopback address. */
async function network(size: number): Promise<DhtNode[]> {
  const nodes: DhtNode[] = [];
  for (let i = 0; i < size; i++) {
    const node = await startDhtNode({ bootstrap: nodes.slice(0, 1).map(({ address }) => address) });
    nodes.push(node);
    closers.push(node.close);
  }
  return nodes;
}

const text = (value: string) => [{ label: '_openhost', ttl: 300, value }];

describe('a Mainline DHT', () => {
  it.each([1_700_000_000n, 1_700_000_000_123_456n])(
    'gives back what was put with seq %d, and the newest of it',
    async (seq) => {
      const [, publisher, reader] = await network(3);
      const identity = createIdentity();
      expect(await reader?.get(identity.name)).toBeUndefined();
      const packets = [seq, seq + 1n].map((one) => signPacket(identity, one, text(`of ${one}`)));
      for (const packet of packets) await publisher?.put(identity.name, packet);
      expect(await reader?.get(identity.name)).toEqual(packets[1]);
      const found = await resolve(reader ? [reader] : [], identity.name);
      expect(found?.packet.seq).toBe(seq + 1n);
    },
  );

  it('rejects a packet that the key did not sign', async () => {
    const [, publisher, reader] = await network(3);
    const identity = createIdentity();
    const packet = signPacket(identity, 5n, text('a'));
    await expect(publisher?.put(identity.name, packet.with(80, 9))).rejects.toThrow();
    expect(await reader?.get(identity.name)).toBeUndefined();
  });

  it('connects a daemon and its client without any relay', async () => {
    const [, mine, theirs] = await network(3);
    if (!mine || !theirs) throw new Error('no network');
    const client = createIdentity();
    const daemon = await startDaemon({
      identity: createIdentity(),
      certificate: createDtlsCertificate(),
      substrates: [mine],
      watch: [client.name],
      pollMs: 100,
    });
    closers.push(daemon.close);
    const dialled = await dial(daemon.url, {
      identity: client,
      certificate: createDtlsCertificate(),
      substrates: [theirs],
      pollMs: 100,
      timeoutMs: 15_000,
    });
    closers.push(dialled.close);
    expect(dialled.channel.open).toBe(true);
  });

  it('reports that no node accepts the packet', async () => {
    const [alone] = await network(1);
    const identity = createIdentity();
    await expect(alone?.put(identity.name, signPacket(identity, 5n, text('a')))).rejects.toThrow(/DHT: /);
  });
});
