import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { inPackage } from '../../package.js';
import { quoteWord } from '../../runners/exec/words.js';
import { openTarget } from '../../runners/targets.js';
import { tryCases } from '../../runners/try_cases.js';
import { clientCases } from '../../suites/openhost/clients.js';

const program = inPackage('dist', 'checks', 'openhost_clients', 'fetch_once.js');
const fetcher = [process.execPath, program].map(quoteWord).join(' ');

it.skipIf(!existsSync(program)).each([
  [
    'relays with TLS',
    `env SSL_CERT_FILE={ca} ${fetcher} --relay {relay} --relay {relay2} {url}`,
    'openhost/2/client-stale-record',
  ],
  ['plain relays', `${fetcher} --relay {relay} --relay {relay2} {url}`, 'openhost/1/client-url-short'],
])(
  'believes a refusal of a program that fetches from a host without faults: %s',
  async (_name, command, refusal) => {
    const target = await openTarget(`openhost-client:${command}`, { browser: true });
    const asked = clientCases.filter(({ id }) => id === refusal);
    const outcomes = await tryCases(asked, target, 1, clientCases);
    expect(outcomes).toMatchObject([{ id: refusal, verdict: 'pass', reason: '' }]);
    await target.close();
  },
  60_000,
);
