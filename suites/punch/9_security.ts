import { Unclaimed, Unreachable } from '../case.js';
import type { Case, Expect, JsonObject } from '../model.js';
import { expectStatus } from './answers.js';
import {
  allHandled,
  expectNone,
  first,
  matched,
  need,
  register,
  registeredIn,
  second,
  secondSession,
  shows,
  third,
} from './peers.js';
import type { PunchPort, PunchSession } from './port.js';
import { closedByPeer } from './refusals.js';
import { punchCase, sessionPath } from './steps.js';

function passphraseIn({ passphrase }: JsonObject): string {
  if (typeof passphrase !== 'string') throw new Unreachable('the peer message has no passphrase');
  return passphrase;
}

const passphraseOf = async (punch: PunchPort): Promise<string> => passphraseIn((await matched(punch)).toA);

/** The passphrase that a pair of this session receives. */
async function passphraseOfPair(punch: PunchPort, session: PunchSession): Promise<string> {
  const { a } = await registeredIn(punch, session);
  return passphraseIn(await need(a, 'peer'));
}

function expectTwo(expect: Expect, one: string, other: string): void {
  expect.that('the passphrases differ', one !== other, {
    expected: 'two passphrases',
    observed: one === other ? 'the same one twice' : 'two passphrases',
  });
}

