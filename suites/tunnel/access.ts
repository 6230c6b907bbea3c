/** Section access: who is let in. */
import type { Case } from '../model.js';
import { expectFailure, lab, refusal, refused, SERVICE, withKey } from './lab_case.js';
import type { TunnelLab } from './port.js';
import { serviceSaying } from './services.js';

/** Whether a peer with this key gets through to an `out` with that list. */
async function passes(
  tunnelLab: TunnelLab,
  allow: (own: string, other: string) => string | undefined,
): Promise<{ heard: string; links: number }> {
  const [own, other] = [tunnelLab.identity(), tunnelLab.identity()];
  const service = await serviceSaying(tunnelLab, 'in');
  const list = allow(own.hex, other.hex);
  const out = await tunnelLab.out(
    [`${service.port}`],
    list === undefined ? {} : { env: { PUNCH_ALLOW: list } },
  );
  const home = await tunnelLab.home(withKey(own.secret));
  const into = await tunnelLab.into(out.key, [`-:${service.port}`], { home });
  const ended = await into.exited(2 * tunnelLab.patience);
  // One that stays says nothing to us: the connections at the service tell whether it got through.
  return { heard: ended === 'running' ? '' : Buffer.from(ended.stdout).toString(), links: service.links };
}

export const access: readonly Case[] = [
  ...(
    [
      [
        'unset',
        'without a list out lets every peer in',
        ['TUNNEL-ACCESS-1', 'TUNNEL-IDENTITY-6'],
        () => undefined,
        true,
      ],
      [
        'listed',
        'out lets a listed peer in',
        ['TUNNEL-ACCESS-3', 'TUNNEL-ACCEPTANCE-7'],
        (own: string) => own,
        true,
      ],
      [
        'listed-second',
        'out lets the second peer of a list in',
        ['TUNNEL-ACCESS-2'],
        (own: string, other: string) => `${other},${own}`,
        true,
      ],
      [
        'not-listed',
        'a peer that is not listed reaches nothing',
        ['TUNNEL-ACCESS-3', 'TUNNEL-ACCESS-4', 'TUNNEL-ACCEPTANCE-7', 'TUNNEL-IDENTITY-5'],
        (_own: string, other: string) => other,
        false,
      ],
    ] as const
  ).map(([slug, title, requires, allow, expected]) =>
    lab(
      `access/${slug}`,
      title,
      requires,
      expected ? SERVICE : refusal('access/listed'),
      async ({ tunnelLab, expect }) => {
        const { heard, links } = await passes(tunnelLab, allow);
        expect.equal('what the peer heard', heard, expected ? 'in' : '');
        expect.equal('connections at the service', links, expected ? 1 : 0);
      },
    ),
  ),
  refused('access/list-malformed', () => ['out', '80'], ['TUNNEL-ACCESS-5'], 'access/listed', {
    env: { PUNCH_ALLOW: 'everybody' },
  }),
  lab(
    'access/list-empty',
    'an empty list lets nobody in, or is an error',
    ['TUNNEL-ACCESS-6'],
    refusal('access/listed'),
    async ({ tunnelLab, expect }) => {
      const service = await serviceSaying(tunnelLab, 'in');
      const started = await tunnelLab.start(['out', `${service.port}`], { env: { PUNCH_ALLOW: '' } });
      const ended = await started.exited(3000);
      if (ended !== 'running') return expectFailure(expect, ended);
      const { heard, links } = await passes(tunnelLab, () => '');
      expect.equal('what a peer heard', heard, '');
      expect.equal('connections at the service', links, 0);
    },
  ),
];
