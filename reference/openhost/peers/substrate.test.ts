import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { signPacket } from '../packet.js';
import { DialFailed, dial } from './client/dial.js';
import { startDaemon } from './daemon/daemon.js';
import { createIdentity } from './identity.js';
import { RELAY_RULES } from './relay/rules.js';
import { startRelay } from './relay/server.js';
import { createDtlsCertificate } from './rtc/certificate.js';
import { relaySubstrate, resolve } from './substrate.js';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const identity = createIdentity();
const text = (value: string) => [{ label: '_openhost', ttl: 300, value }];
const right = signPacket(identity, 20n, text('right'));

async function lyingRelay(give: () => Uint8Array) {
  const relay = await startRelay({ rules: { ...RELAY_RULES, give } });
  closers.push(relay.close);
  return relaySubstrate(relay.url);
}

/** A relay that holds the right packet. */
async function rightRelay() {
  const relay = await startRelay();
  closers.push(relay.close);
  const substrate = relaySubstrate(relay.url);
  await substrate.put(identity.name, right);
  return substrate;
}

const lies: readonly (readonly [string, Uint8Array])[] = [
  ["another key's packet", signPacket(createIdentity(), 99n, text('stranger'))],
  ['a packet with a bad signature', right.with(90, 0)],
  ['a packet whose number was raised', right.with(71, 99)],
  ['an old packet', signPacket(identity, 3n, text('old'))],
  ['a body of 5 MiB', new Uint8Array(5 << 20)],
  ['nothing at all', new Uint8Array(0)],
];

describe('resolving beside a relay that lies', () => {
  it.each(lies)('is not misled by %s', async (_what, body) => {
    const substrates = [await lyingRelay(() => body), await rightRelay()];
    expect((await resolve(substrates, identity.name))?.packet.seq).toBe(20n);
  });

  it.each(lies.filter(([what]) => what !== 'an old packet'))(
    'finds no packet, or gives a reason, when the only substrate is %s',
    async (_what, body) => {
      const found = await resolve([await lyingRelay(() => body)], identity.name).catch(
        (error: unknown) => error,
      );
      expect(found === undefined || /answers with too much/.test(String(found))).toBe(true);
    },
  );
});

describe('a client with a broken relay', () => {
  const give = (url: string, ca?: string) =>
    dial(`oh://${identity.name}/`, {
      identity: createIdentity(),
      certificate: createDtlsCertificate(),
      substrates: [relaySubstrate(url, ca)],
      timeoutMs: 4000,
    });

  async function silent(): Promise<Server> {
    const server = createServer(() => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => {
      server.closeAllConnections();
      server.close();
    });
    return server;
  }
  const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  it('reports that it is down', async () => {
    await expect(give('http://127.0.0.1:9')).rejects.toThrow(/^resolve: .*ECONNREFUSED/);
  });

  it('fails when the relay never answers', async () => {
    await expect(give(urlOf(await silent()))).rejects.toThrow(DialFailed);
  });

  it('names a certificate without a trusted authority', async () => {
    const relay = await startRelay({ tls: true });
    closers.push(relay.close);
    await expect(give(relay.url)).rejects.toThrow(/certificate/);
    await expect(give(relay.url, relay.ca)).rejects.toThrow(/no relay has a packet/);
  });
});

describe('a relay that cannot be used', () => {
  const why = (url: string, ca?: string) =>
    resolve([relaySubstrate(url, ca)], identity.name).then(
      () => 'resolved',
      (error: unknown) => (error instanceof Error ? error.message : 'no error'),
    );

  it('is reported without the class of the error, and with advice for an unknown authority', async () => {
    const relay = await startRelay({ tls: true });
    closers.push(relay.close);
    expect(await why(relay.url)).toBe(
      `${relay.url}: unable to verify the first certificate: give the authority with --ca`,
    );
    expect(await why('http://127.0.0.1:9')).toBe('http://127.0.0.1:9: connect ECONNREFUSED 127.0.0.1:9');
  });

  it('is rejected when its URL has a query or a fragment', () => {
    expect(() => relaySubstrate('https://relay.test/?a')).toThrow('remove what follows the path');
    expect(() => relaySubstrate('https://relay.test/#a')).toThrow('remove what follows the path');
  });
});

it.each(['', '/', '/relay', '/relay/'])('asks a relay at the path "%s" below it', async (path) => {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    response.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closers.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  await relaySubstrate(`http://127.0.0.1:${port}${path}`).get(identity.name);
  expect(asked).toEqual([`${path.replace(/\/$/, '')}/${identity.name}`]);
});

it('asks whether a client that gets no answer is allowed', async () => {
  const relay = await rightRelay();
  const daemon = await startDaemon({
    identity: createIdentity(),
    certificate: createDtlsCertificate(),
    substrates: [relay],
    allow: [],
  });
  closers.push(daemon.close);
  const patience = new AbortController();
  let offered = false;
  const watched = {
    ...relay,
    async put(...args: Parameters<typeof relay.put>) {
      await relay.put(...args);
      offered = true;
    },
    async get(...args: Parameters<typeof relay.get>) {
      if (offered) patience.abort();
      return relay.get(...args);
    },
  };
  const dialled = dial(daemon.url, {
    identity,
    certificate: createDtlsCertificate(),
    substrates: [watched],
    signal: patience.signal,
  });
  await expect(dialled).rejects.toThrow(`allowed there? It is ${identity.name}`);
});
