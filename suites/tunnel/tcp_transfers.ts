/** Section tcp: transfers of many megabytes, with readers that read and readers that stall. */
import { createHash } from 'node:crypto';
import { openTunnel, put, type Script } from './pairing.js';
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
/** What a program may take while its reader is stalled: its buffers, and what its runtime has not collected. */
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

const slow: readonly Script[] = [
  {
    slug: 'slow-reader',
    title: 'a stalled reader stalls its writer and receives every byte when it resumes',
    why: 'One slow download makes the program swap or be killed for its memory.',
    requires: ['TUNNEL-TCP-7'],
    control: 'tcp/binary-both-ways',
    async run({ tunnel: lab, expect, clock }, pairing) {
      let reader: Link | undefined;
      const service = await lab.service((link) => {
        link.pause();
        reader = link;
      });
      const { local, out, into } = await openTunnel(lab, pairing, service.port);
      const before = { out: await out.memory(), into: await into.memory() };
      const link = await lab.dial(local);
      const chunk = new Uint8Array(CHUNK);
      let sent = 1;
      let last = link.send(chunk);
      const stalled = (): Promise<boolean> =>
        Promise.race([last.then(() => false), clock.wait(3000).then(() => true)]);
      while (sent < CHUNKS && !(await stalled())) {
        sent++;
        last = link.send(chunk);
      }
      expect.that('the writer stalls', sent < CHUNKS, {
        expected: `fewer than ${CHUNKS * CHUNK} bytes accepted`,
        observed: sent * CHUNK,
      });
      for (const [name, grown] of [
        ['out', (await out.memory()) - before.out],
        ['in', (await into.memory()) - before.into],
      ] as const)
        expect.that(`the memory of ${name} stays bounded`, grown < MOST_GROWTH, {
          expected: `growth below ${MOST_GROWTH} bytes`,
          observed: grown,
        });
      reader?.resume();
      const heard = reader ? await reader.digest(sent * CHUNK) : 'no connection at the service';
      expect.equal('bytes at the reader after it resumes', heard, repeated(chunk, sent));
    },
  },
];

export const transfers = [...put('tcp', bulk), ...put('tcp', slow)];
