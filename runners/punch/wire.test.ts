import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterAll, describe, expect, it } from 'vitest';
import { Unclaimed } from '../../suites/case.js';
import { freeMediaPort } from './media.js';
import { askerOf, memoryOf, scripted, testedAt } from './testing/scripted.js';
import { wireOf } from './wire.js';

const closers: (() => void)[] = [];
afterAll(() => closers.map((close) => close()));

const at = (url: string | URL, sources: readonly string[] = ['127.0.0.9'], srt = false) => {
  const asker = askerOf(testedAt(new URL(url), { memory: memoryOf({ sources }), srt, patience: 300 }));
  return { asker, ...wireOf(asker) };
};
const bytes = (text: string) => new TextEncoder().encode(text);

describe('raw bytes', () => {
  it('are recorded with what comes back', async () => {
    const broker = await scripted(() => ({ status: 204, headers: { Connection: 'close' } }));
    closers.push(broker.close);
    const { raw, asker } = at(broker.url);
    const answer = await raw(bytes('GET / HTTP/1.1\r\nHost: x\r\n\r\n'), { silence: 10_000 });
    expect(answer).toMatchObject({ text: expect.stringMatching(/^HTTP\/1\.1 204/) });
    const [sent, got] = asker.transcript.lines();
    expect(sent).toMatch(/^> #1 raw: GET \/ HTTP\/1\.1/);
    expect(got).toMatch(/^< #1 raw: HTTP\/1\.1 204/);
  });

  it('are recorded with the close that comes instead', async () => {
    const broker = await scripted(() => undefined);
    closers.push(broker.close);
    const { raw, asker } = at(broker.url);
    expect(await raw(bytes('GET / HTTP/1.1\r\nHost: x\r\n\r\n'))).toBe('closed');
    expect(asker.transcript.lines().at(-1)).toBe('< #1 closed');
  });
});

it('offers one version of TLS, and records what the target makes of it', async () => {
  const broker = await scripted(() => undefined);
  closers.push(broker.close);
  const { tls, asker } = at(broker.url);
  const outcome = await tls('TLSv1.3');
  expect(['refused', 'closed']).toContain(outcome);
  expect(asker.transcript.lines()).toEqual(['> #1 TLS handshake with TLSv1.3 alone', `< #1 ${outcome}`]);
});

describe('a UDP ear', () => {
  it('hears what comes until its case ends', async () => {
    const { listenUdp, asker } = at('http://127.0.0.1:1');
    const ear = await listenUdp();
    const mouth = createSocket('udp4');
    mouth.send('hello', ear?.port ?? 0, '127.0.0.1');
    await expect.poll(() => ear?.packets.length).toBe(1);
    expect(Buffer.from(ear?.packets[0] ?? []).toString()).toBe('hello');
    mouth.close();
    await asker.end();
    const again = createSocket('udp4').bind(ear?.port ?? 0, '127.0.0.1');
    await once(again, 'listening');
    again.close();
  });

  it('is not there if the target could not reach it', async () => {
    expect(await at('https://broker.example', []).listenUdp()).toBeUndefined();
  });
});

describe('a media port', () => {
  it('is unclaimed without --srt', async () => {
    await expect(at('http://127.0.0.1:1').mediaPort()).rejects.toThrow(Unclaimed);
  });

  it.skipIf(process.platform !== 'linux')('is free on both addresses of the ends', async () => {
    const port = await at('http://127.0.0.1:1', [], true).mediaPort();
    const ends = ['127.0.0.2', '127.0.0.3'].map((address) => createSocket('udp4').bind(port, address));
    await Promise.all(ends.map((end) => once(end, 'listening')));
    for (const end of ends) end.close();
    expect(await freeMediaPort()).toBeGreaterThan(0);
  });
});
