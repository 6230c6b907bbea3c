import { Unclaimed, Unreachable } from '../case.js';
import type { Case, Expect, JsonObject } from '../model.js';
import { brokenFrames, brokenHandshakes, type FrameFault, inFragments } from './broken.js';
import {
  came,
  expectMessage,
  expectNone,
  expectService,
  first,
  meets,
  nothing,
  register,
  registration,
  second,
  settled,
  twoPeers,
} from './peers.js';
import type { PunchPort, PunchSocket } from './port.js';
import { FLOOD, framing, OVERSIZED, punchCase, stillReached } from './steps.js';

/**
 * A message that no client may send, made from the register message that this deployment takes: the control sends that one.
 * An error message or a close is right. Silence is not, and neither is service.
 */
const refusedMessage = (
  slug: string,
  title: string,
  spoil: (valid: JsonObject) => JsonObject | string | Uint8Array,
  control = 'punch/6.2/peer-second',
): Case =>
  punchCase({
    id: `punch/6/${slug}`,
    expects: 'refusal',
    control,
    requires: ['PUNCH-6-3'],
    title: `${title} is answered with an error message or a close`,
    async run({ punch, expect }) {
      const { a, b } = await twoPeers(punch);
      a.send(spoil(registration(a, first)));
      const error = await a.next('error', { within: Math.min(punch.patience, 1_500) });
      const code = await a.ended(0);
      expect.that('an error message or a close follows', came(error) || code !== 'open', {
        expected: 'an error message or a close',
        observed: came(error) ? 'an error message' : nothing[error],
      });
      register(b, second);
      await settled(b);
      const met = b.heard.find(
        ({ message }) => message?.['type'] === 'peer' && message['port'] !== second.port,
      );
      expect.that('nobody is matched by the message', met === undefined, {
        expected: 'no peer message',
        observed: met?.text ?? 'none',
      });
    },
  });

/** Bytes in the first of two fragments. */
const CUT = 10;

/** The lowest and the highest port that a register may name. */
const acceptedPort = (port: number): Case =>
  punchCase({
    id: `punch/6/port-${port}`,
    expects: 'service',
    requires: ['PUNCH-6.2-3'],
    title: `a register with port ${port} is introduced to the peer that comes second`,
    async run({ punch, expect }) {
      await meets(punch);
      const { a, b } = await twoPeers(punch);
      register(a, { ...first, port });
      await settled(a);
      register(b, second);
      const peer = await expectMessage(expect, b, 'peer', 'the second peer');
      expect.equal('port', peer['port'] ?? null, port);
    },
  });

const harmful = (
  slug: string,
  title: string,
  harm: (socket: PunchSocket) => void | Promise<void>,
  profile?: string,
): Case =>
  punchCase({
    id: `punch/6/${slug}`,
    expects: 'service',
    requires: ['PUNCH-6-4', 'PUNCH-8.2-3'],
    title: `${title} ends at most the connection that it came on`,
    ...(profile === undefined ? {} : { harm: profile }),
    async run({ punch, expect }) {
      await meets(punch);
      const others = await punch.stream();
      const { a } = await twoPeers(punch);
      await harm(a);
      await expectService(expect, punch, others);
      const code = await a.ended(300);
      const allowed = [1000, 1006, 1011, ...framing];
      expect.that(
        'the close code is one of 8.2 or of broken framing',
        code === 'open' || allowed.includes(code),
        {
          expected: [...allowed, 'open'],
          observed: code,
        },
      );
    },
  });

const brokenFrame = (fault: FrameFault, title: string): Case =>
  harmful(fault, title, (socket) => socket.sendRaw(brokenFrames[fault]));

export const robustness: readonly Case[] = [
  refusedMessage('invalid-json', 'text that is no JSON', (valid) => JSON.stringify(valid).slice(0, -1)),
  refusedMessage('binary', 'a binary frame', (valid) => new TextEncoder().encode(JSON.stringify(valid))),
  refusedMessage('unknown-type', 'a message of an unknown type', (valid) => ({ ...valid, type: 'relay' })),
  refusedMessage('no-type', 'a message without a type', ({ type: _, ...rest }) => rest),
  refusedMessage('array', 'an array', (valid) => JSON.stringify([valid])),
  refusedMessage('extra-field', 'a register with a field more', (valid) => ({ ...valid, admin: true })),
  refusedMessage('no-port', 'a register without a port', ({ port: _, ...rest }) => rest),
  acceptedPort(1024),
  acceptedPort(65_535),
  refusedMessage(
    'port-1023',
    'a register with port 1023',
    (valid) => ({ ...valid, port: 1023 }),
    'punch/6/port-1024',
  ),
  refusedMessage(
    'port-65536',
    'a register with port 65536',
    (valid) => ({ ...valid, port: 65_536 }),
    'punch/6/port-65535',
  ),
  refusedMessage('port-text', 'a register whose port is text', (valid) => ({ ...valid, port: '20101' })),
  refusedMessage('port-fraction', 'a register with a broken port', (valid) => ({ ...valid, port: 20_101.5 })),
  punchCase({
    id: 'punch/6/ready-before-register',
    expects: 'refusal',
    control: 'punch/6.2/start',
    requires: ['PUNCH-6.2-8'],
    title: 'ready from peers that never registered starts nothing',
    async run({ punch, expect }) {
      const { a, b } = await twoPeers(punch);
      a.send({ type: 'ready' });
      b.send({ type: 'ready' });
      await settled(a);
      await settled(b);
      expectNone(expect, 'start', a, b);
    },
  }),
  harmful(
    'huge-message',
    'a message of 1 MiB',
    (socket) => socket.send(`"${'x'.repeat(1 << 20)}"`),
    OVERSIZED,
  ),
  harmful(
    'flood',
    'a flood of 10,000 messages',
    async (socket) => {
      for (let i = 0; i < 10_000; i++) socket.send({ type: 'punch.ping' });
      await socket.ping();
    },
    FLOOD,
  ),
  brokenFrame('unmasked', 'a frame without a mask'),
  brokenFrame('reserved-bits', 'a frame with reserved bits set'),
  brokenFrame('invalid-utf8', 'text that is no UTF-8'),
  brokenFrame('compressed', 'a compressed frame nobody agreed on'),
  punchCase({
    id: 'punch/6/deflate',
    expects: 'service',
    requires: ['PUNCH-6-5'],
    title: 'compression that was agreed on changes no message',
    why: 'Every browser offers it: a server that agrees and cannot keep to it loses all of them.',
    async run({ punch, expect }) {
      await meets(punch);
      const { session, token } = await punch.stream();
      const a = await punch.open(session.name, token, { compress: true });
      if (!a.compressed) throw new Unclaimed('the deployment agrees to no compression');
      const b = await punch.open(session.name, token);
      register(a, first);
      await settled(a);
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
    requires: ['PUNCH-6-4'],
    title: 'a register in two fragments is read as one message',
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
    title: 'malformed upgrades are 4xx, and other peers are still served',
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
    title: 'the refusal of a malformed upgrade carries Punch-Version',
    why: 'Common WebSocket servers answer these themselves, and the application never sees them.',
    async run({ punch, expect }) {
      await meets(punch);
      for (const text of await malformedUpgrades(punch, expect)) {
        if (!/^HTTP\/1\.1 4\d\d /.test(text)) throw new Unreachable('a malformed upgrade is not refused');
        expect.that('the answer has Punch-Version', /\r\npunch-version: /i.test(text), {
          expected: 'a header Punch-Version',
          observed: text.slice(0, 300),
        });
      }
    },
  }),
];

/** What a good token with a broken handshake is answered. */
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