export const security: readonly Case[] = [
  punchCase({
    id: 'punch/9.1/other-stream',
    expects: 'refusal',
    control: 'punch/6.2/peer-first',
    requires: ['PUNCH-9.1-2', 'PUNCH-9.1-1'],
    title: 'a peer with the token of one stream receives no peer message of another stream',
    why: 'A guest with one link takes the place of any other camera.',
    async run({ punch, expect }) {
      const session = await secondSession(punch);
      const waiting = await punch.open(session.name, session.peer('west'));
      register(waiting, first);
      await allHandled(waiting);
      const named = { stream: 'west' };
      // A broker may reject a message because it has the member `stream`, so one message comes without it.
      for (const [stream, messages] of [
        ['south', [{}, named]],
        ['east', [named]],
      ] as const) {
        const intruder = await punch.open(session.name, session.peer(stream));
        for (const more of messages) {
          register(intruder, third, more);
          await allHandled(intruder, waiting);
          expectNone(expect, 'peer', intruder, waiting);
        }
      }
    },
  }),
  punchCase({
    id: 'punch/9.1/peer-deletes',
    expects: 'refusal',
    control: 'punch/4.2/delete',
    requires: ['PUNCH-9.1-3'],
    title: 'DELETE with a peer token returns 401 or 403',
    why: 'Any guest with a join link ends the show.',
    async run({ punch, expect }) {
      const answer = await closedByPeer(punch);
      expectStatus(expect, answer, 401, 403);
    },
  }),
  punchCase({
    id: 'punch/9.1/peer-does-not-observe',
    expects: 'refusal',
    control: 'punch/6.2/peer-match',
    requires: ['PUNCH-9.1-1'],
    title: 'a peer receives no peer_match message',
    why: 'Every guest learns the addresses of all others.',
    async run({ punch, expect }) {
      const { a, b } = await matched(punch);
      await allHandled(a, b);
      expectNone(expect, 'peer_match', a, b);
    },
  }),
  punchCase({
    id: 'punch/9.1/admin-is-no-peer',
    expects: 'refusal',
    control: 'punch/6.2/peer-first',
    requires: ['PUNCH-9.1-1'],
    title: 'a register message with the admin token brings no peer message',
    why: 'The producer who opens the dashboard takes a slot from a camera.',
    async run({ punch, expect }) {
      const { session, token } = await punch.stream();
      const peer = await punch.open(session.name, token);
      register(peer, first);
      await allHandled(peer);
      const admin = await punch.open(session.name, session.admin());
      for (let i = 0; i < 2; i++) {
        register(admin, third);
        await allHandled(admin, peer);
        expectNone(expect, 'peer', peer, admin);
      }
    },
  }),
  punchCase({
    id: 'punch/9.2/length',
    expects: 'service',
    requires: ['PUNCH-9.2-1'],
    title: 'the passphrase can hold 256 bits in its alphabet',
    why: 'A short passphrase is guessed from recorded traffic.',
    async run({ punch, expect }) {
      const passphrase = await passphraseOf(punch);
      const bits = passphrase.length * bitsPerCharacter(passphrase);
      expect.that('the passphrase can hold 256 bits', bits >= 255.5, {
        expected: 'at least 256 bits',
        observed: `${Math.floor(bits)} bits`,
      });
    },
  }),
  punchCase({
    id: 'punch/9.2/srt-takes-it',
    expects: 'service',
    requires: ['PUNCH-9.2-1'],
    level: 'should',
    title: 'the passphrase has 10 to 79 characters',
    why: 'SRT rejects any other length, and the pair never connects.',
    async run({ punch, expect }) {
      const { length } = await passphraseOf(punch);
      expect.that('the passphrase has 10 to 79 characters', length >= 10 && length <= 79, {
        expected: '10 to 79 characters',
        observed: `${length} characters`,
      });
    },
  }),
  punchCase({
    id: 'punch/9.2/not-reused',
    expects: 'service',
    requires: ['PUNCH-9.2-2'],
    title: 'two sessions have two passphrases',
    why: 'Guests of an earlier session can decrypt this one.',
    async run({ punch, expect }) {
      const one = await passphraseOf(punch);
      const other = await passphraseOfPair(punch, await punch.session({ name: punch.freshName() }));
      expectTwo(expect, one, other);
    },
  }),
  punchCase({
    id: 'punch/9.2/new-after-delete',
    expects: 'service',
    requires: ['PUNCH-9.2-2'],
    title: 'a session with the name of a deleted one has another passphrase',
    why: 'A passphrase derived from the name lets the guests of last week decrypt the show of this week.',
    async run({ punch, expect }) {
      const name = punch.freshName();
      const session = await punch.session({ name });
      const one = await passphraseOfPair(punch, session);
      const path = sessionPath(name);
      const { status } = await punch.http({ method: 'DELETE', path, token: session.admin() });
      if (status >= 300) throw new Unreachable(`DELETE returned ${status}`);
      expectTwo(expect, one, await passphraseOfPair(punch, await punch.session({ name })));
    },
  }),
  punchCase({
    id: 'punch/9.3/no-udp',
    expects: 'refusal',
    control: 'punch/6.2/peer-first',
    requires: ['PUNCH-9.3-1'],
    title: 'a registered address receives no datagram',
    why: 'An attacker registers the address of a victim and lets the broker flood it.',
    async run({ punch, expect }) {
      const ear = await punch.listenUdp();
      if (!ear) throw new Unclaimed('this machine cannot receive UDP from the target');
      const { session, token } = await punch.stream();
      const [a, b] = [await punch.open(session.name, token), await punch.open(session.name, token)];
      register(a, { ip: '127.0.0.1', port: ear.port });
      register(b, { ip: '127.0.0.1', port: ear.port });
      await need(a, 'peer');
      register(a, { ip: '127.0.0.1', port: ear.port });
      await allHandled(a, b);
      expect.equal('datagrams to the registered address', ear.packets.length, 0);
    },
  }),
  punchCase({
    id: 'punch/9.4/only-the-pair',
    expects: 'refusal',
    control: 'punch/6.2/peer-first',
    requires: ['PUNCH-9.4-1'],
    title:
      'only the pair receives its coordinates, and nobody else in the stream, the session or another session',
    why: 'Strangers learn the home addresses of guests.',
    async run({ punch, expect }) {
      const one = await punch.stream();
      const two = await punch.stream();
      const other = await secondSession(punch);
      const [x, y] = [
        { ip: '10.77.1.1', port: 27_711 },
        { ip: '10.77.1.2', port: 27_722 },
      ];
      const watchers = [
        await punch.open(one.session.name, one.token),
        await punch.open(two.session.name, two.token),
        await punch.open(other.name, other.admin()),
      ];
      const [a, b] = [
        await punch.open(one.session.name, one.token),
        await punch.open(one.session.name, one.token),
      ];
      register(a, x);
      register(b, y);
      await need(a, 'peer');
      for (const [i, watcher] of watchers.entries()) {
        await allHandled(watcher);
        const leak = watcher.heard.find(({ text }) => shows(text, x, y));
        expect.that(`watcher ${i + 1} receives no coordinates`, leak === undefined, {
          expected: 'no message with the coordinates of the pair',
          observed: leak?.text ?? 'none',
        });
      }
    },
  }),
  punchCase({
    id: 'punch/9.4/not-over-http',
    expects: 'refusal',
    control: 'punch/6.2/peer-first',
    requires: ['PUNCH-9.4-1'],
    title: 'GET of the session and of connect show no coordinates to a peer token',
    why: 'Every holder of a join link learns the home addresses of guests.',
    async run({ punch, expect }) {
      const { session, token } = await matched(punch);
      for (const path of [sessionPath(session.name), `${sessionPath(session.name)}/connect`]) {
        const answer = await punch.http({ method: 'GET', path, token });
        expect.that(`the ${answer.status} has no coordinates`, !shows(answer.text, first, second), {
          expected: 'a body without the coordinates of the pair',
          observed: answer.text.slice(0, 500),
        });
      }
    },
  }),
  punchCase({
    id: 'punch/9.4/as-reported',
    expects: 'service',
    requires: ['PUNCH-9.4-2'],
    title: 'ip in a peer message is the address that the peer registered',
    why: 'Behind a proxy or a second uplink, the address of the connection is not the one that media uses.',
    async run({ punch, expect }) {
      const { a, toA } = await matched(punch);
      if (!a.messageMembers.register.includes('ip'))
        throw new Unclaimed('this broker takes no ip in a register message');
      expect.equal('ip', toA['ip'] ?? null, second.ip);
    },
  }),
];

function bitsPerCharacter(text: string): number {
  if (/^[0-9a-f]+$/.test(text) || /^[0-9A-F]+$/.test(text)) return 4;
  if (/^[A-Z2-7]+$/.test(text)) return 5;
  return /^[A-Za-z0-9_+/=-]+$/.test(text) ? 6 : 8;
}
