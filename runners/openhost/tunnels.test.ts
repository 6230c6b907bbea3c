import { describe, expect, it } from 'vitest';
import { startDaemon } from '../../reference/openhost/peers/daemon/daemon.js';
import { createIdentity } from '../../reference/openhost/peers/identity.js';
import { startRelay } from '../../reference/openhost/peers/relay/server.js';
import { createDtlsCertificate } from '../../reference/openhost/peers/rtc/certificate.js';
import { relaySubstrate } from '../../reference/openhost/peers/substrate.js';
import { Unclaimed } from '../../suites/case.js';
import { daemonCases } from '../../suites/openhost/cases.js';
import type { Service, Wire } from '../../suites/openhost/port.js';
import { freePort } from '../testing/free_port.js';
import { tryCases } from '../try_cases.js';
import { liveOpenhost } from './live.js';
import { lookForTunnels, mustTunnel } from './tunnels.js';

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

/** What is found at a daemon that tunnels at these paths, and the requests that it took for that. */
async function found(...tunnelled: readonly string[]) {
  const asked: string[] = [];
  let open = 0;
  const wire: Partial<Wire> = {
    raw: async (bytes) => void asked.push(Buffer.from(bytes).toString('latin1')),
    next: async () => 'silent',
    close() {
      open -= 1;
    },
  };
  const connect = async () => {
    open += 1;
    return wire as Wire;
  };
  const pathIn = (text: string) => /GET ([^?]*)\?/.exec(text)?.[1] ?? '';
  const service: Partial<Service> = {
    mark: () => `mark${asked.length}`,
    seen: (mark) => {
      const came = asked.some((text) => text.includes(`?${mark} `) && tunnelled.includes(pathIn(text)));
      return came ? [{ method: 'GET', url: '/', headers: [], body: new Uint8Array() }] : [];
    },
  };
  const tunnels = await lookForTunnels(service as Service, connect);
  expect(open).toBe(0);
  for (const text of asked) expect(text).toMatch(/\r\nUpgrade: websocket\r\n.*\r\n\r\n/s);
  return { ...tunnels, paths: asked.map(pathIn) };
}

describe('the tunnels of a daemon', () => {
  const [both, three] = [
    ['/live', '/live/no'],
    ['/live', '/live/no', '/elsewhere'],
  ];

  it('are found by one upgrade on a connection of its own for each path', async () => {
    expect(await found('/live', '/live/no')).toEqual({ listed: true, elsewhere: false, paths: three });
    expect(await found('/live', '/live/no', '/elsewhere')).toMatchObject({ listed: true, elsewhere: true });
    expect(await found('/live')).toEqual({ listed: false, elsewhere: false, paths: three });
  });

  it('are not looked for elsewhere when there is none at the first path', async () => {
    expect(await found('/live/no')).toEqual({ listed: false, elsewhere: false, paths: both });
    expect(await found()).toEqual({ listed: false, elsewhere: false, paths: both });
  });

  it('must be at both paths, and at no other path for a case about the others', () => {
    mustTunnel({ listed: true, elsewhere: true }, false);
    mustTunnel({ listed: true, elsewhere: false }, true);
    const must = (listed: boolean, elsewhere: boolean, alone: boolean) => () =>
      mustTunnel({ listed, elsewhere }, alone);
    expect(must(false, true, false)).toThrow(Unclaimed);
    expect(must(false, true, true)).toThrow('at /live and /live/no: allow these two paths');
    expect(must(true, true, true)).toThrow('allow only /live and /live/no');
  });
});
