/** Section tcp: streams, how they end, and their limits. */
import type { Expect } from '../model.js';
import { openEnds, openTunnel, put, type Script, sha256, text, textOf } from './pairing.js';
import type { Link } from './port.js';
import { replyTo, say, upper, upperService } from './services.js';
import { transfers } from './tcp_transfers.js';

/** Closed by a FIN or a reset: the norm does not say which. */
const expectClosed = (expect: Expect, what: string, how: 'end' | 'broken' | 'open'): void =>
  expect.that(what, how !== 'open', { expected: 'an end or a reset', observed: 'still open' });

const streams: readonly Script[] = [
  {
    slug: 'half-close',
    title: 'a FIN of the client reaches the service, whose answer still reaches the client',
    why: 'Clients that end their half before they read, such as nc, HTTP/1.0 or git, get no answer.',
    requires: [
      'TUNNEL-TCP-3',
      'TUNNEL-ACCEPTANCE-4',
      'TUNNEL-ACCEPTANCE-2',
      'TUNNEL-IN-5',
      'TUNNEL-OUT-6',
      'TUNNEL-TCP-2',
    ],
    async run({ tunnel: lab, expect }, pairing) {
      const service = await upperService(lab);
      const { local } = await openTunnel(lab, pairing, service.port);
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
    title: 'a FIN of the service reaches the client, whose bytes still reach the service',
    why: 'Uploads are cut when the server answers early and closes its half.',
    requires: ['TUNNEL-TCP-3', 'TUNNEL-ACCEPTANCE-4'],
    async run({ tunnel: lab, expect }, pairing) {
      let at: Link | undefined;
      const service = await lab.service((link) => {
        at = link;
        return say(link, 'bye');
      });
      const { local } = await openTunnel(lab, pairing, service.port);
      const link = await lab.dial(local);
      const first = await link.rest();
      expect.equal('what the service said, and its FIN', [textOf(first.bytes), first.how], ['bye', 'end']);
      await link.send(text('still here'));
      link.end();
      const { bytes, how } = (await at?.rest()) ?? { bytes: new Uint8Array(), how: 'open' };
      expect.equal('what the service heard after its own FIN', [textOf(bytes), how], ['still here', 'end']);
    },
  },
  {
    slug: 'binary-both-ways',
    title: 'bytes of every value pass unchanged in both directions',
    why: 'Compressed or encrypted data is damaged in transit.',
    requires: ['TUNNEL-NON-GOALS-1', 'TUNNEL-TCP-2', 'TUNNEL-TCP-1', 'TUNNEL-INTRO-1'],
    async run({ tunnel: lab, expect, random }, pairing) {
      const up = random.bytes(300_000);
      const down = random.bytes(300_000);
      let heard: Promise<Uint8Array> | undefined;
      const service = await lab.service((link) => {
        heard = link.rest(2 * lab.patience).then(({ bytes }) => bytes);
        return Promise.all([heard, link.send(down).then(() => link.end())]);
      });
      const { local } = await openTunnel(lab, pairing, service.port);
      const link = await lab.dial(local);
      await link.send(up);
      link.end();
      expect.equal('sha256 at the client', sha256((await link.rest(2 * lab.patience)).bytes), sha256(down));
      expect.equal('sha256 at the service', sha256((await heard) ?? new Uint8Array()), sha256(up));
    },
  },
  {
    slug: 'service-address',
    title: 'out connects to 127.0.0.1 where another service listens on ::1 at the same port',
    why: 'On a machine where another program listens on ::1, peers reach that one instead of the exposed service.',
    requires: ['TUNNEL-TCP-2', 'TUNNEL-OUT-6'],
    end: 'out',
    async run({ tunnel: lab, expect }, pairing) {
      const port = await lab.freePort();
      const right = await lab.service((link) => say(link, 'right'), port);
      const wrong = await lab.service((link) => say(link, 'wrong'), port, '::1');
      const { local } = await openTunnel(lab, pairing, port);
      expect.equal('the service says', await replyTo(await lab.dial(local), ''), 'right');
      expect.equal('connections at 127.0.0.1', right.links, 1);
      expect.equal('connections at ::1', wrong.links, 0);
    },
  },
  {
    slug: 'refused',
    title: 'a connection to a port that is not exposed closes without a byte, and an exposed port works',
    why: 'A peer reaches a database or an admin page that was never exposed.',
    requires: ['TUNNEL-TCP-4', 'TUNNEL-OUT-7', 'TUNNEL-ACCEPTANCE-6'],
    control: 'tcp/half-close',
    async run({ tunnel: lab, expect }, pairing) {
      const open = await upperService(lab);
      const hidden = await lab.service((link) => say(link, 'secret'));
      const [good, bad] = [await lab.freePort(), await lab.freePort()];
      const mappings = [`${good}:${open.port}`, `${bad}:${hidden.port}`];
      await openEnds(lab, pairing, [`${open.port}`, `${hidden.port}/udp`], mappings);
      const refused = await (await lab.dial(bad)).rest();
      expect.equal('bytes of the port that is not exposed', refused.bytes.length, 0);
      expectClosed(expect, 'its connection closes', refused.how);
      expect.equal('connections at the hidden service', hidden.links, 0);
      expect.equal('the exposed port', await replyTo(await lab.dial(good), 'x'), 'X');
    },
  },
  {
    slug: 'nobody-listens',
    title: 'a connection closes where no service listens, and works once the service listens',
    why: 'A client hangs until its own timeout when the service is down, instead of failing at once.',
    requires: ['TUNNEL-TCP-5', 'TUNNEL-TCP-1'],
    control: 'tcp/half-close',
    async run({ tunnel: lab, expect }, pairing) {
      const port = await lab.freePort();
      const { local } = await openTunnel(lab, pairing, port);
      const { how, bytes } = await (await lab.dial(local)).rest();
      expectClosed(expect, 'the connection closes', how);
      expect.equal('bytes before it closes', bytes.length, 0);
      await upperService(lab, port);
      expect.equal('the service that started', await replyTo(await lab.dial(local), 'again'), 'AGAIN');
    },
  },
  {
    slug: 'many-at-once',
    title: '200 connections at once each get their own answer',
    why: 'A page with many resources loads in part, or its answers are mixed up.',
    requires: ['TUNNEL-TCP-1', 'TUNNEL-FORWARDING-1'],
    async run({ tunnel: lab, expect }, pairing) {
      const service = await upperService(lab);
      const { local } = await openTunnel(lab, pairing, service.port);
      const links = await Promise.all(Array.from({ length: 200 }, () => lab.dial(local)));
      await Promise.all(links.map((link, n) => link.send(text(`link ${n}`))));
      for (const link of links) link.end();
      const answers = await Promise.all(links.map((link) => link.rest(2 * lab.patience)));
      const wrong = answers.findIndex(({ bytes }, n) => textOf(bytes) !== `LINK ${n}`);
      expect.equal('the first connection with another answer than its own', wrong, -1);
    },
  },
  {
    slug: 'http',
    title: 'three HTTP requests with chunked answers pass over one kept-alive connection',
    why: 'Web pages load once, and the second request on the same connection hangs.',
    requires: ['TUNNEL-NON-GOALS-1', 'TUNNEL-TCP-1', 'TUNNEL-IN-5'],
    async run({ tunnel: lab, expect }, pairing) {
      const service = await lab.httpService();
      const { local } = await openTunnel(lab, pairing, service.port);
      const { answers, ended } = await lab.httpAsk(local, ['one', 'two', 'x'.repeat(100_000)]);
      expect.equal('the short answers', answers.slice(0, 2), ['POST ONE', 'POST TWO']);
      expect.equal('the end of the long request', ended, 'all answered');
      const long = `POST ${'X'.repeat(100_000)}`;
      expect.equal('sha256 of the long answer', sha256(text(answers[2] ?? '')), sha256(text(long)));
      expect.equal('requests at the service', service.requests, 3);
    },
  },
  {
    slug: 'service-restarted',
    title: 'a service that stops and starts again is reached over the same tunnel',
    why: 'After a deploy of the service the tunnel has to be restarted by hand on every client.',
    requires: ['TUNNEL-TCP-5', 'TUNNEL-TCP-1', 'TUNNEL-FORWARDING-1'],
    control: 'tcp/half-close',
    async run({ tunnel: lab, expect }, pairing) {
      const port = await lab.freePort();
      const { local } = await openTunnel(lab, pairing, port);
      for (const round of ['one', 'two']) {
        const service = await upperService(lab, port);
        expect.equal(`round ${round}`, await replyTo(await lab.dial(local), round), round.toUpperCase());
        await service.close();
        const { how, bytes } = await (await lab.dial(local)).rest();
        expectClosed(expect, 'a connection without a service closes', how);
        expect.equal('bytes before it closes', bytes.length, 0);
      }
    },
  },
  {
    slug: 'client-resets',
    title: 'a reset by the client closes its stream at the service, and no other stream',
    why: 'The service keeps the sessions of clients that are long gone, until it runs out of them.',
    requires: ['TUNNEL-TCP-1', 'TUNNEL-TCP-5'],
    control: 'tcp/half-close',
    async run({ tunnel: lab, expect, clock }, pairing) {
      const served: Link[] = [];
      const service = await lab.service((link) => void served.push(link));
      const { local } = await openTunnel(lab, pairing, service.port);
      const [reset, beside] = [await lab.dial(local), await lab.dial(local)];
      // Each client sends its number, because streams may arrive in another order than connections.
      await Promise.all([reset.send(text('R')), beside.send(text('B'))]);
      for (let looks = 0; looks < 200 && served.length < 2; looks++) await clock.wait(25);
      const names = await Promise.all(
        served.map(async (link) => ({ link, name: textOf(await link.take(1)) })),
      );
      const named = (name: string) => names.filter((one) => one.name === name).map(({ link }) => link);
      const [[atReset], [atBeside]] = [named('R'), named('B')];
      if (!atReset || !atBeside) {
        return expect.equal('first bytes at the service', names.map(({ name }) => name).sort(), ['B', 'R']);
      }
      reset.reset();
      expectClosed(expect, 'the reset stream closes at the service', (await atReset.rest()).how);
      await atBeside.send(text('lives'));
      expect.equal('the stream beside', textOf(await beside.take(5)), 'lives');
    },
  },
  {
    slug: 'service-resets',
    title: 'a reset by the service closes the connection of its client, and no other',
    why: 'A client waits for an answer of a service that has crashed.',
    requires: ['TUNNEL-TCP-1', 'TUNNEL-TCP-5'],
    control: 'tcp/half-close',
    async run({ tunnel: lab, expect }, pairing) {
      const service = await lab.service(async (link) => {
        const name = await link.take(1);
        if (textOf(name) === 'R') link.reset();
        else await upper(lab, link);
      });
      const { local } = await openTunnel(lab, pairing, service.port);
      const [reset, beside] = [await lab.dial(local), await lab.dial(local)];
      await Promise.all([reset.send(text('R')), beside.send(text('B'))]);
      const ended = await reset.rest();
      expectClosed(expect, 'the connection of the client closes', ended.how);
      expect.equal('the stream beside', await replyTo(beside, 'lives'), 'LIVES');
    },
  },
];

export const tcp = [...put('tcp', streams), ...transfers];
