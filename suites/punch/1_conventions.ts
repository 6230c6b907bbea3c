import type { Case } from '../model.js';
import {
  expectStatus,
  first,
  has,
  matched,
  meets,
  punchCase,
  register,
  second,
  secondSession,
  settled,
  twoPeers,
} from './steps.js';

export const conventions: readonly Case[] = [
  punchCase({
    id: 'punch/1/field-case',
    requires: ['PUNCH-1-1'],
    title: 'Port is not port: a register that spells its fields otherwise matches nobody',
    async run({ punch, expect }) {
      await meets(punch);
      const { a, b, session, token } = await twoPeers(punch);
      register(a, first);
      b.send({ type: 'register', Port: second.port, IP: second.ip });
      await settled(b);
      expect.that('no peer message comes', !has(b, 'peer'));
      const open = (await b.ended(0)) === undefined;
      const again = open ? b : await punch.open(session.name, token);
      register(again, second);
      expect.that('with the right spelling it does', (await again.next('peer')) !== undefined);
    },
  }),
  punchCase({
    id: 'punch/1/strict-json',
    requires: ['PUNCH-1-2'],
    title: 'a body that is not RFC 8259 JSON creates nothing',
    async run({ punch, expect }) {
      await punch.lobby();
      const body = `{"name":"${punch.freshName()}",}`;
      const answer = await punch.http({ method: 'POST', path: '/api/session', body });
      expectStatus(expect, answer, 400, 415, 422);
    },
  }),
  punchCase({
    id: 'punch/1/messages-are-json',
    requires: ['PUNCH-1-2'],
    title: 'every message of the server is one JSON object with a type',
    async run({ punch, expect }) {
      const { a, b } = await matched(punch);
      for (const { text, message } of [...a.heard, ...b.heard]) {
        expect.that('it is an object with a type', typeof message?.['type'] === 'string', { observed: text });
      }
    },
  }),
  punchCase({
    id: 'punch/1/latency-milliseconds',
    requires: ['PUNCH-1-3'],
    title: 'the latency asked for comes back as it was: milliseconds',
    async run({ punch, expect }) {
      await meets(punch);
      const session = await secondSession(punch);
      const token = session.peer();
      const [a, b] = [await punch.open(session.name, token), await punch.open(session.name, token)];
      register(a, first);
      register(b, second);
      const peer = await a.next('peer');
      if (peer) expect.equal('peer carries it', peer['latency'] ?? null, 321);
      expect.that('a peer message came', peer !== undefined);
      a.close();
      b.close();
    },
  }),
];
