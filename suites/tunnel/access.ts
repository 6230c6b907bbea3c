/** Section access: which peers may connect. */
import type { Case } from '../model.js';
import { type Ends, expectFailure, lab, refusal, refused } from './lab_case.js';
import { type Named, ownIdentity } from './own_key.js';
import { text, textOf } from './pairing.js';
import type { Home, Service, TunnelLab } from './port.js';
import { echoService, serviceSaying } from './services.js';

const GREETING = 'in';
/** A public key whose secret key none of the peers has. */
const SOMEBODY = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';

interface Reached {
  /** What the peer printed to stdout. */
  readonly heard: string;
  /** Connections at the service. */
  readonly links: number;
}

/** What a peer with this key reaches through an `out` with that list. Nothing waits for the exit of the peer. */
async function reaches(
  { tunnel, expect }: Pick<Ends, 'tunnel' | 'expect'>,
  listFor: (own: Named, other: Named) => string | undefined,
): Promise<Reached> {
  const [own, other] = [await ownIdentity(tunnel), tunnel.identity()];
  const service = await serviceSaying(tunnel, GREETING);
  const list = listFor(own, other);
  const env: Readonly<Record<string, string>> = list === undefined ? {} : { PUNCH_ALLOW: list };
  const out = await tunnel.start(['out', `${service.port}`], { env });
  const told = await out.printedKey(2 * tunnel.patience);
  expect.that('out starts and prints its key', typeof told !== 'string', {
    expected: 'a public key on stderr',
    observed: typeof told === 'string' ? told : told.key,
  });
  return knock(tunnel, await tunnel.reachable(out), service, own.home);
}

async function knock(tunnel: TunnelLab, key: string, service: Service, home: Home): Promise<Reached> {
  const into = await tunnel.into(key, [`-:${service.port}`], { home });
  await into.printed(GREETING.length);
  into.stdin.end();
  return { heard: textOf(into.stdout()), links: service.links };
}

type Listing = readonly [
  slug: string,
  title: string,
  why: string,
  requires: readonly string[],
  list: (own: Named, other: Named) => string | undefined,
];

const letIn: readonly Listing[] = [
  [
    'unset',
    'out without PUNCH_ALLOW lets every peer in',
    'A first try between two machines fails although nothing was configured.',
    ['TUNNEL-ACCESS-1', 'TUNNEL-IDENTITY-6'],
    () => undefined,
  ],
  [
    'listed',
    'out lets in the only peer of PUNCH_ALLOW',
    'The one peer that may connect is locked out.',
    ['TUNNEL-ACCESS-3', 'TUNNEL-ACCEPTANCE-7'],
    (own) => own.hex,
  ],
  [
    'listed-first',
    'out lets in the first peer of two in PUNCH_ALLOW',
    'Every listed peer but the last is locked out.',
    ['TUNNEL-ACCESS-2'],
    (own, other) => `${own.hex},${other.hex}`,
  ],
  [
    'listed-second',
    'out lets in the second peer of two in PUNCH_ALLOW',
    'Every listed peer but the first is locked out.',
    ['TUNNEL-ACCESS-2'],
    (own, other) => `${other.hex},${own.hex}`,
  ],
  [
    'listed-base32',
    'out lets in a peer whose key is in base32 in PUNCH_ALLOW',
    'A peer is locked out because its key was copied in the other spelling.',
    ['TUNNEL-ACCESS-7'],
    (own, other) => `${other.hex},${own.base32}`,
  ],
  [
    'listed-blanks',
    'out lets in a peer whose key has blanks around it in PUNCH_ALLOW',
    'A list with a blank after each comma lets only its first peer in.',
    ['TUNNEL-ACCESS-8'],
    (own, other) => `${other.hex} , ${own.hex} `,
  ],
];

