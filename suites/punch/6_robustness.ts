import { defined } from '../../defined.js';
import { Unclaimed, Unreachable } from '../case.js';
import type { Case, Expect } from '../model.js';
import { brokenFrames, brokenHandshakes, type FrameFault, inFragments } from './broken.js';
import {
  allHandled,
  expectMessage,
  expectNone,
  expectService,
  first,
  meets,
  nothing,
  register,
  registration,
  second,
  twoPeers,
} from './peers.js';
import type { PunchPort, PunchSocket } from './port.js';
import { FLOOD, framing, OVERSIZED, punchCase, stillReached } from './steps.js';

/** Bytes in the first of two fragments. */
const CUT = 10;

const harmful = (
  slug: string,
  title: string,
  why: string,
  harm: (socket: PunchSocket) => void | Promise<void>,
  profile?: string,
): Case =>
  punchCase({
    id: `punch/6/${slug}`,
    expects: 'service',
    requires: ['PUNCH-6-4', 'PUNCH-8.2-3'],
    title: `${title} ends its own connection at most, and another pair is matched`,
    why,
    ...defined({ harm: profile }),
    async run({ punch, expect }) {
      await meets(punch);
      const others = await punch.stream();
      const { a } = await twoPeers(punch);
      await harm(a);
      await expectService(expect, punch, others);
      const code = await a.ended(300);
      const allowed = [1000, 1006, 1011, ...framing];
      expect.that(
        'the close code is one of RFC 8.2 or of RFC 6455 for broken frames',
        code === 'open' || allowed.includes(code),
        {
          expected: [...allowed, 'open'],
          observed: code,
        },
      );
    },
  });

const brokenFrame = (fault: FrameFault, title: string, why: string): Case =>
  harmful(fault, title, why, (socket) => socket.sendRaw(brokenFrames[fault]));

export const robustness: readonly Case[] = [
  punchCase({
    id: 'punch/6/ready-before-register',
    expects: 'refusal',
    control: 'punch/6.2/start',
    requires: ['PUNCH-6.2-8'],
    title: 'ready from peers that never registered brings no start message',
    why: 'Peers start SRT towards addresses that nobody has sent.',
    async run({ punch, expect }) {
      const { a, b } = await twoPeers(punch);
      a.send({ type: 'ready' });
      b.send({ type: 'ready' });
      await allHandled(a, b);
      expectNone(expect, 'start', a, b);
    },
  }),
  harmful(
    'huge-message',
    'a message of 1 MiB',
    'One message fills the memory of the broker, and all sessions end.',
    (socket) => socket.send(`"${'x'.repeat(1 << 20)}"`),
    OVERSIZED,
  ),
  harmful(
    'flood',
    'a flood of 10,000 messages',
    'One client that runs wild keeps the broker busy, and nobody else is matched.',
    async (socket) => {
      for (let i = 0; i < 10_000; i++) socket.send({ type: 'punch.ping' });
      await socket.ping();
    },
    FLOOD,
  ),
  brokenFrame(
    'unmasked',
    'a frame without a mask',
    'A home-made client, or a proxy that speaks as a server, takes the broker down.',
  ),
  brokenFrame(
    'reserved-bits',
    'a frame with reserved bits set',
    'A client with an extension that nobody agreed to takes the broker down.',
  ),
  brokenFrame('invalid-utf8', 'text that is not UTF-8', 'A client that sends Latin-1 takes the broker down.'),
  brokenFrame(
    'compressed',
    'a compressed frame without an agreement',
    'A client that compresses without asking takes the broker down.',
  ),
  punchCase({
    id: 'punch/6/deflate',
    expects: 'service',
    requires: ['PUNCH-6-5'],
    title: 'messages over an agreed permessage-deflate arrive unchanged',
    why: 'Every browser offers compression: a server that agrees and cannot keep to it loses all of them.',
    async run({ punch, expect }) {
      await meets(punch);
      const { session, token } = await punch.stream();
      const a = await punch.open(session.name, token, { compress: true });
      if (!a.compressed) throw new Unclaimed('this broker declines compression');
      const b = await punch.open(session.name, token);
      register(a, first);
      await allHandled(a);
      register(b, second);
      const toB = await expectMessage(expect, b, 'peer', 'the peer without compression');
      expect.equal('the port that a compressed message registered', toB['port'] ?? null, first.port);
      const toA = await expectMessage(expect, a, 'peer', 'the peer with compression');
      expect.equal('the port in the compressed peer message', toA['port'] ?? null, second.port);
    },
  }),
  punchCase({
    id: 'punch/6/fragments',
    expects: 'service',
    requires: ['PUNCH-6.2-3', 'PUNCH-6-4'],
    title: 'a register message in two fragments brings a peer message',
    why: 'Proxies and some client libraries split messages: such peers never meet anybody.',
    async run({ punch, expect }) {
      await meets(punch);
      const { a, b } = await twoPeers(punch);
      register(a, first);
      const text = new TextEncoder().encode(JSON.stringify(registration(b, second)));
      if (text.length - CUT > 125)
        throw new Unreachable('the register message is too long for a short frame');
      for (const fragment of inFragments(text, CUT)) b.sendRaw(fragment);
      await expectMessage(expect, b, 'peer', 'the peer that registered in fragments');
    },
  }),
  punchCase({
    id: 'punch/6/malformed-upgrades',
    expects: 'refusal',
    control: 'punch/6.1/open',
    requires: ['PUNCH-6-4'],
    title: 'malformed upgrades return 4xx, and other peers are still matched',
    why: 'A single broken client, or a port scanner, takes the whole broker down.',
    async run({ punch, expect }) {
      await meets(punch);
      const others = await punch.stream();
      for (const text of await malformedUpgrades(punch, expect)) {
        expect.that('the status is a 4xx', /^HTTP\/1\.1 4\d\d /.test(text), {
          expected: 'HTTP/1.1 4xx',
          observed: text.slice(0, 40),
        });
      }
      await expectService(expect, punch, others);
    },
  }),
  punchCase({
    id: 'punch/11/on-malformed-upgrade',
    expects: 'refusal',
    control: 'punch/11/on-101',
    requires: ['PUNCH-11-5'],
    title: 'a rejected malformed upgrade has Punch-Version',
    why: 'Common WebSocket servers answer these by themselves, so a client finds no version there.',
    async run({ punch, expect }) {
      await meets(punch);
      for (const text of await malformedUpgrades(punch, expect)) {
        if (!/^HTTP\/1\.1 4\d\d /.test(text)) throw new Unreachable('a malformed upgrade is not rejected');
        expect.that('the answer has Punch-Version', /\r\npunch-version: /i.test(text), {
          expected: 'a header Punch-Version',
          observed: text.slice(0, 300),
        });
      }
    },
  }),
];

/** The answers to broken handshakes with a valid token. */
async function malformedUpgrades(punch: PunchPort, expect: Expect): Promise<readonly string[]> {
  const { session, token } = await punch.stream();
  const texts: string[] = [];
  for (const fields of Object.values(brokenHandshakes)) {
    const lines = [
      `GET /api/ws/${session.name}?t=${token} HTTP/1.1`,
      'Host: localhost',
      'Connection: Upgrade',
      'Upgrade: websocket',
      ...fields,
    ];
    const bytes = new TextEncoder().encode(`${lines.join('\r\n')}\r\n\r\n`);
    const answer = await stillReached(expect, () => punch.raw(bytes));
    texts.push(typeof answer === 'string' ? nothing[answer] : answer.text);
  }
  return texts;
}
