import { Unclaimed } from '../case.js';
import type { Case, Expect, Json } from '../model.js';
import { expectStatus } from './answers.js';
import {
  allHandled,
  expectComplete,
  expectMessage,
  expectNone,
  expectOnePassphrase,
  first,
  matched,
  meets,
  need,
  registered,
  second,
  twoPeers,
} from './peers.js';
import type { PunchPort } from './port.js';
import { punchCase } from './steps.js';

/** Milliseconds within which no unregistered peer may be closed. The RFC allows 30 seconds. */
const WINDOW = 25_000;

const field = (value: Json | undefined): Json => value ?? null;

/** The message as it was sent. In `heard`, the members of nested objects are lifted to the top. */
function asSent(text: string): Json {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}

/** Checks the messages of a match against their schema. */
async function expectDescribed(punch: PunchPort, expect: Expect, ours: boolean): Promise<void> {
  const { a, b } = await matched(punch);
  const { description } = punch;
  // The public sources do not say how messages nest. The schema of a deployment does.
  const { isGiven } = description.messages;
  const violations = [...a.heard, ...b.heard].flatMap(({ text, message }) =>
    description
      .message(isGiven ? asSent(text) : (message ?? null))
      .filter((violation) => violation.ours === ours),
  );
  expect.equal(
    `violations of ${description.messages.name}`,
    [...new Set(violations.map(({ what }) => what))],
    [],
  );
}

const GIVEN = 'messages are held against the file of --messages: see punch/6/schema-given';

