/** The forwarding itself, in each pairing of the target with itself and with the reference. */
import { defineCase } from '../case.js';
import type { Case, Context } from '../model.js';
import { type Pairing, pairings, sha256, text } from './pairing.js';
import type { Link, Running, TunnelLab } from './port.js';

interface Tunnel {
  readonly out: Running & { readonly key: string };
  readonly into: Running;
  readonly local: number;
}

export async function tunnel(lab: TunnelLab, pairing: Pairing, remote: number, proto = ''): Promise<Tunnel> {
  const local = await lab.freePort();
  const out = await lab.out([`${remote}${proto}`], { program: pairing.out });
  const into = await lab.into(out.key, [`${local}:${remote}${proto}`], { program: pairing.into });
  return { out, into, local };
}

const upper = async (link: Link): Promise<void> => {
  const { bytes } = await link.rest();
  await link.send(text(Buffer.from(bytes).toString('latin1').toUpperCase()));
  link.end();
};

type Ends = Context & { readonly tunnelLab: TunnelLab };

interface Script {
  readonly slug: string;
  readonly title: string;
  readonly requires: readonly string[];
  run(context: Ends, pairing: Pairing): Promise<void>;
}

const tcp: readonly Script[] = [
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

const udp: readonly Script[] = [
  {
    slug: 'replies',
    title: 'replies come to the sender whose packet they answer',
    requires: ['TUNNEL-UDP-1', 'TUNNEL-UDP-3', 'TUNNEL-ACCEPTANCE-5', 'TUNNEL-IN-6', 'TUNNEL-OUT-2'],
    async run({ tunnelLab: lab, expect }, pairing) {
      const service = await lab.udp();
      service.answer((bytes) => text(`re ${Buffer.from(bytes).toString()}`));
      const { local } = await tunnel(lab, pairing, service.port, '/udp');
      const senders = await Promise.all([0, 1, 2, 3].map(() => lab.udp()));
      const answers = await Promise.all(
        senders.map(async (sender, n) =>
          Buffer.from((await sender.ask(text(`from ${n}`), local)) ?? []).toString(),
        ),
      );
      expect.equal('what each sender heard', answers, ['re from 0', 're from 1', 're from 2', 're from 3']);
      const strays = senders.filter((sender, n) =>
        sender.heard.some(({ bytes }) => Buffer.from(bytes).toString() !== `re from ${n}`),
      );
      expect.equal('senders with replies to others', strays.length, 0);
    },
  },
  {
    slug: 'late-reply',
    title: 'a reply that comes after the packet of another sender still finds its own',
    requires: ['TUNNEL-UDP-3'],
    async run({ tunnelLab: lab, expect }, pairing) {
      const service = await lab.udp();
      const { local } = await tunnel(lab, pairing, service.port, '/udp');
      const [one, two] = [await lab.udp(), await lab.udp()];
      service.answer((bytes) => (bytes.length === 1 ? bytes : undefined));
      expect.that('the first sender is heard', (await one.ask(text('1'), local)) !== undefined);
      expect.that('the second sender is heard', (await two.ask(text('2'), local)) !== undefined);
      const first = service.heard.find(({ bytes }) => Buffer.from(bytes).toString() === '1')?.from ?? 0;
      const late = (bytes: Uint8Array) => Buffer.from(bytes).toString() === 'late';
      for (let tries = 0; tries < 5 && !one.heard.some(({ bytes }) => late(bytes)); tries++) {
        service.send(text('late'), first);
        await one.next(late, 500);
      }
      expect.that(
        'the late reply is at the first sender',
        one.heard.some(({ bytes }) => late(bytes)),
      );
      expect.that('and not at the second', !two.heard.some(({ bytes }) => late(bytes)));
    },
  },
  {
    slug: 'sizes',
    title:
      'packets of 0, 1 and 1158 bytes pass whole; one over the limit is dropped, and the connection lives',
    requires: ['TUNNEL-UDP-1', 'TUNNEL-UDP-2', 'TUNNEL-UDP-7'],
    async run({ tunnelLab: lab, expect, random }, pairing) {
      const service = await lab.udp();
      service.answer((bytes) => bytes);
      const { local } = await tunnel(lab, pairing, service.port, '/udp');
      const sender = await lab.udp();
      for (const size of [1, 1158, 0]) {
        const sent = random.bytes(size);
        const back = await sender.ask(sent, local, (bytes) => bytes.length === size);
        expect.equal(`a packet of ${size} bytes`, back ? sha256(back) : null, sha256(sent));
      }
      sender.send(random.bytes(20_000), local);
      const back = await sender.ask(text('alive'), local, (bytes) => bytes.length === 5);
      expect.that('the connection lives', back !== undefined);
      expect.that(
        'nothing large came',
        service.heard.every(({ bytes }) => bytes.length <= 1158),
      );
    },
  },
  {
    slug: 'unlisted',
    title: 'a packet to a port that is not exposed is dropped without a word',
    requires: ['TUNNEL-UDP-4', 'TUNNEL-ACCEPTANCE-6', 'TUNNEL-OUT-7'],
    async run({ tunnelLab: lab, expect }, pairing) {
      const [open, hidden] = [await lab.udp(), await lab.udp()];
      open.answer((bytes) => bytes);
      hidden.answer((bytes) => bytes);
      const [good, bad] = [await lab.freePort(), await lab.freePort()];
      const out = await lab.out([`${open.port}/udp`, `${hidden.port}`], { program: pairing.out });
      await lab.into(out.key, [`${good}:${open.port}/udp`, `${bad}:${hidden.port}/udp`], {
        program: pairing.into,
      });
      const sender = await lab.udp();
      for (let n = 0; n < 3; n++) {
        sender.send(text('hidden'), bad);
        const back = await sender.ask(text(`${n}`), good, (bytes) => bytes.length === 1);
        expect.that('the exposed port answers meanwhile', back !== undefined);
      }
      expect.equal('packets at the hidden service', hidden.heard.length, 0);
      expect.that(
        'no reply',
        sender.heard.every(({ bytes }) => bytes.length === 1),
      );
    },
  },
];

const stdio: readonly Script[] = [
  {
    slug: 'bridge',
    title: 'stdio is bridged to one connection, binary and with its ends, and then the program leaves',
    requires: ['TUNNEL-IN-7', 'TUNNEL-IN-3', 'TUNNEL-ACCEPTANCE-3', 'TUNNEL-TCP-3'],
    async run({ tunnelLab: lab, expect, random }, pairing) {
      const up = random.bytes(100_000);
      const service = await lab.service(
        (link) =>
          void link.rest().then(async ({ bytes }) => {
            await link.send(bytes);
            link.end();
          }),
      );
      const out = await lab.out([`${service.port}`], { program: pairing.out });
      const into = await lab.into(out.key, [`-:${service.port}`], { program: pairing.into });
      into.stdin.write(up);
      into.stdin.end();
      const ended = await into.exited();
      expect.that('it leaves when the remote has ended', ended !== undefined);
      expect.equal('sha256 of stdout', ended ? sha256(ended.stdout) : null, sha256(up));
      expect.equal('exit code', ended?.code ?? null, 0);
      expect.equal('connections', service.links, 1);
    },
  },
  {
    slug: 'remote-ends',
    title: 'it leaves when the remote ends, though stdin is open',
    requires: ['TUNNEL-IN-7'],
    async run({ tunnelLab: lab, expect }, pairing) {
      const service = await lab.service((link) => void link.send(text('bye')).then(() => link.end()));
      const out = await lab.out([`${service.port}`], { program: pairing.out });
      const into = await lab.into(out.key, [`-:${service.port}`], { program: pairing.into });
      const ended = await into.exited();
      expect.equal('stdout', ended ? Buffer.from(ended.stdout).toString() : null, 'bye');
    },
  },
];

const put = (section: string, list: readonly Script[]): Case[] =>
  list.flatMap((script) =>
    pairings.map((pairing) =>
      defineCase({
        id: `tunnel/${section}/${script.slug}${pairing.suffix}`,
        title: `${script.title} (${pairing.name})`,
        requires: pairing.suffix === '' ? script.requires : [...script.requires, 'TUNNEL-FORWARDING-2'],
        // The wire is in no text (TUNNEL-F01): only a target with itself needs none.
        ...(pairing.suffix === '' ? {} : { level: 'should' as const }),
        ports: ['tunnelLab'],
        deadline: 60_000,
        run: (context) => script.run(context, pairing),
      }),
    ),
  );

export const forwardingScripts: readonly Case[] = [
  ...put('tcp', tcp),
  ...put('tcp', slow),
  ...put('udp', udp),
  ...put('in', stdio),
];
