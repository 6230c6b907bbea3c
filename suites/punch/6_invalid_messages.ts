import type { Case, Expect, JsonObject } from '../model.js';
import {
  allHandled,
  type Coordinates,
  expectMessage,
  first,
  has,
  meets,
  register,
  registration,
  second,
  third,
  twoPeers,
} from './peers.js';
import type { PunchPort, PunchSocket } from './port.js';
import { punchCase } from './steps.js';

/**
 * A message that no client may send, made from the register message that this deployment accepts. The control sends the
 * valid one. The broker must answer with an error message or a close; silence and service are wrong.
 */
const refusedMessage = (
  slug: string,
  title: string,
  why: string,
  spoil: Spoil,
  control = 'punch/6.2/peer-second',
): Case =>
  punchCase({
    id: `punch/6/${slug}`,
    expects: 'refusal',
    control,
    requires: ['PUNCH-6-3'],
    title: `${title} brings an error message or a close`,
    why,
    async run({ punch, expect }) {
      const { a, b } = await twoPeers(punch);
      await expectRefusal(punch, expect, a, spoil(registration(a, first)));
      register(b, second);
      await allHandled(b);
      expectNoMatch(expect, b, second);
    },
  });

type Spoil = (valid: JsonObject) => JsonObject | string | Uint8Array;

const cut: Spoil = (valid) => JSON.stringify(valid).slice(0, -1);
const inBinary: Spoil = (valid) => new TextEncoder().encode(JSON.stringify(valid));
const ofUnknownType: Spoil = (valid) => ({ ...valid, type: 'relay' });
const withPortAsText: Spoil = (valid) => ({ ...valid, port: String(valid['port']) });

async function expectRefusal(
  punch: PunchPort,
  expect: Expect,
  socket: PunchSocket,
  message: ReturnType<Spoil>,
  what = '',
): Promise<void> {
  const from = socket.heard.length;
  socket.send(message);
  await socket.next('error', { from, within: Math.min(punch.patience, 1_500) });
  const answered = async () => has(socket, 'error', from) || (await socket.ended(0)) !== 'open';
  // A busy broker may answer later, but still before it answers this ping.
  if (!(await answered())) await socket.ping();
  const isRefused = await answered();
  expect.that(`an error message or a close follows${what}`, isRefused, {
    expected: 'an error message or a close',
    observed: isRefused ? 'one of them' : 'neither',
  });
}

/**
 * This peer receives peer messages about these two only, and so none about an endpoint that a rejected message names. Other
 * cases ask whether the port of a peer message is a number.
 */
function expectNoMatch(expect: Expect, socket: PunchSocket, ...known: readonly Coordinates[]): void {
  const met = socket.heard.find(
    ({ message }) =>
      message?.['type'] === 'peer' && !known.some(({ port }) => String(port) === String(message['port'])),
  );
  expect.that('the message brings no match', met === undefined, {
    expected: 'no peer message',
    observed: met?.text ?? 'none',
  });
}

/** Invalid messages of a registered peer. If the broker closes the connection, a new peer sends the next one. */
const laterMessages = punchCase({
  id: 'punch/6/invalid-later',
  expects: 'refusal',
  control: 'punch/6.2/peer-second',
  requires: ['PUNCH-6-3'],
  title: 'each of four invalid messages after a register message brings an error message or a close',
  why: 'A client that breaks in the middle of a show is told nothing, and its peer is told a wrong port.',
  async run({ punch, expect }) {
    const { a, b, session, token } = await twoPeers(punch);
    let peer = a;
    register(peer, first);
    for (const [what, spoil] of [
      ['text that is not JSON', cut],
      ['a binary frame', inBinary],
      ['an unknown type', ofUnknownType],
      ['a port that is text', withPortAsText],
    ] as const) {
      if ((await peer.ended(0)) !== 'open') {
        peer = await punch.open(session.name, token);
        register(peer, first);
      }
      await allHandled(peer);
      await expectRefusal(punch, expect, peer, spoil(registration(peer, third)), ` ${what}`);
    }
    register(b, second);
    await allHandled(b);
    expectNoMatch(expect, b, first, second);
  },
});

/** The lowest and the highest port that a register may name. */
const acceptedPort = (port: number, why: string): Case =>
  punchCase({
    id: `punch/6/port-${port}`,
    expects: 'service',
    requires: ['PUNCH-6.2-3'],
    title: `a register message with port ${port} brings the second peer that port`,
    why,
    async run({ punch, expect }) {
      await meets(punch);
      const { a, b } = await twoPeers(punch);
      register(a, { ...first, port });
      await allHandled(a);
      register(b, second);
      const peer = await expectMessage(expect, b, 'peer', 'the second peer');
      expect.equal('port', peer['port'] ?? null, port);
    },
  });

export const invalidMessages: readonly Case[] = [
  refusedMessage(
    'invalid-json',
    'text that is not JSON',
    'A client with a bug in its encoder waits for an answer and nobody tells it why none comes.',
    cut,
  ),
  refusedMessage(
    'binary',
    'a binary frame',
    'A library that sends binary by default looks connected and is never matched.',
    inBinary,
  ),
  refusedMessage(
    'unknown-type',
    'a message of an unknown type',
    'A client of a later version believes that its message was understood.',
    ofUnknownType,
  ),
  refusedMessage(
    'no-type',
    'a message without a type',
    'A client that forgets the type waits for a match that never comes.',
    ({ type: _, ...rest }) => rest,
  ),
  refusedMessage(
    'array',
    'an array',
    'A client that batches its messages believes that they were read.',
    (valid) => JSON.stringify([valid]),
  ),
  refusedMessage(
    'extra-field',
    'a register message with an unknown member',
    'A misspelled member is ignored, and the peer is matched without what it asked for.',
    (valid) => ({ ...valid, admin: true }),
  ),
  refusedMessage(
    'no-port',
    'a register message without a port',
    'The remote peer is told no port, and the pair never connects.',
    ({ port: _, ...rest }) => rest,
  ),
  acceptedPort(1024, 'A broker that excludes the lowest port rejects a firewall rule that starts at 1024.'),
  acceptedPort(
    65_535,
    'A broker that excludes the highest port rejects devices whose system gives out ports from the top.',
  ),
  refusedMessage(
    'port-1023',
    'a register message with port 1023',
    'A port below 1024 needs privileges that SRT tools do not have, so the pair never connects.',
    (valid) => ({ ...valid, port: 1023 }),
    'punch/6/port-1024',
  ),
  refusedMessage(
    'port-65536',
    'a register message with port 65536',
    'The port wraps around to 0 at the remote peer.',
    (valid) => ({ ...valid, port: 65_536 }),
    'punch/6/port-65535',
  ),
  refusedMessage(
    'port-text',
    'a register message with a port that is text',
    'The remote peer receives text where its SRT tool needs a number.',
    withPortAsText,
  ),
  refusedMessage(
    'port-fraction',
    'a register message with a port that is a fraction',
    'The remote peer cuts the fraction, or its SRT tool rejects it.',
    (valid) => ({ ...valid, port: 20_101.5 }),
  ),
  laterMessages,
];
