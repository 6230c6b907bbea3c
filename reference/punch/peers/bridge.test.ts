import { afterEach, describe, expect, it } from 'vitest';
import { newest } from '../../newest.js';
import { bridge } from './bridge.js';
import { type Broker, startBroker } from './broker/broker.js';
import { type PunchPeer, registerPeer } from './client.js';

const brokers: Broker[] = [];
afterEach(async () => {
  await Promise.all(brokers.splice(0).map((broker) => broker.close()));
});

async function session(): Promise<(port: number) => Promise<PunchPeer>> {
  const broker = await startBroker();
  brokers.push(broker);
  const made = await fetch(`${broker.url}/api/session`, { method: 'POST', body: '{"name":"show"}' });
  const { join } = (await made.json()) as { join: { url: string }[] };
  const token = new URL(join[0]?.url ?? '').searchParams.get('t') ?? '';
  return (port) => registerPeer({ broker: broker.url, session: 'show', token, port, ip: '10.1.1.1' });
}

const sender = { direction: 'sender', media: 'udp://:9000' } as const;

describe('a bridge', () => {
  it('follows a peer that comes back on another port, and ends with the broker', async () => {
    const join = await session();
    const stays = await join(5001);
    const commands = bridge(stays, sender);
    const leaves = await join(5002);
    leaves.ready();
    const before = (await commands.next()).value;
    expect(before?.rendezvous).toMatchObject({ port: 5002, localPort: 5001 });
    expect(before?.arguments).toEqual([
      'udp://:9000',
      expect.stringMatching(/^srt:\/\/10\.1\.1\.1:5002\?mode=rendezvous&port=5001&passphrase=/),
    ]);
    await leaves.close();
    const comesBack = await join(5003);
    comesBack.ready();
    const after = (await commands.next()).value;
    expect(after?.rendezvous).toMatchObject({ port: 5003, localPort: 5001 });
    expect(after?.arguments[1]).toContain(':5003?');
    await stays.close();
    expect(await commands.next()).toEqual({ done: true, value: undefined });
  });

  it('starts nothing before both are ready, and then only for the newest peer', async () => {
    const join = await session();
    const stays = await join(5001);
    const commands = bridge(stays, { ...sender, tool: 'ffmpeg' });
    const first = commands.next();
    const leaves = await join(5002);
    await leaves.met;
    await leaves.close();
    const comesBack = await join(5003);
    comesBack.ready();
    expect((await first).value).toMatchObject({ program: 'ffmpeg', rendezvous: { port: 5003 } });
    await comesBack.close();
  });

  it('follows a new introduction after a start, even without a second start', async () => {
    const told = newest<{ rendezvous: { port: number }; started: Promise<void> }>();
    const rendezvous = { ip: '10.0.0.1', port: 1, localPort: 2, passphrase: 'x'.repeat(43), latency: 120 };
    const peer = { meetings: told, ready: () => {} } as unknown as PunchPeer;
    const commands = bridge(peer, { ...sender, patience: 50 });
    told.tell({ rendezvous, started: Promise.resolve() });
    expect((await commands.next()).value?.rendezvous.port).toBe(1);
    told.tell({ rendezvous: { ...rendezvous, port: 3 }, started: new Promise(() => {}) });
    expect((await commands.next()).value?.rendezvous.port).toBe(3);
  });
});