export const messages: readonly Case[] = [
  punchCase({
    id: 'punch/6/schema-stated',
    expects: 'service',
    requires: ['PUNCH-6-1'],
    title: 'messages keep to what the project states in public of its message schema',
    why: 'Typed clients reject a message that lacks a member, and miss the match.',
    async run({ punch, expect }) {
      if (punch.description.messages.isGiven) throw new Unclaimed(GIVEN);
      await expectDescribed(punch, expect, false);
    },
  }),
  punchCase({
    id: 'punch/6/schema-given',
    expects: 'service',
    requires: ['PUNCH-6-6'],
    title: 'messages keep to the schema that --messages gives',
    why: 'Clients that were generated from the schema of the deployment reject its own messages.',
    async run({ punch, expect }) {
      if (!punch.description.messages.isGiven)
        throw new Unclaimed('no message schema was given: add --messages FILE');
      await expectDescribed(punch, expect, false);
    },
  }),
  punchCase({
    id: 'punch/6/schema-ours',
    expects: 'service',
    requires: ['PUNCH-6-2'],
    title: 'messages keep to what we added to the schema where nothing is stated (advisory)',
    why: 'Clients that were written for the reference broker may miss members here.',
    async run({ punch, expect }) {
      if (punch.description.messages.isGiven) throw new Unclaimed(GIVEN);
      await expectDescribed(punch, expect, true);
    },
  }),
  punchCase({
    id: 'punch/6.1/open',
    expects: 'service',
    requires: ['PUNCH-6.1-1'],
    title: 'an upgrade of /api/ws/{session} with the token in t returns 101',
    why: 'No browser client can connect, because browsers cannot set the Authorization header on an upgrade.',
    async run({ punch, expect }) {
      const { session, token } = await punch.stream();
      expectStatus(expect, await punch.upgrade({ session: session.name, token }), 101);
      // A server that completes every upgrade may have no service.
      await meets(punch);
    },
  }),
  punchCase({
    id: 'punch/6.1/upgrade-missing',
    expects: 'refusal',
    control: 'punch/6.1/open',
    requires: ['PUNCH-6.1-2', 'PUNCH-5.1-2'],
    title: 'an upgrade without a token returns 401 before any 101',
    why: 'Anybody who guesses a name listens to the session.',
    async run({ punch, expect }) {
      const session = await punch.lobby();
      const upgraded = await punch.upgrade({ session: session.name });
      expectStatus(expect, upgraded, 401);
    },
  }),
  punchCase({
    id: 'punch/6.2/peer-second',
    expects: 'service',
    requires: ['PUNCH-6.2-3'],
    title: 'the second peer receives a peer message with the port of the first',
    why: 'The second peer does not know where to send, and the pair never connects.',
    async run({ punch, expect }) {
      const { b } = await registered(punch);
      expectComplete(expect, await expectMessage(expect, b, 'peer', 'the second peer'), first.port);
    },
  }),
  punchCase({
    id: 'punch/6.2/peer-first',
    expects: 'service',
    requires: ['PUNCH-6.2-4'],
    title: 'the first peer receives a peer message with the port of the second',
    why: 'The first peer waits for ever, and rendezvous needs both ends.',
    async run({ punch, expect }) {
      const { a } = await registered(punch);
      const peer = await expectMessage(expect, a, 'peer', 'the first peer');
      expect.equal('port', field(peer['port']), second.port);
    },
  }),
  punchCase({
    id: 'punch/6.2/local-port',
    expects: 'service',
    requires: ['PUNCH-6.2-3'],
    title: 'localPort in a peer message is the port that the receiver of the message registered',
    why: 'A peer that binds another port than its remote was told sends from a port that the NAT of the other end rejects.',
    level: 'should',
    async run({ punch, expect }) {
      const { toB } = await matched(punch);
      expect.equal('localPort', field(toB['localPort']), second.port);
    },
  }),
  punchCase({
    id: 'punch/6.2/start',
    expects: 'service',
    requires: ['PUNCH-6.2-7'],
    title: 'both peers receive a start message after both have sent ready',
    why: 'Peers that wait for start never open SRT.',
    async run({ punch, expect }) {
      const { a, b } = await matched(punch);
      a.send({ type: 'ready' });
      await allHandled(a);
      b.send({ type: 'ready' });
      await expectMessage(expect, a, 'start', 'the first peer');
      await expectMessage(expect, b, 'start', 'the second peer');
    },
  }),
  punchCase({
    id: 'punch/6.2/start-not-early',
    expects: 'refusal',
    control: 'punch/6.2/start',
    requires: ['PUNCH-6.2-8'],
    title: 'no peer receives a start message while one of its pair is not ready, even if other pairs are',
    why: 'One end starts its handshake while the other has no socket yet, and times out.',
    async run({ punch, expect }) {
      const { a, b } = await matched(punch);
      const ready = await matched(punch);
      for (const peer of [ready.a, ready.b]) peer.send({ type: 'ready' });
      await need(ready.a, 'start');
      await allHandled(a, b);
      expectNone(expect, 'start', a, b);
      a.send({ type: 'ready' });
      await allHandled(a, b);
      expectNone(expect, 'start', a, b);
      a.send({ type: 'ready' });
      await allHandled(a, b);
      expectNone(expect, 'start', a, b);
    },
  }),
  punchCase({
    id: 'punch/6.2/same-passphrase',
    expects: 'service',
    requires: ['PUNCH-6.2-9'],
    title: 'both peers of a pair receive the same passphrase',
    why: 'SRT rejects the handshake, and the operator sees only that nothing arrives.',
    async run({ punch, expect }) {
      const { toA, toB } = await matched(punch);
      expectOnePassphrase(expect, toA, toB);
    },
  }),
  punchCase({
    id: 'punch/6.2/registration-window',
    expects: 'refusal',
    control: 'punch/6.1/open',
    requires: ['PUNCH-6.2-2'],
    title: 'a peer that has not registered is open for 25 seconds',
    why: 'Slow devices that look up their public address first lose the connection before they can register.',
    waits: WINDOW,
    async run({ punch, expect, clock }) {
      const { a } = await twoPeers(punch);
      // Only the first event counts, because a busy machine may look when the window is already over.
      const code = await Promise.race([a.ended(WINDOW), clock.wait(WINDOW).then((): 'open' => 'open')]);
      expect.that('the WebSocket is open', code === 'open', { expected: 'open', observed: code });
    },
  }),
];
