/** Section tcp: streams, their ends and their bounds. */
import { put, type Script, sha256, text, tunnel, upper } from './pairing.js';
import type { Link } from './port.js';

const streams: readonly Script[] = [
  {
    slug: 'half-close',
    title: 'the end of one direction passes, and the other direction goes on',
    requires: [
      'TUNNEL-TCP-3',
      'TUNNEL-ACCEPTANCE-4',
      'TUNNEL-ACCEPTANCE-2',
      'TUNNEL-IN-5',
      'TUNNEL-OUT-6',
      'TUNNEL-TCP-2',
    ],
    async run({ tunnelLab: lab, expect }, pairing) {
      const service = await lab.service((link) => void upper(link).catch(() => {}));
      const { local } = await tunnel(lab, pairing, service.port);
      const link = await lab.dial(local);
      await link.send(text('half of it'));
      link.end();
      const { bytes, how } = await link.rest();
      expect.equal('what came back after our FIN', Buffer.from(bytes).toString('latin1'), 'HALF OF IT');
      expect.equal('how it ended', how, 'end');
    },
  },
  {
    slug: 'service-ends-first',
    title: 'a service that has ended its half still hears the client',
    requires: ['TUNNEL-TCP-3', 'TUNNEL-ACCEPTANCE-4'],
    async run({ tunnelLab: lab, expect }, pairing) {
      let at: Link | undefined;
      const service = await lab.service((link) => {
        at = link;
        void link.send(text('bye')).then(() => link.end());
      });
      const { local } = await tunnel(lab, pairing, service.port);
      const link = await lab.dial(local);
      const first = await link.rest();
      expect.equal(
        'what the service said, and its FIN',
        [Buffer.from(first.bytes).toString(), first.how],
        ['bye', 'end'],
      );
      await link.send(text('still here'));
      link.end();
      const { bytes, how } = (await at?.rest()) ?? { bytes: new Uint8Array(), how: 'open' };
      expect.equal(
        'what the service heard after its own FIN',
        [Buffer.from(bytes).toString(), how],
        ['still here', 'end'],
      );
    },
  },
  {
    slug: 'binary-both-ways',
    title: 'bytes of every value pass unchanged in both directions',
    requires: ['TUNNEL-NON-GOALS-1', 'TUNNEL-TCP-2', 'TUNNEL-TCP-1', 'TUNNEL-INTRO-1'],
    async run({ tunnelLab: lab, expect, random }, pairing) {
      const up = random.bytes(300_000);
      const down = random.bytes(300_000);
      let heard = Promise.resolve(new Uint8Array() as Uint8Array);
      const service = await lab.service((link) => {
        heard = link.take(up.length);
        heard.catch(() => {});
        void link.send(down);
      });
      const { local } = await tunnel(lab, pairing, service.port);
      const link = await lab.dial(local);
      await link.send(up);
      expect.equal('sha256 at the client', sha256(await link.take(down.length)), sha256(down));
      expect.equal('sha256 at the service', sha256(await heard), sha256(up));
    },
  },
  {
    slug: 'refused',
    title: 'a port that is not exposed is refused, and one beside it lives',
    requires: ['TUNNEL-TCP-4', 'TUNNEL-OUT-7', 'TUNNEL-ACCEPTANCE-6'],
    async run({ tunnelLab: lab, expect }, pairing) {
      const open = await lab.service((link) => void upper(link).catch(() => {}));
      const hidden = await lab.service((link) => void link.send(text('secret')).catch(() => {}));
      const [good, bad] = [await lab.freePort(), await lab.freePort()];
      const out = await lab.out([`${open.port}`, `${hidden.port}/udp`], { program: pairing.out });
      await lab.into(out.key, [`${good}:${open.port}`, `${bad}:${hidden.port}`], { program: pairing.into });
      const refused = await (await lab.dial(bad)).rest();
      expect.equal('bytes of the port that is not exposed', refused.bytes.length, 0);
      expect.that('its connection ends', refused.how !== 'open', { observed: refused.how });
      expect.equal('connections at the hidden service', hidden.links, 0);
      const link = await lab.dial(good);
      await link.send(text('x'));
      link.end();
      expect.equal('the exposed port', Buffer.from((await link.rest()).bytes).toString(), 'X');
    },
  },
  {
    slug: 'nobody-listens',
    title: 'a stream ends where nobody listens, and works when the service has come back',
    requires: ['TUNNEL-TCP-5'],
    async run({ tunnelLab: lab, expect }, pairing) {
      const port = await lab.freePort();
      const { local } = await tunnel(lab, pairing, port);
      const { how, bytes } = await (await lab.dial(local)).rest();
      expect.that('the connection ends', how !== 'open' && bytes.length === 0, { observed: how });
      await lab.service((link) => void upper(link).catch(() => {}), port);
      const link = await lab.dial(local);
      await link.send(text('again'));
      link.end();
      expect.equal('the service that has come', Buffer.from((await link.rest()).bytes).toString(), 'AGAIN');
    },
  },
  {
    slug: 'many-at-once',
    title: 'two hundred connections at once are each its own stream',
    requires: ['TUNNEL-TCP-1', 'TUNNEL-FORWARDING-1'],
    async run({ tunnelLab: lab, expect }, pairing) {
      const service = await lab.service((link) => void upper(link).catch(() => {}));
      const { local } = await tunnel(lab, pairing, service.port);
      const links = await Promise.all(Array.from({ length: 200 }, () => lab.dial(local)));
      await Promise.all(links.map((link, n) => link.send(text(`link ${n}`))));
      for (const link of links) link.end();
      const answers = await Promise.all(links.map((link) => link.rest(20_000)));
      const wrong = answers.findIndex(({ bytes }, n) => Buffer.from(bytes).toString() !== `LINK ${n}`);
      expect.equal('the first connection with another answer than its own', wrong, -1);
    },
  },
];

const CHUNK = 256 * 1024;
const CHUNKS = 256;

const slow: readonly Script[] = [
  {
    slug: 'slow-reader',
    title: 'a reader that stops stops its writer, and both go on together',
    requires: ['TUNNEL-TCP-7'],
    async run({ tunnelLab: lab, expect, clock }, pairing) {
      let reader: Link | undefined;
      const service = await lab.service((link) => {
        link.pause();
        reader = link;
      });
      const { local } = await tunnel(lab, pairing, service.port);
      const link = await lab.dial(local);
      const chunk = new Uint8Array(CHUNK);
      let sent = 0;
      let last = link.send(chunk);
      const stalled = async (): Promise<boolean> =>
        Promise.race([last.then(() => false), clock.wait(3000).then(() => true)]);
      while (sent < CHUNKS && !(await stalled())) {
        sent++;
        last = link.send(chunk);
      }
      expect.that('the writer is stopped before 64 MiB are swallowed', sent < CHUNKS, {
        observed: sent * CHUNK,
      });
      reader?.resume();
      expect.that('and goes on with the reader', !(await stalled()));
    },
  },
];

export const tcp = [...put('tcp', streams), ...put('tcp', slow)];
