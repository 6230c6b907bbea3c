import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { daemonMutants } from '../../reference/mutants/openhost/mutants.js';
import { relayMutants } from '../../reference/mutants/openhost/relays.js';
import { startDaemon } from '../../reference/openhost/peers/daemon/daemon.js';
import { createIdentity } from '../../reference/openhost/peers/identity.js';
import { RELAY_RULES } from '../../reference/openhost/peers/relay/rules.js';
import { type RelayOptions, startRelay } from '../../reference/openhost/peers/relay/server.js';
import { createDtlsCertificate } from '../../reference/openhost/peers/rtc/certificate.js';
import { answerSession } from '../../reference/openhost/peers/rtc/session.js';
import { relaySubstrate } from '../../reference/openhost/peers/substrate.js';
import { type Outcome, tryCase, tryCases } from '../try_cases.js';
import { liveOpenhost } from './live.js';
import { asked, HUNG, named, PATIENCE } from './testing/asked.js';

/** The outcome of a case for a daemon behind this relay. */
async function behind(relay: string, id = 'openhost/2/published', ca?: string): Promise<Outcome> {
  const url = `oh://${createIdentity().name}/`;
  const target = await liveOpenhost({ url, relays: [relay], patience: PATIENCE, ...(ca ? { ca } : {}) });
  try {
    return await tryCase(named(id), target);
  } finally {
    await target.close();
  }
}

/** Starts this relay for one case, and stops it however the case ends. */
async function behindRelay(options: RelayOptions, ...asked: [id?: string, ca?: true]): Promise<Outcome> {
  const relay = await startRelay(options);
  try {
    const [id, ca] = asked;
    return await behind(relay.url, id, ca && relay.ca);
  } finally {
    await relay.close();
  }
}

/** A server that accepts connections and never answers. */
async function silent(): Promise<Server> {
  const server = createServer(() => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const close = (server: Server) => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
};

it('opens a daemon whose packet is not a DNS message, so that its cases say what is wrong', async () => {
  const server = createServer((_request, response) => void response.end(Buffer.alloc(200, 'x')));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const seen = await behind(urlOf(server));
    expect(seen.verdict).toBe('fail');
    expect(seen.failed.map(({ observed }) => observed)).toEqual(['no DNS message']);
  } finally {
    await close(server);
  }
});

describe.concurrent('a useless relay', () => {
  it('that is down blocks the case, with the reason', async () => {
    expect(await behind('http://127.0.0.1:9')).toMatchObject({
      verdict: 'blocked',
      reason: expect.stringMatching(/no relay answers.*ECONNREFUSED/),
    });
  });

  it('that never answers blocks the case within seconds', async () => {
    const server = await silent();
    const { verdict, reason } = await behind(urlOf(server));
    await close(server);
    expect([verdict, reason]).toEqual(['blocked', expect.stringMatching(/no relay answers.*in time/)]);
    expect(reason).not.toMatch(HUNG);
  });

  it.each<[string, RelayOptions, RegExp]>([
    ['hangs up', { rules: { ...RELAY_RULES, turnsAway: () => 'closed' } }, /no relay answers.*hang up/],
    ['answers with 500', { rules: { ...RELAY_RULES, turnsAway: () => 500 } }, /no relay answers.*500/],
    ['has a certificate of an unknown authority', { tls: true }, /certificate/],
    ['floods', { rules: { ...RELAY_RULES, give: () => new Uint8Array(5 << 20) } }, /too much/],
  ])('that %s blocks the case, with the reason', async (_what, options, why) => {
    expect(await behindRelay(options)).toMatchObject({
      verdict: 'blocked',
      reason: expect.stringMatching(why),
    });
  });

  it('whose authority is given is asked, and has no packet', async () => {
    expect(await behindRelay({ tls: true }, 'openhost/2/published', true)).toMatchObject({ verdict: 'fail' });
  });
});

