import { afterEach, expect, it } from 'vitest';
import { HOST_LABEL, MAX_DNS, openPacket } from '../../packet.js';
import { readRecord } from '../../record.js';
import { createIdentity } from '../identity.js';
import { createDtlsCertificate } from '../rtc/certificate.js';
import { memorySubstrate } from '../testing/rtc.js';
import { type DaemonOptions, settingsOf } from './options.js';
import { createPublisher } from './publisher.js';

const identity = createIdentity(new Uint8Array(32).fill(1));
const certificate = createDtlsCertificate();
const NOW = 1_800_000_000n;
const stops: AbortController[] = [];
const stopping: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) stop.abort();
  await Promise.all(stopping.splice(0).map((stop) => stop()));
});

async function publishing(more: Partial<DaemonOptions> = {}) {
  const substrate = memorySubstrate();
  const lines: string[] = [];
  const stop = new AbortController();
  stops.push(stop);
  const settings = settingsOf({
    identity,
    certificate,
    substrates: [substrate],
    now: () => Number(NOW) * 1000,
    log: (line) => lines.push(line),
    ...more,
  });
  const publisher = await createPublisher(settings, stop.signal, [0, 0, 0]);
  stopping.push(publisher.stop);
  const published = () => {
    const { seq, records, dns } = openPacket(
      identity.publicKey,
      substrate.packets.get(identity.name) ?? new Uint8Array(0),
    );
    const host = records.find(({ label }) => label === HOST_LABEL);
    const { ts } = readRecord(host?.value ?? '', identity.publicKey);
    const labels = records.map(({ label }) => label).filter((label) => label !== HOST_LABEL);
    return { seq, ts, labels, length: dns.length };
  };
  return { publisher, published, substrate, lines, stop };
}
const answer = (client: string, createdAt = 1, length = 10) => ({
  client,
  createdAt,
  records: [{ label: `_answer-${client}-0`, ttl: 30, value: 'x'.repeat(length) }],
});

it('publishes the record of now, with its ts as the sequence number', async () => {
  const { publisher, published } = await publishing();
  await publisher.publish();
  expect(published()).toMatchObject({ seq: NOW, ts: NOW, labels: [] });
});

it('counts the sequence number in microseconds in the deployed dialect', async () => {
  const { publisher, published } = await publishing({ dialect: 'deployed' });
  await publisher.publish();
  expect(published()).toMatchObject({ seq: NOW * 1_000_000n, ts: NOW });
});

it('publishes a newer record each time, also within one second and after a restart', async () => {
  const first = await publishing();
  await Promise.all([first.publisher.publish(), first.publisher.publish()]);
  expect(first.published().ts).toBe(NOW + 1n);
  const again = await publishing({ substrates: [first.substrate], now: () => Number(NOW - 50n) * 1000 });
  await again.publisher.publish();
  expect(first.published().ts).toBe(NOW + 2n);
});

it('publishes the answers beside the record, one for each client', async () => {
  const { publisher, published } = await publishing();
  await publisher.answer(answer('a'));
  await publisher.answer(answer('b'));
  await publisher.answer(answer('a', 2));
  expect(published().labels).toEqual(['_answer-b-0', '_answer-a-0']);
});

it('evicts the answers that no longer fit, and warns', async () => {
  const { publisher, published, lines } = await publishing();
  for (const client of ['a', 'b', 'c']) await publisher.answer(answer(client, client.charCodeAt(0), 300));
  expect(published().length).toBeLessThanOrEqual(MAX_DNS);
  expect(published().labels).not.toContain('_answer-a-0');
  expect(lines[0]).toBe('warn: answer to a evicted, the packet would be too long');
});

it('tries three times, and publishes what a later attempt brings through', async () => {
  let fails = 2;
  const memory = memorySubstrate();
  const put: typeof memory.put = async (name, payload) => {
    fails -= 1;
    if (fails >= 0) throw new Error('busy');
    return memory.put(name, payload);
  };
  const { publisher, lines } = await publishing({ substrates: [{ ...memory, put }] });
  await publisher.publish();
  expect(lines).toEqual(Array(2).fill('warn: not published: busy'));
  expect(memory.packets.has(identity.name)).toBe(true);
});

it('gives up after three attempts, and does not fail', async () => {
  const put = () => Promise.reject(new Error('down'));
  const { publisher, lines } = await publishing({ substrates: [{ ...memorySubstrate(), put }] });
  await publisher.publish();
  expect(lines).toEqual(Array(3).fill('warn: not published: down'));
});

it('publishes nothing once it is stopped', async () => {
  const { publisher, substrate, stop, lines } = await publishing();
  stop.abort();
  await publisher.publish();
  await publisher.stop();
  expect([substrate.packets.size, lines]).toEqual([0, []]);
});
