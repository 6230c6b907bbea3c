/** Section configuration: the relay modes, seen in the DNS questions and connections of a peer. */
import type { Case, Clock } from '../model.js';
import { lab, refusal, refused } from './lab_case.js';
import type { Running, TunnelLab } from './port.js';
import { replyTo, serviceSaying } from './services.js';

const connections = (count: number) => ({ expected: 'at least one connection to it', observed: count });

const relaysAsked = async (tunnel: TunnelLab, of: Running): Promise<readonly string[]> =>
  (await tunnel.questions(of)).filter((name) => /relay/.test(name));

/** Repeats a look for ten seconds. */
async function becomes(clock: Clock, holds: () => boolean | Promise<boolean>): Promise<boolean> {
  for (let looks = 0; looks < 50 && !(await holds()); looks++) await clock.wait(200);
  return holds();
}

export const configuration: readonly Case[] = [
  ...(
    [
      ['relay-default', 'out and in without PUNCH_RELAY_MODE look for the public relays of iroh', {}],
      [
        'relay-default-word',
        'out and in with PUNCH_RELAY_MODE=default look for the public relays of iroh',
        { PUNCH_RELAY_MODE: 'default' },
      ],
    ] as const
  ).map(([slug, title, env]) =>
    lab({
      id: `configuration/${slug}`,
      title,
      why: 'Peers behind strict NATs never find each other.',
      requires: ['TUNNEL-CONFIGURATION-2', 'TUNNEL-ACCEPTANCE-9'],
      expects: 'service',
      async run({ tunnel, expect, clock }) {
        const out = await tunnel.out(['80'], { env });
        const into = await tunnel.into(out.key, [`${await tunnel.freePort()}:80`], { env });
        for (const [name, program] of [
          ['out', out],
          ['in', into],
        ] as const) {
          const asked = await becomes(clock, async () => (await relaysAsked(tunnel, program)).length > 0);
          expect.that(`${name} asks the DNS for a relay`, asked, {
            expected: 'a name with "relay" in it',
            observed: [...(await tunnel.questions(program))],
          });
        }
      },
    }),
  ),
  lab({
    id: 'configuration/relay-url',
    title: 'out and in connect to the relay that PUNCH_RELAY_MODE names',
    why: 'Traffic of a company leaves through public relays instead of its own.',
    requires: ['TUNNEL-CONFIGURATION-4', 'TUNNEL-ACCEPTANCE-9'],
    expects: 'service',
    async run({ tunnel, expect, clock }) {
      const [ofOut, ofIn] = [await tunnel.service(() => {}), await tunnel.service(() => {})];
      const by = (port: number) => ({ env: { PUNCH_RELAY_MODE: `http://127.0.0.1:${port}` } });
      const out = await tunnel.out(['80'], by(ofOut.port));
      const outComes = await becomes(clock, () => ofOut.links > 0);
      expect.that('out connects to its relay', outComes, connections(ofOut.links));
      await tunnel.into(out.key, [`${await tunnel.freePort()}:80`], by(ofIn.port));
      const inComes = await becomes(clock, () => ofIn.links > 0);
      expect.that('in connects to its relay', inComes, connections(ofIn.links));
    },
  }),
  lab({
    id: 'configuration/relay-disabled',
    title: 'out and in with PUNCH_RELAY_MODE=disabled look for no relay and still connect',
    why: 'Public relays learn who talks to whom, although the operator ruled them out.',
    requires: ['TUNNEL-CONFIGURATION-3', 'TUNNEL-ACCEPTANCE-9'],
    ...refusal('configuration/relay-default'),
    async run({ tunnel, expect, clock }) {
      const env = { PUNCH_RELAY_MODE: 'disabled' };
      const asked = (of: Running) => relaysAsked(tunnel, of);
      const service = await serviceSaying(tunnel, 'direct');
      const out = await tunnel.out([`${service.port}`], { env });
      const local = await tunnel.freePort();
      // It keeps running, so that its questions can be told from those of others.
      const into = await tunnel.into(out.key, [`${local}:${service.port}`], { env });
      expect.equal('the service says', await replyTo(await tunnel.dial(local), ''), 'direct');
      // Absence counts because a program that started later looks for relays, and its questions arrived.
      const other = await tunnel.out(['80'], { program: 'reference' });
      if (!(await becomes(clock, async () => (await asked(other)).length > 0)))
        throw new Error('the lab heard no question of the reference for a relay');
      expect.equal('relays that out asked the DNS for', await asked(out), []);
      expect.equal('relays that in asked the DNS for', await asked(into), []);
    },
  }),
  refused({
    id: 'configuration/relay-unknown',
    words: () => ['out', '80'],
    why: 'A typo in the mode sends traffic over public relays that the operator ruled out.',
    requires: ['TUNNEL-CONFIGURATION-5'],
    control: 'configuration/relay-default-word',
    env: { PUNCH_RELAY_MODE: 'sometimes' },
  }),
];
