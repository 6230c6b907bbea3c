import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { startDaemon } from '../../reference/openhost/peers/daemon/daemon.js';
import { createIdentity } from '../../reference/openhost/peers/identity.js';
import { startRelay } from '../../reference/openhost/peers/relay/server.js';
import { createDtlsCertificate } from '../../reference/openhost/peers/rtc/certificate.js';
import { relaySubstrate } from '../../reference/openhost/peers/substrate.js';
import { daemonCases } from '../../suites/openhost/cases.js';
import { tryCases } from '../try_cases.js';
import { liveOpenhost } from './live.js';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const ids = ['accept', 'not-101', 'unlisted', 'unconfigured'].map((slug) => `openhost/4.2/${slug}`);
const secret = Buffer.from('known to the daemon');

/** The verdicts for a running daemon that forwards to our service. */
async function verdicts(websockets: readonly string[] | undefined): Promise<string[]> {
  const [relay, upstream] = [await startRelay(), await freePort()];
  const identity = createIdentity();
  const daemon = await startDaemon({
    identity,
    certificate: createDtlsCertificate(),
    substrates: [relaySubstrate(relay.url)],
    addresses: ['127.0.0.1'],
    allow: [],
    pollMs: 100,
    forward: { target: `http://127.0.0.1:${upstream}`, ...(websockets ? { websockets } : {}) },
  });
  const url = `oh://${identity.name}/`;
  const pair = async (client: string) => daemon.pair(client);
  const target = await liveOpenhost({ url, relays: [relay.url], secret, upstream, pair, silence: 500 });
  try {
    const outcomes = await tryCases(
      daemonCases.filter(({ id }) => ids.includes(id)),
      target,
    );
    return ids.map((wanted) => {
      const { verdict = 'none', reason = '' } = outcomes.find(({ id }) => id === wanted) ?? {};
      return verdict === 'pass' ? verdict : `${verdict}: ${reason}`;
    });
  } finally {
    await target.close();
    await daemon.close();
    await relay.close();
  }
}

const allow = expect.stringMatching(/^skip: .*allow these two paths/);
const others = expect.stringMatching(
  /^skip: .*cannot configure or restart the daemon: name one as openhostd:COMMAND/,
);

describe.concurrent('the cases about WebSockets, for a daemon that we did not start', () => {
  it.each([
    ['the two paths', ['/live', '/live/no'], ['pass', 'pass', 'pass', others]],
    ['every path', ['*'], ['pass', 'pass', expect.stringMatching(/^skip: .*at other paths/), others]],
    ['one of the two', ['/live'], [allow, allow, allow, others]],
    ['none', undefined, [allow, allow, allow, others]],
  ])(
    'that allows %s',
    async (_what, websockets, said) => {
      expect(await verdicts(websockets)).toEqual(said);
    },
    60_000,
  );
});
