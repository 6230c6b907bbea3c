/** Section access: who is let in. */
import type { Case } from '../model.js';
import { type Ends, expectFailure, lab, refusal, refused, SERVICE, withKey } from './lab_case.js';
import { text, textOf } from './pairing.js';
import type { Identity, Service, TunnelLab } from './port.js';
import { serviceSaying } from './services.js';

const GREETING = 'in';
/** A public key that nobody has the secret of here. */
const SOMEBODY = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';

interface Reached {
  /** What the peer printed to stdout. */
  readonly heard: string;
  /** Connections at the service. */
  readonly links: number;
}

/** What a peer with this key reaches through an `out` with that list. The peer may stay: nothing waits for its exit. */
async function reaches(
  { tunnel, expect }: Pick<Ends, 'tunnel' | 'expect'>,
  listFor: (own: Identity, other: Identity) => string | undefined,
): Promise<Reached> {
  const [own, other] = [tunnel.identity(), tunnel.identity()];
  const service = await serviceSaying(tunnel, GREETING);
  const list = listFor(own, other);
  const env: Readonly<Record<string, string>> = list === undefined ? {} : { PUNCH_ALLOW: list };
  const out = await tunnel.start(['out', `${service.port}`], { env });
  const told = await out.printedKey(2 * tunnel.patience);
  expect.that('out starts and prints its key', typeof told !== 'string', {
    expected: 'a public key on stderr',
    observed: typeof told === 'string' ? told : told.key,
  });
  return knock(tunnel, await tunnel.reachable(out), service, own);
}

async function knock(tunnel: TunnelLab, key: string, service: Service, own: Identity): Promise<Reached> {
  const home = await tunnel.home(withKey(own.secret));
  const into = await tunnel.into(key, [`-:${service.port}`], { home });
  await into.printed(GREETING.length);
  into.stdin.end();
  return { heard: Buffer.from(into.stdout()).toString(), links: service.links };
}

type Listing = readonly [
  slug: string,
  title: string,
  requires: readonly string[],
  list: (own: Identity, other: Identity) => string | undefined,
];

const letIn: readonly Listing[] = [
  [
    'unset',
    'out without PUNCH_ALLOW lets every peer in',
    ['TUNNEL-ACCESS-1', 'TUNNEL-IDENTITY-6'],
    () => undefined,
  ],
  [
    'listed',
    'out lets in the only peer of PUNCH_ALLOW',
    ['TUNNEL-ACCESS-3', 'TUNNEL-ACCEPTANCE-7'],
    (own) => own.hex,
  ],
  [
    'listed-first',
    'out lets in the first peer of two in PUNCH_ALLOW',
    ['TUNNEL-ACCESS-2'],
    (own, other) => `${own.hex},${other.hex}`,
  ],
  [
    'listed-second',
    'out lets in the second peer of two in PUNCH_ALLOW',
    ['TUNNEL-ACCESS-2'],
    (own, other) => `${other.hex},${own.hex}`,
  ],
  [
    'listed-base32',
    'out lets in a peer whose key is in base32 in PUNCH_ALLOW',
    ['TUNNEL-ACCESS-7'],
    (own, other) => `${other.hex},${own.base32}`,
  ],
  [
    'listed-blanks',
    'out lets in a peer whose key has blanks around it in PUNCH_ALLOW',
    ['TUNNEL-ACCESS-8'],
    (own, other) => `${other.hex} , ${own.hex} `,
  ],
];

export const access: readonly Case[] = [
  ...letIn.map(([slug, title, requires, list]) =>
    lab(`access/${slug}`, title, requires, SERVICE, async (ends) => {
      const { expect } = ends;
      const { heard, links } = await reaches(ends, list);
      expect.equal('stdout of the peer', heard, GREETING);
      expect.equal('connections at the service', links, 1);
    }),
  ),
  lab(
    'access/not-listed',
    'a peer that is not in PUNCH_ALLOW reaches no TCP service',
    ['TUNNEL-ACCESS-3', 'TUNNEL-ACCESS-4', 'TUNNEL-ACCEPTANCE-7', 'TUNNEL-IDENTITY-5'],
    refusal('access/listed'),
    async (ends) => {
      const { expect } = ends;
      const { heard, links } = await reaches(ends, (_own, other) => other.hex);
      expect.equal('stdout of the peer', heard, '');
      expect.equal('connections at the service', links, 0);
    },
  ),
  lab(
    'access/not-listed-udp',
    'a peer that is not in PUNCH_ALLOW reaches no UDP service',
    ['TUNNEL-ACCESS-3', 'TUNNEL-ACCESS-4', 'TUNNEL-ACCEPTANCE-7'],
    refusal('udp/replies'),
    async ({ tunnel, expect }) => {
      const [own, stranger] = [tunnel.identity(), tunnel.identity()];
      const service = await tunnel.udp();
      service.answer((bytes) => bytes);
      const out = await tunnel.out([`${service.port}/udp`], { env: { PUNCH_ALLOW: own.hex } });
      const sendAs = async (who: Identity, words: string): Promise<string> => {
        const local = await tunnel.freePort();
        const home = await tunnel.home(withKey(who.secret));
        await tunnel.start(['in', out.key, `${local}:${service.port}/udp`], { home });
        await tunnel.listeners(local, 'udp', tunnel.patience);
        return textOf(await (await tunnel.udp()).ask(text(words), local));
      };
      expect.equal('the peer that is not listed hears', await sendAs(stranger, 'stranger'), '(silent)');
      expect.equal('the listed peer hears', await sendAs(own, 'own'), 'own');
      expect.each(
        'each packet at the service comes from the listed peer',
        service.heard,
        ({ bytes }) => textOf(bytes) === 'own',
        { expected: 'own', observed: ({ bytes }) => textOf(bytes) },
      );
    },
  ),
  refused('access/list-malformed', () => ['out', '80'], ['TUNNEL-ACCESS-5'], 'access/listed', {
    env: { PUNCH_ALLOW: 'everybody' },
  }),
  refused('access/list-one-bad', () => ['out', '80'], ['TUNNEL-ACCESS-5'], 'access/listed', {
    env: { PUNCH_ALLOW: `${SOMEBODY},everybody` },
  }),
  lab(
    'access/list-empty',
    'out with an empty PUNCH_ALLOW lets nobody in, or exits with an error',
    ['TUNNEL-ACCESS-6'],
    refusal('access/listed'),
    async ({ tunnel, expect }) => {
      const own = tunnel.identity();
      const service = await serviceSaying(tunnel, GREETING);
      const words = [`${service.port}`];
      const empty = await tunnel.start(['out', ...words], { env: { PUNCH_ALLOW: '' } });
      const told = await empty.printedKey(tunnel.patience);
      // A program that prints no key serves nobody. One that prints it may still exit.
      const ended = await empty.exited(told === 'silent' ? 0 : 1000);
      if (ended !== 'running') return expectFailure(expect, ended);
      if (typeof told !== 'string') {
        const closed = await knock(tunnel, await tunnel.reachable(empty), service, own);
        expect.equal('stdout of a peer', closed.heard, '');
      }
      expect.equal('connections at the service', service.links, 0);
      // The same peer and service, so that the silence before says something.
      const listing = await tunnel.out(words, { env: { PUNCH_ALLOW: own.hex } });
      const open = await knock(tunnel, listing.key, service, own);
      expect.equal('stdout of the same peer where it is listed', open.heard, GREETING);
      expect.equal('connections at the service then', open.links, 1);
    },
  ),
];
