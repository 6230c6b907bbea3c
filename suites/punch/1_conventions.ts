import type { Case, Json, JsonObject } from '../model.js';
import { expectStatus, needStatus } from './answers.js';
import {
  allHandled,
  expectMessage,
  expectNone,
  first,
  matched,
  meets,
  register,
  registeredIn,
  registration,
  second,
  secondSession,
  twoPeers,
} from './peers.js';
import { punchCase } from './steps.js';

/** The body with the name `to` in place of `from`, in a member whose first letter is in the other case: Name for name. */
function inOtherCase(body: JsonObject, from: string, to: string): JsonObject {
  const member = ([key, value = null]: [string, Json | undefined]): [string, Json] => {
    if (value === from) return [otherCase(key), to];
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return [key, isObject ? inOtherCase(value as JsonObject, from, to) : value];
  };
  return Object.fromEntries(Object.entries(body).map(member));
}

function otherCase(key: string): string {
  const upper = key.charAt(0).toUpperCase();
  return (key.startsWith(upper) ? upper.toLowerCase() : upper) + key.slice(1);
}

export const conventions: readonly Case[] = [
  punchCase({
    id: 'punch/1/field-case',
    expects: 'refusal',
    control: 'punch/6.2/peer-second',
    requires: ['PUNCH-1-1'],
    title: 'a register message with Port in place of port matches nobody',
    why: 'A broker that folds case accepts peers that every other broker rejects, and hides the mistake until a deployment moves.',
    async run({ punch, expect }) {
      await meets(punch);
      const { a, b, session, token } = await twoPeers(punch);
      register(a, first);
      const { port, ...rest } = registration(b, second);
      for (let i = 0; i < 2; i++) {
        b.send({ ...rest, Port: port ?? null });
        await allHandled(b);
        expectNone(expect, 'peer', b);
      }
      const open = (await b.ended(0)) === 'open';
      const again = open ? b : await punch.open(session.name, token);
      register(again, second);
      await expectMessage(expect, again, 'peer', 'the same peer, with the right spelling,');
    },
  }),
  punchCase({
    id: 'punch/1/field-case-creation',
    expects: 'refusal',
    control: 'punch/5/create',
    requires: ['PUNCH-1-1'],
    title: 'POST with Name in place of name creates no session of this name',
    why: 'A JSON library that folds case by default accepts producers that every other broker rejects.',
    async run({ punch, expect }) {
      const granted = await punch.create();
      needStatus(granted, 201, 'POST with the usual members');
      const name = punch.freshName();
      const body = JSON.stringify(inOtherCase(granted.sent, granted.name, name));
      const { status, text } = await punch.http({ method: 'POST', path: '/api/session', body });
      // A broker that takes it for a creation without a name may choose one.
      const isMade = status < 300 && text.includes(name);
      expect.that('no session of this name is created', !isMade, {
        expected: `no session ${name}`,
        observed: isMade ? `${status}, and a session of this name` : status,
      });
    },
  }),
  punchCase({
    id: 'punch/1/strict-json',
    expects: 'refusal',
    control: 'punch/5/create',
    requires: ['PUNCH-1-2'],
    title: 'POST with a trailing comma in its JSON body returns 400, 415 or 422',
    why: 'A lenient parser accepts clients that fail at the next broker.',
    async run({ punch, expect }) {
      await punch.lobby();
      const body = `{"name":"${punch.freshName()}",}`;
      const answer = await punch.http({ method: 'POST', path: '/api/session', body });
      expectStatus(expect, answer, 400, 415, 422);
    },
  }),
  punchCase({
    id: 'punch/1/messages-are-json',
    expects: 'service',
    requires: ['PUNCH-1-2'],
    title: 'every message of the server is one JSON object with a type',
    why: 'A client that cannot parse one message drops the connection or misses the match.',
    async run({ punch, expect }) {
      const { a, b } = await matched(punch);
      expect.each(
        'each message is an object with a type',
        [...a.heard, ...b.heard],
        ({ message }) => typeof message?.['type'] === 'string',
        { expected: 'an object with a type', observed: ({ text }) => text },
      );
    },
  }),
  punchCase({
    id: 'punch/1/latency-milliseconds',
    expects: 'service',
    requires: ['PUNCH-1-3'],
    title: 'a session created with latency 321 sends latency 321 in its peer message',
    why: 'A latency in another unit gives SRT a buffer of a few milliseconds or of minutes: the picture breaks up or lags.',
    async run({ punch, expect }) {
      await meets(punch);
      const session = await secondSession(punch);
      const { a, b } = await registeredIn(punch, session);
      const peer = await expectMessage(expect, a, 'peer', 'the first peer');
      expect.equal('the latency in the peer message', peer['latency'] ?? null, 321);
      a.close();
      b.close();
    },
  }),
];