export const access: readonly Case[] = [
  ...letIn.map(([slug, title, why, requires, list]) =>
    lab({
      id: `access/${slug}`,
      title,
      why,
      requires,
      expects: 'service',
      async run(ends) {
        const { expect } = ends;
        const { heard, links } = await reaches(ends, list);
        expect.equal('stdout of the peer', heard, GREETING);
        expect.equal('connections at the service', links, 1);
      },
    }),
  ),
  lab({
    id: 'access/not-listed',
    title: 'a peer that is not in PUNCH_ALLOW reaches no TCP service',
    why: 'A stranger who learns the public key reaches a service that was meant for few.',
    requires: ['TUNNEL-ACCESS-3', 'TUNNEL-ACCESS-4', 'TUNNEL-ACCEPTANCE-7', 'TUNNEL-IDENTITY-5'],
    ...refusal('access/listed'),
    async run(ends) {
      const { expect } = ends;
      const { heard, links } = await reaches(ends, (_own, other) => other.hex);
      expect.equal('stdout of the peer', heard, '');
      expect.equal('connections at the service', links, 0);
    },
  }),
  lab({
    id: 'access/not-listed-udp',
    title: 'a peer that is not in PUNCH_ALLOW reaches no UDP service',
    why: 'A stranger who learns the public key reaches the UDP services, although the list keeps TCP closed.',
    requires: ['TUNNEL-ACCESS-3', 'TUNNEL-ACCESS-4', 'TUNNEL-ACCEPTANCE-7'],
    ...refusal('udp/replies'),
    async run({ tunnel, expect }) {
      const own = await ownIdentity(tunnel);
      const service = await echoService(tunnel);
      const out = await tunnel.out([`${service.port}/udp`], { env: { PUNCH_ALLOW: own.hex } });
      const sendAs = async (home: Home, words: string): Promise<string> => {
        const local = await tunnel.freePort();
        await tunnel.start(['in', out.key, `${local}:${service.port}/udp`], { home });
        await tunnel.listeners(local, 'udp', tunnel.patience);
        return textOf(await (await tunnel.udp()).ask(text(words), local));
      };
      expect.equal(
        'the peer that is not listed hears',
        await sendAs(await tunnel.home(), 'stranger'),
        '(silent)',
      );
      expect.equal('the listed peer hears', await sendAs(own.home, 'own'), 'own');
      expect.each(
        'each packet at the service comes from the listed peer',
        service.heard,
        ({ bytes }) => textOf(bytes) === 'own',
        { expected: 'own', observed: ({ bytes }) => textOf(bytes) },
      );
    },
  }),
  refused({
    id: 'access/list-malformed',
    words: () => ['out', '80'],
    why: 'A typo in the list opens the service to everybody, or closes it without a word.',
    requires: ['TUNNEL-ACCESS-5'],
    control: 'access/listed',
    env: { PUNCH_ALLOW: 'everybody' },
  }),
  refused({
    id: 'access/list-one-bad',
    words: () => ['out', '80'],
    why: 'A typo in one entry locks its peer out, and nothing says why.',
    requires: ['TUNNEL-ACCESS-5'],
    control: 'access/listed',
    env: { PUNCH_ALLOW: `${SOMEBODY},everybody` },
  }),
  lab({
    id: 'access/list-empty',
    title: 'out with an empty PUNCH_ALLOW lets nobody in, or exits with an error',
    why: 'A list that was cleared by mistake opens the service to everybody.',
    requires: ['TUNNEL-ACCESS-6'],
    ...refusal('access/listed'),
    async run({ tunnel, expect }) {
      const own = await ownIdentity(tunnel);
      const service = await serviceSaying(tunnel, GREETING);
      const words = [`${service.port}`];
      const empty = await tunnel.start(['out', ...words], { env: { PUNCH_ALLOW: '' } });
      const told = await empty.printedKey(tunnel.patience);
      // A program that prints no key serves nobody. One that prints it may still exit.
      const ended = await empty.exited(told === 'silent' ? 0 : 1000);
      if (ended !== 'running') return expectFailure(expect, ended);
      if (typeof told !== 'string') {
        const closed = await knock(tunnel, await tunnel.reachable(empty), service, own.home);
        expect.equal('stdout of a peer', closed.heard, '');
      }
      expect.equal('connections at the service', service.links, 0);
      // The same peer reaches the same service, so the silence before came from the list.
      const listing = await tunnel.out(words, { env: { PUNCH_ALLOW: own.hex } });
      const open = await knock(tunnel, listing.key, service, own.home);
      expect.equal('stdout of the same peer where it is listed', open.heard, GREETING);
      expect.equal('connections at the service then', open.links, 1);
    },
  }),
];