describe('a daemon that does not know us', () => {
  const ids = [
    'openhost/2/published',
    'openhost/2/ttl',
    'openhost/3.3/v3',
    'openhost/3.3/tag-00',
    'openhost/3.3/answer-ttl',
    'openhost/4/ping',
  ];
  /** The outcomes of one run of cases of all kinds. */
  async function verdicts(daemon: 'up' | 'gone', secret = 'known to us alone') {
    const relay = await startRelay();
    const identity = createIdentity();
    const place = { substrates: [relaySubstrate(relay.url)], addresses: ['127.0.0.1'] };
    const options = { identity, certificate: createDtlsCertificate(), allow: [], ...place };
    const started = daemon === 'up' ? await startDaemon(options) : undefined;
    const target = await liveOpenhost({
      url: `oh://${identity.name}/`,
      relays: [relay.url],
      patience: PATIENCE,
      silence: 500,
      ...(secret === '' ? {} : { secret: Buffer.from(secret) }),
    });
    try {
      const outcomes = await tryCases(ids.map(named), target);
      return ids.map(
        (id) => outcomes.find((one) => one.id === id) ?? { id, verdict: 'none', reason: '', ms: 0 },
      );
    } finally {
      await target.close();
      await started?.close();
      await relay.close();
    }
  }

  it('blocks all cases that need an offer with one reason, as soon as it is known', async () => {
    const [published, ttl, ...others] = await verdicts('up');
    expect([published?.verdict, ttl?.verdict]).toEqual(['pass', 'pass']);
    for (const { verdict, reason } of others) {
      expect([verdict, reason]).toEqual(['blocked', expect.stringMatching(/none of our clients.*--secret/)]);
      expect(reason).not.toMatch(HUNG);
    }
  }, 60_000);

  it('is not asked when there is no secret', async () => {
    const [, , ...others] = await verdicts('up', '');
    for (const { verdict, reason } of others) {
      expect([verdict, reason]).toEqual(['blocked', expect.stringMatching(/add --secret/)]);
    }
  });

  it('because it has stopped blocks the case that finds out, and all later ones', async () => {
    const relay = await startRelay();
    const daemon = await startDaemon({
      identity: createIdentity(),
      certificate: createDtlsCertificate(),
      substrates: [relaySubstrate(relay.url)],
      addresses: ['127.0.0.1'],
      allow: [],
      pollMs: 50,
    });
    const pair = async (client: string) => daemon.pair(client);
    const target = await liveOpenhost({
      ...{ url: daemon.url, relays: [relay.url], secret: Buffer.from('x'), pair },
      ...{ patience: PATIENCE, silence: 300 },
    });
    try {
      expect(await tryCase(named('openhost/3/binds-exporter'), target)).toMatchObject({ verdict: 'pass' });
      await daemon.close();
      const outcomes = await tryCases(ids.slice(2).map(named), { ...target, concurrency: 1 });
      expect(new Set(outcomes.map(({ verdict }) => verdict))).toEqual(new Set(['blocked']));
      // The first case made the offer that had no answer.
      expect(outcomes.slice(1).map(({ reason }) => /answered clients before/.test(reason))).toEqual([
        true,
        true,
        true,
      ]);
    } finally {
      await target.close();
      await relay.close();
    }
  }, 60_000);

  it('and has published nothing fails the case about its packet, and blocks the others', async () => {
    const [published, ...others] = await verdicts('gone');
    expect(published?.verdict).toBe('fail');
    for (const { verdict, reason } of others) {
      expect([verdict, reason]).toEqual(['blocked', expect.stringMatching(/check the key/)]);
    }
  });
});

describe.concurrent('a relay that lies', () => {
  it.each([
    ['damages-signatures', 'openhost/2/outer-signature', 'fail'],
    ['gives-a-stranger', 'openhost/2/one-record', 'fail'],
    ['keeps-the-first', 'openhost/2/republish-later', 'fail'],
    ['keeps-the-first', 'openhost/3/binds-exporter', 'blocked'],
    ['cuts-packets', 'openhost/2/published', 'fail'],
  ])('that %s: %s is %s', async (name, id, verdict) => {
    const relay = relayMutants.find((one) => one.id === name);
    if (!relay) throw new Error(name);
    const outcome = await asked(id, { relay: relay.change });
    expect(outcome).toMatchObject({ verdict, reason: expect.stringMatching(/\w/) });
    expect(outcome.reason).not.toMatch(HUNG);
  });
});

it('hears a daemon that sends on a channel before it acknowledges the channel', async () => {
  const outcome = await asked('openhost/3/fresh-nonce', {
    daemon: {
      answerSession: (offer, pinned, options) => answerSession(offer, pinned, { ...options, prompt: true }),
    },
  });
  expect(outcome).toMatchObject({ verdict: 'pass' });
});

it('names both sequence numbers when a daemon publishes an older packet after a restart', async () => {
  const behind = daemonMutants.find(({ id }) => id === 'behind-after-restart');
  const outcome = await asked('openhost/2/restart', behind ? { change: behind.change } : {});
  expect(outcome).toMatchObject({
    verdict: 'fail',
    failed: [
      {
        what: 'a relay accepts the first packet after the restart',
        expected: expect.stringMatching(/seq above \d+/),
        observed: expect.stringMatching(
          /seq \d+, which the relay rejects as older than the packet that it has/,
        ),
      },
    ],
  });
});

it('fails a daemon whose addresses cannot be reached, with that reason and before the deadline', async () => {
  // An address of RFC 5737, which no machine has.
  const outcome = await asked('openhost/3/fresh-nonce', { daemon: { addresses: ['192.0.2.77'] } });
  expect(outcome).toMatchObject({
    verdict: 'fail',
    reason: expect.stringMatching(
      /the answer did not lead to a connection|the connection failed: .*unreachable/,
    ),
  });
  expect(outcome.reason).not.toMatch(HUNG);
});
