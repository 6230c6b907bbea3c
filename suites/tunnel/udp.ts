/** Section udp: packets, and replies to their senders. */
import { openEnds, openTunnel, put, type Script, sha256, text, textOf } from './pairing.js';
import type { UdpEnd } from './port.js';
import { echoService } from './services.js';

/** Packets that are delayed by 200 ms each would take over six seconds. */
const BURST = 32;
const BURST_WITHIN = 2000;
const BURST_ENDS = 4;

/** The ports from which replies came, each once. */
const portsOf = (sender: UdpEnd, fits: (bytes: Uint8Array) => boolean = () => true): readonly number[] => [
  ...new Set(sender.heard.filter(({ bytes }) => fits(bytes)).map(({ from }) => from)),
];

const digest = (came: Uint8Array | 'silent' = 'silent'): string => (came === 'silent' ? came : sha256(came));

const packets: readonly Script[] = [
  {
    slug: 'replies',
    title: 'four senders each get the replies to their own packets',
    why: 'A game or DNS client gets the answers of another one, or none.',
    requires: ['TUNNEL-UDP-1', 'TUNNEL-UDP-3', 'TUNNEL-ACCEPTANCE-5', 'TUNNEL-IN-6', 'TUNNEL-OUT-2'],
    async run({ tunnel: lab, expect }, pairing) {
      const service = await lab.udp();
      service.answer((bytes) => text(`re ${textOf(bytes)}`));
      const { local } = await openTunnel(lab, pairing, service.port, '/udp');
      const senders = await Promise.all([0, 1, 2, 3].map(() => lab.udp()));
      const answers = await Promise.all(
        senders.map(async (sender, n) => textOf(await sender.ask(text(`from ${n}`), local))),
      );
      expect.equal('what each sender heard', answers, ['re from 0', 're from 1', 're from 2', 're from 3']);
      const strays = senders.filter((sender, n) =>
        sender.heard.some(({ bytes }) => textOf(bytes) !== `re from ${n}`),
      );
      expect.equal('senders with replies to others', strays.length, 0);
    },
  },
  {
    slug: 'late-reply',
    title: 'a late reply goes to its own sender after another sender has sent',
    why: 'With two clients, slow answers go to the client that asked last.',
    requires: ['TUNNEL-UDP-3'],
    async run({ tunnel: lab, expect }, pairing) {
      const service = await lab.udp();
      const { local } = await openTunnel(lab, pairing, service.port, '/udp');
      const [one, two] = [await lab.udp(), await lab.udp()];
      service.answer((bytes) => (bytes.length === 1 ? bytes : undefined));
      expect.equal('the first sender hears', textOf(await one.ask(text('1'), local)), '1');
      expect.equal('the second sender hears', textOf(await two.ask(text('2'), local)), '2');
      const first = service.heard.find(({ bytes }) => textOf(bytes) === '1')?.from ?? 0;
      const late = (bytes: Uint8Array) => textOf(bytes) === 'late';
      for (let tries = 0; tries < 5 && !one.heard.some(({ bytes }) => late(bytes)); tries++) {
        service.send(text('late'), first);
        await one.next(late, 500);
      }
      const replies = (end: UdpEnd) => (end.heard.some(({ bytes }) => late(bytes)) ? 'late' : 'silent');
      expect.equal('the first sender then hears', replies(one), 'late');
      expect.equal('the second sender then hears', replies(two), 'silent');
    },
  },
  {
    slug: 'reply-address',
    title: 'a reply leaves from the address and port that the packet was sent to',
    why: 'A client that connects its socket, as DNS resolvers and WireGuard do, never sees the reply.',
    requires: ['TUNNEL-UDP-3', 'TUNNEL-IN-6'],
    end: 'in',
    async run({ tunnel: lab, expect }, pairing) {
      const service = await echoService(lab);
      const { local } = await openTunnel(lab, pairing, service.port, '/udp');
      const sender = await lab.udp();
      expect.equal('the service echoes', textOf(await sender.ask(text('x'), local)), 'x');
      expect.equal('ports that replies left from', portsOf(sender), [local]);
    },
  },
  {
    slug: 'two-mappings',
    title: 'a sender to two UDP mappings gets each reply from the mapping it was sent to',
    why: 'A client of two services takes the answer of one for the answer of the other.',
    requires: ['TUNNEL-UDP-3', 'TUNNEL-IN-6', 'TUNNEL-IN-10'],
    end: 'in',
    async run({ tunnel: lab, expect }, pairing) {
      const [one, two] = [await lab.udp(), await lab.udp()];
      one.answer(() => text('one'));
      two.answer(() => text('two'));
      const [first, second] = [await lab.freePort(), await lab.freePort()];
      const mappings = [`${first}:${one.port}/udp`, `${second}:${two.port}/udp`];
      await openEnds(lab, pairing, [`${one.port}/udp`, `${two.port}/udp`], mappings);
      const sender = await lab.udp();
      const is = (name: string) => (bytes: Uint8Array) => textOf(bytes) === name;
      expect.equal('the first mapping answers', textOf(await sender.ask(text('1'), first, is('one'))), 'one');
      expect.equal(
        'the second mapping answers',
        textOf(await sender.ask(text('2'), second, is('two'))),
        'two',
      );
      const from = (name: string) => portsOf(sender, is(name));
      expect.equal('ports that replies of the first service left from', from('one'), [first]);
      expect.equal('ports that replies of the second service left from', from('two'), [second]);
    },
  },
  {
    slug: 'burst',
    title: `the last of ${BURST} packets that are sent at once is answered within ${BURST_WITHIN / 1000} s`,
    why: 'Voice and video stutter: each packet waits for the one before it.',
    requires: ['TUNNEL-UDP-2', 'TUNNEL-UDP-1'],
    async run({ tunnel: lab, expect }, pairing) {
      const service = await echoService(lab);
      const { local } = await openTunnel(lab, pairing, service.port, '/udp');
      const sender = await lab.udp();
      expect.equal('the service echoes', textOf(await sender.ask(text('x'), local)), 'x');
      let last = 'silent';
      // UDP may lose some, so one burst of three is enough, and one of its last packets.
      for (let round = 0; round < 3 && last === 'silent'; round++) {
        const names = Array.from({ length: BURST }, (_, n) => `${round} ${n}`);
        for (const name of names) sender.send(text(name), local);
        const ends = new Set(names.slice(-BURST_ENDS));
        const came = await sender.next((bytes) => ends.has(textOf(bytes)), BURST_WITHIN);
        if (came !== 'silent') last = 'answered';
      }
      expect.equal(`one of the last ${BURST_ENDS} packets of a burst`, last, 'answered');
    },
  },
  {
    slug: 'sizes',
    title:
      'packets of 0 to 1158 bytes pass unchanged, and 20000 bytes either way are dropped without ending the connection',
    why: 'Packets are cut, or one large packet takes down every mapping.',
    requires: ['TUNNEL-UDP-1', 'TUNNEL-UDP-2', 'TUNNEL-UDP-7'],
    async run({ tunnel: lab, expect, random }, pairing) {
      const service = await lab.udp();
      const large = random.bytes(20_000);
      service.answer((bytes) => (textOf(bytes) === 'large?' ? large : bytes));
      const { local } = await openTunnel(lab, pairing, service.port, '/udp');
      const sender = await lab.udp();
      for (const size of [1, 1158, 0]) {
        const sent = random.bytes(size);
        const back = await sender.ask(sent, local, (bytes) => bytes.length === size);
        const there = service.heard.find(({ bytes }) => bytes.length === size);
        expect.equal(`sha256 of ${size} bytes at the service`, digest(there?.bytes), sha256(sent));
        expect.equal(`sha256 of ${size} bytes in the reply`, digest(back), sha256(sent));
      }
      const echo = async (words: string) =>
        textOf(await sender.ask(text(words), local, (bytes) => bytes.length === words.length));
      sender.send(large, local);
      expect.equal('the reply to the packet after the large one', await echo('alive'), 'alive');
      sender.send(text('large?'), local);
      expect.equal('the reply to the packet after the large reply', await echo('lives on'), 'lives on');
      expect.each(
        'packets at the service have at most 1158 bytes',
        service.heard,
        ({ bytes }) => bytes.length <= 1158,
        { expected: 'at most 1158 bytes', observed: ({ bytes }) => `${bytes.length} bytes` },
      );
      expect.each('replies have at most 1158 bytes', sender.heard, ({ bytes }) => bytes.length <= 1158, {
        expected: 'at most 1158 bytes',
        observed: ({ bytes }) => `${bytes.length} bytes`,
      });
    },
  },
  {
    slug: 'unlisted',
    title: 'a packet to a port that is not exposed gets no reply and reaches no service',
    why: 'A peer reaches a UDP service that was never exposed, such as a local DNS server.',
    requires: ['TUNNEL-UDP-4', 'TUNNEL-ACCEPTANCE-6', 'TUNNEL-OUT-7', 'TUNNEL-IN-6'],
    control: 'udp/replies',
    async run({ tunnel: lab, expect }, pairing) {
      const [open, hidden] = [await echoService(lab), await echoService(lab)];
      const [good, bad] = [await lab.freePort(), await lab.freePort()];
      const mappings = [`${good}:${open.port}/udp`, `${bad}:${hidden.port}/udp`];
      await openEnds(lab, pairing, [`${open.port}/udp`, `${hidden.port}`], mappings);
      const sender = await lab.udp();
      for (let n = 0; n < 3; n++) {
        sender.send(text('hidden'), bad);
        // An answer to a packet that was sent twice may come during the next round.
        const fits = (bytes: Uint8Array) => textOf(bytes) === `${n}`;
        const back = await sender.ask(text(`${n}`), good, fits);
        expect.equal('the exposed port echoes', textOf(back), `${n}`);
      }
      expect.equal('packets at the hidden service', hidden.heard.length, 0);
      expect.each(
        'every reply comes from the exposed port',
        sender.heard,
        ({ bytes }) => bytes.length === 1,
        { expected: 'a reply of 1 byte', observed: ({ bytes }) => Buffer.from(bytes).toString('latin1') },
      );
    },
  },
];

export const udp = put('udp', packets);
