/** Section tcp: transfers of many megabytes, with and without stalled readers. */
import { createHash } from 'node:crypto';
import type { Context } from '../model.js';
import { openTunnel, put, type Script, type Tunnel, text } from './pairing.js';
import type { Link } from './port.js';

const pour = async (link: Link, chunk: Uint8Array): Promise<void> => {
  for (let sent = 0; sent < CHUNKS; sent++) if ((await link.send(chunk)) === 'closed') return;
};

/** What a receiver of that many such chunks reports. */
function repeated(chunk: Uint8Array, count: number): { length: number; sha256: string } {
  const hash = createHash('sha256');
  for (let sent = 0; sent < count; sent++) hash.update(chunk);
  return { length: chunk.length * count, sha256: hash.digest('hex') };
}

const CHUNK = 256 * 1024;
const CHUNKS = 256;
/** The memory that a program may take while its reader is stalled: buffers, and garbage that its runtime has not collected. */
const MOST_GROWTH = 96 * 1024 * 1024;

const bulk: readonly Script[] = [
  {
    slug: 'bulk',
    title: '64 MiB pass each way at once without a changed byte',
    why: 'A backup through the tunnel is damaged or stalls when both sides send at once.',
    requires: ['TUNNEL-TCP-2', 'TUNNEL-TCP-1'],
    async run({ tunnel: lab, expect, random }, pairing) {
      const [up, down] = [random.bytes(CHUNK), random.bytes(CHUNK)];
      let heard: ReturnType<Link['digest']> | undefined;
      const service = await lab.service((link) => {
        heard = link.digest(CHUNK * CHUNKS);
        return pour(link, down);
      });
      const { local } = await openTunnel(lab, pairing, service.port);
      const link = await lab.dial(local);
      const poured = pour(link, up);
      const atClient = await link.digest(CHUNK * CHUNKS);
      expect.equal('what the client heard', { ...atClient }, repeated(down, CHUNKS));
      expect.equal('what the service heard', { ...(await heard) }, repeated(up, CHUNKS));
      await poured;
    },
  },
];

/** Writes to a link whose other end does not read, until it stalls. Returns the number of chunks. */
async function pourUntilStalled(link: Link, chunk: Uint8Array, clock: Context['clock']): Promise<number> {
  let sent = 1;
  let last = link.send(chunk);
  const stalled = (): Promise<boolean> =>
    Promise.race([last.then(() => false), clock.wait(3000).then(() => true)]);
  while (sent < CHUNKS && !(await stalled())) {
    sent++;
    last = link.send(chunk);
  }
  return sent;
}

/** One direction: the reader does not read while the writer writes, and then reads everything. */
async function expectStall(
  { expect, clock }: Pick<Context, 'expect' | 'clock'>,
  { out, into }: Tunnel,
  { name, reader, writer }: { readonly name: string; readonly reader: Link; readonly writer: Link },
): Promise<void> {
  const before = { out: await out.memory(), into: await into.memory() };
  const chunk = new Uint8Array(CHUNK);
  const sent = await pourUntilStalled(writer, chunk, clock);
  expect.that(`the writer stalls behind ${name}`, sent < CHUNKS, {
    expected: `fewer than ${CHUNKS * CHUNK} bytes accepted`,
    observed: sent * CHUNK,
  });
  for (const [end, grown] of [
    ['out', (await out.memory()) - before.out],
    ['in', (await into.memory()) - before.into],
  ] as const)
    expect.that(`the memory of ${end} stays bounded`, grown < MOST_GROWTH, {
      expected: `growth below ${MOST_GROWTH} bytes`,
      observed: grown,
    });
  reader.resume();
  const heard = await reader.digest(sent * CHUNK);
  expect.equal(`bytes at ${name} after it resumes`, heard, repeated(chunk, sent));
}

const slow: readonly Script[] = [
  {
    slug: 'slow-reader',
    title: 'a stalled service or client stalls its writer and receives every byte when it resumes',
    why: 'One slow download makes the program swap or be killed for its memory.',
    requires: ['TUNNEL-TCP-7'],
    control: 'tcp/binary-both-ways',
    async run({ tunnel: lab, expect, clock }, pairing) {
      const served: Link[] = [];
      const service = await lab.service(async (link) => {
        await link.take(1);
        link.pause();
        served.push(link);
      });
      const tunnel = await openTunnel(lab, pairing, service.port);
      for (const name of ['the service', 'the client'] as const) {
        const client = await lab.dial(tunnel.local);
        await client.send(text('x'));
        for (let looks = 0; looks < 200 && served.length === 0; looks++) await clock.wait(25);
        const atService = served.pop();
        if (!atService) return expect.equal('connections at the service', 0, 1);
        client.pause();
        const [reader, writer] = name === 'the service' ? [atService, client] : [client, atService];
        await expectStall({ expect, clock }, tunnel, { name, reader, writer });
        client.reset();
      }
    },
  },
];

export const transfers = [...put('tcp', bulk), ...put('tcp', slow)];
