import type { Case, Json } from '../model.js';
import { expectCode, expectCreated, expectRejected } from './answers.js';
import {
  allHandled,
  count,
  expectMessage,
  expectNone,
  first,
  matched,
  meets,
  need,
  register,
  registeredIn,
  second,
  secondSession,
  third,
  twoPeers,
} from './peers.js';
import { punchCase } from './steps.js';

const accepted = (slug: string, title: string, why: string, nameOf: (fresh: string) => string): Case =>
  punchCase({
    id: `punch/2/name-${slug}`,
    expects: 'service',
    requires: ['PUNCH-2-1'],
    title: `POST with ${title}`,
    why,
    async run({ punch, expect }) {
      (await punch.lobby()).admin();
      const answer = await punch.create({ name: nameOf(punch.freshName()) });
      if (answer.status === 409) expectCode(expect, punch, answer, 'SESSION_EXISTS');
      else expectCreated(expect, answer, answer.name);
    },
  });

const refused = (slug: string, title: string, why: string, nameOf: (fresh: string) => Json): Case =>
  punchCase({
    id: `punch/2/name-${slug}`,
    expects: 'refusal',
    control: 'punch/2/name-64',
    requires: ['PUNCH-2-1'],
    title: `POST with ${title}`,
    why,
    async run({ punch, expect }) {
      await punch.lobby();
      expectRejected(expect, await punch.create({ name: nameOf(punch.freshName()) }));
    },
  });

const letter = 'abcdefghijklmnopqrstuvwxyz';

export const names: readonly Case[] = [
  accepted(
    'one',
    'a name of one character returns 201',
    'Short names for a venue or a channel are common, and section 2 allows them.',
    (fresh) => letter[fresh.charCodeAt(9) % 26] ?? 'q',
  ),
  accepted(
    '64',
    'a name of 64 characters of all kinds returns 201',
    'Names that automation builds from date, show and place reach the limit and are rejected.',
    (fresh) => `${fresh}._-`.padEnd(64, 'Z'),
  ),
  refused(
    '65',
    'a name of 65 characters returns 4xx',
    'A store that cuts names at 64 characters gives two sessions one name.',
    (fresh) => fresh.padEnd(65, 'x'),
  ),
  refused(
    'empty',
    'an empty name returns 4xx',
    'A session without a name has no address: nobody can query or close it.',
    () => '',
  ),
  refused(
    'leading-dot',
    'a name that begins with a dot returns 4xx',
    'A name such as ".." leaves its folder where a store or a proxy takes it for a path.',
    (fresh) => `.${fresh}`,
  ),
  refused(
    'slash',
    'a name with a slash returns 4xx',
    'The slash splits the path: requests for this session reach another endpoint.',
    (fresh) => `${fresh}/x`,
  ),
  refused(
    'percent',
    'a name with a percent sign returns 4xx',
    'A proxy decodes the escape, and the session is found under another name.',
    (fresh) => `${fresh}%2e`,
  ),
  refused(
    'look-alike',
    'a name with a Cyrillic letter that looks Latin returns 4xx',
    'An attacker creates a session that looks like a known one and collects its guests.',
    (fresh) => `${fresh}\u0430`,
  ),
  refused(
    'newline',
    'a name with a line feed at its end returns 4xx',
    'A line feed in a name forges lines in logs and headers.',
    (fresh) => `${fresh}\n`,
  ),
  refused(
    'number',
    'a name that is a number returns 4xx',
    'A store that keeps the number does not find the session by the text in its path.',
    () => 5,
  ),
  punchCase({
    id: 'punch/2/streams',
    expects: 'service',
    requires: ['PUNCH-2-2'],
    title: 'each of two streams of one session matches its own pair',
    why: 'If streams mix, the camera of one operator feeds the receiver of another.',
    async run({ punch, expect }) {
      await meets(punch);
      const session = await secondSession(punch);
      for (const stream of ['up', 'down']) {
        const { a } = await registeredIn(punch, session, stream);
        await expectMessage(expect, a, 'peer', `a peer of stream ${stream}`);
      }
    },
  }),
  punchCase({
    id: 'punch/2/third-peer',
    expects: 'refusal',
    control: 'punch/6.2/peer-first',
    requires: ['PUNCH-2-3'],
    title: 'a third peer of a stream receives no peer message',
    why: 'A third peer that is matched takes over the picture, or breaks the running pair.',
    async run({ punch, expect }) {
      const { a, b, session, token } = await matched(punch);
      const c = await punch.open(session.name, token);
      register(c, third);
      await allHandled(c, a, b);
      expectNone(expect, 'peer', c);
      expect.equal(
        'the number of peer messages to each peer of the pair',
        [count(a, 'peer'), count(b, 'peer')],
        [1, 1],
      );
    },
  }),
  punchCase({
    id: 'punch/2/not-with-itself',
    expects: 'refusal',
    control: 'punch/6.2/peer-first',
    requires: ['PUNCH-2-3'],
    title: 'a peer that registers twice receives no peer message',
    why: 'A peer that repeats its register after a network change would connect to itself.',
    async run({ punch, expect }) {
      const { a } = await twoPeers(punch);
      register(a, first);
      register(a, second);
      await allHandled(a);
      expectNone(expect, 'peer', a);
    },
  }),
  punchCase({
    id: 'punch/2/roles',
    expects: 'service',
    requires: ['PUNCH-2-4'],
    title: 'a peer with a role and a peer without one are matched',
    why: 'Encoders often send no role: a broker that requires one matches half of the devices in the field.',
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
    title: 'a new peer takes the place of a peer that left',
    why: 'After a lost connection the operator cannot join again until the session expires.',
    async run({ punch, expect }) {
      const { a, b, session, token } = await matched(punch);
      a.close();
      await a.ended();
      await allHandled(b);
      const from = b.heard.length;
      const c = await punch.open(session.name, token);
      register(c, third);
      await expectMessage(expect, c, 'peer', 'the new peer');
      expect.equal(
        'the port in the peer message to the peer that stayed',
        (await need(b, 'peer', from))['port'] as number,
        third.port,
      );
    },
  }),
  punchCase({
    id: 'punch/2/admin-observes',
    expects: 'service',
    requires: ['PUNCH-2-5'],
    title: 'an upgrade with the admin token returns 101',
    why: 'Without an observer the producer does not see who is connected.',
    async run({ punch, expect }) {
      const session = await punch.lobby();
      const upgraded = await punch.upgrade({ session: session.name, token: session.admin() });
      expect.equal('the status of the upgrade', upgraded.status, 101);
    },
  }),
];
