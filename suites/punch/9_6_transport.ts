import { Unclaimed, Unreachable } from '../case.js';
import type { Case } from '../model.js';
import { needHealth } from './answers.js';
import type { PunchPort } from './port.js';
import { punchCase } from './steps.js';

/** Skips a case only if the target answers. An unreachable target blocks it. */
async function unclaimed(punch: PunchPort, reason: string): Promise<never> {
  await punch.http({ method: 'GET', path: '/api/health' });
  throw new Unclaimed(reason);
}

export const transport: readonly Case[] = [
  punchCase({
    id: 'punch/9.6/old-tls',
    expects: 'refusal',
    control: 'punch/9.6/new-tls',
    requires: ['PUNCH-9.6-1'],
    title: 'a handshake with TLS 1.0 or 1.1 alone is rejected',
    why: 'An attacker downgrades the connection and reads tokens and passphrases.',
    async run({ punch, expect }) {
      if (punch.scheme === 'http') await unclaimed(punch, 'the target is http: and has no TLS');
      for (const version of ['TLSv1', 'TLSv1.1'] as const) {
        const outcome = await punch.tls(version);
        if (outcome === 'unavailable') throw new Unreachable(`this machine cannot offer ${version}`);
        expect.that(
          `a handshake with ${version} is rejected`,
          outcome === 'refused' || outcome === 'closed',
          {
            expected: 'an alert or a close',
            observed: outcome,
          },
        );
      }
    },
  }),
  punchCase({
    id: 'punch/9.6/new-tls',
    expects: 'service',
    requires: ['PUNCH-9.6-1'],
    title: 'GET /api/health is answered over TLS 1.2 or 1.3 (http: fails, except on loopback)',
    why: 'Tokens and passphrases travel in clear text.',
    async run({ punch, expect }) {
      if (punch.scheme === 'http' && punch.loopback)
        await unclaimed(punch, 'the target is on loopback and has no TLS');
      expect.equal('the scheme of the target', punch.scheme, 'https');
      const outcomes = [await punch.tls('TLSv1.2'), await punch.tls('TLSv1.3')];
      expect.that('a handshake with TLS 1.2 or 1.3 is accepted', outcomes.includes('accepted'), {
        expected: 'one of them accepted',
        observed: outcomes,
      });
      await needHealth(punch);
    },
  }),
  punchCase({
    id: 'punch/9.6/no-downgrade',
    expects: 'refusal',
    control: 'punch/9.6/new-tls',
    requires: ['PUNCH-9.6-2'],
    title: 'no answer redirects from https to http',
    why: 'A redirect sends the token of the next request in clear text.',
    async run({ punch, expect }) {
      if (punch.scheme === 'http')
        await unclaimed(punch, 'the target is http: and has no https to redirect from');
      for (const path of ['/', '/api/health', '/api/session', '/s/none']) {
        const answer = await punch.http({ method: 'GET', path });
        const downgrade =
          answer.status >= 300 && answer.status < 400 && /^http:/i.test(answer.headers['location'] ?? '');
        expect.that(`GET ${path} does not redirect to http:`, !downgrade, {
          expected: 'no redirect to http:',
          observed: `${answer.status} ${answer.headers['location'] ?? ''}`.trim(),
        });
      }
    },
  }),
];
