import type { Case, Json } from '../model.js';
import { expectCode, expectCreated, expectRejected } from './answers.js';
import {
  count,
  expectMessage,
  expectNone,
  first,
  matched,
  meets,
  need,
  register,
  second,
  secondSession,
  settled,
  third,
  twoPeers,
} from './peers.js';
import { punchCase } from './steps.js';

const accepted = (slug: string, title: string, nameOf: (fresh: string) => string): Case =>
  punchCase({
    id: `punch/2/name-${slug}`,
    expects: 'service',
    requires: ['PUNCH-2-1'],
    title,
    async run({ punch, expect }) {
      (await punch.lobby()).admin();
      const answer = await punch.create({ name: nameOf(punch.freshName()) });
      if (answer.status === 409) expectCode(expect, punch, answer, 'SESSION_EXISTS');
      else expectCreated(expect, answer, answer.name);
    },
  });

const refused = (slug: string, title: string, nameOf: (fresh: string) => Json): Case =>
  punchCase({
    id: `punch/2/name-${slug}`,
    expects: 'refusal',
    control: 'punch/2/name-64',
    requires: ['PUNCH-2-1'],
    title,
    async run({ punch, expect }) {
      await punch.lobby();
      expectRejected(expect, await punch.create({ name: nameOf(punch.freshName()) }));
    },
  });

const letter = 'abcdefghijklmnopqrstuvwxyz';

export const names: readonly Case[] = [
  accepted('one', 'a name of one character is accepted', (fresh) => letter[fresh.charCodeAt(9) % 26] ?? 'q'),
  accepted('64', 'a name of 64 characters, all kinds among them, is accepted', (fresh) =>
    `${fresh}._-`.padEnd(64, 'Z'),
  ),
  refused('65', 'a name of 65 characters is rejected', (fresh) => fresh.padEnd(65, 'x')),
  refused('empty', 'an empty name is rejected', () => ''),
  refused('leading-dot', 'a name that begins with a dot is rejected', (fresh) => `.${fresh}`),
  refused('slash', 'a name with a slash is rejected', (fresh) => `${fresh}/x`),
  refused('percent', 'a name with a percent sign is rejected', (fresh) => `${fresh}%2e`),
  refused(
    'look-alike',
    'a name with a Cyrillic letter that looks Latin is rejected',
    (fresh) => `${fresh}\u0430`,
  ),
  refused('newline', 'a name with a line feed at its end is rejected', (fresh) => `${fresh}\n`),
  refused('number', 'a name that is a number is rejected', () => 5),
  punchCase({
    id: 'punch/2/streams',
    expects: 'service',
    requires: ['PUNCH-2-2'],
    title: 'two streams of one session each bring their own pair together',
    async run({ punch, expect }) {
      await meets(punch);
      const session = await secondSession(punch);
      for (const stream of ['up', 'down']) {
        const token = session.peer(stream);
        const [a, b] = [await punch.open(session.name, token), await punch.open(session.name, token)];
        register(a, first);
        register(b, second);
        await expectMessage(expect, a, 'peer', `a peer of stream ${stream}`);
      }
    },
  }),
  punchCase({
    id: 'punch/2/third-peer',
    expects: 'refusal',
    control: 'punch/6.2/peer-first',
    requires: ['PUNCH-2-3'],
    title: 'a third peer of a stream is matched with nobody',
    async run({ punch, expect }) {
      const { a, b, session, token } = await matched(punch);
      const c = await punch.open(session.name, token);
      register(c, third);
      await settled(c);
      await settled(a);
      await settled(b);
      expectNone(expect, 'peer', c);
      expect.equal('peer messages to each of the pair', [count(a, 'peer'), count(b, 'peer')], [1, 1]);
    },
  }),
  punchCase({
    id: 'punch/2/not-with-itself',
    expects: 'refusal',
    control: 'punch/6.2/peer-first',
    requires: ['PUNCH-2-3'],
    title: 'a peer that registers twice is not matched with itself',
    async run({ punch, expect }) {
      const { a } = await twoPeers(punch);
      register(a, first);
      register(a, second);
      await settled(a);
      expectNone(expect, 'peer', a);
    },
  }),
  punchCase({
    id: 'punch/2/roles',
    expects: 'service',
    requires: ['PUNCH-2-4'],
    title: 'peers are brokered with an advertised role and without one',
    async run({ punch, expect }) {
      await meets(punch);
      const { a, b } = await twoPeers(punch);
      register(a, first, { role: 'sender' });
      register(b, second);
      await expectMessage(expect, a, 'peer', 'the peer with a role');
      await expectMessage(expect, b, 'peer', 'the peer without a role');
    },
  }),
  punchCase({
    id: 'punch/2/reconnect',
    expects: 'service',
    requires: ['PUNCH-2-3'],
    level: 'should',
    title: 'the place of a peer that left can be taken by another',
    async run({ punch, expect }) {
      const { a, b, session, token } = await matched(punch);
      a.close();
      await a.ended();
      await settled(b);
      const from = b.heard.length;
      const c = await punch.open(session.name, token);
      register(c, third);
      await expectMessage(expect, c, 'peer', 'the new peer');
      expect.equal(
        'the port that the peer who stayed is told',
        (await need(b, 'peer', from))['port'] as number,
        third.port,
      );
    },
  }),
  punchCase({
    id: 'punch/2/admin-observes',
    expects: 'service',
    requires: ['PUNCH-2-5'],
    title: 'the admin token opens a WebSocket that observes',
    async run({ punch, expect }) {
      const session = await punch.lobby();
      const upgraded = await punch.upgrade({ session: session.name, token: session.admin() });
      expect.equal('the upgrade is completed', upgraded.status, 101);
    },
  }),
];
