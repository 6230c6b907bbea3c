import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { zbase32 } from '../../../reference/bytes/zbase32.js';
import { createIdentity } from '../../../reference/openhost/peers/identity.js';
import { relaySubstrate } from '../../../reference/openhost/peers/substrate.js';
import { Miscalled } from '../../options.js';
import type { ServeAround, Served } from '../../served_peer.js';
import { clientIdentity, SERVED_CLIENT } from '../clients.js';
import { configuration } from '../configuration.js';
import { readPublished } from '../published.js';
import { peers } from './peers.js';

const running: Served[] = [];
const folder = mkdtempSync(join(tmpdir(), 'conform-served-'));
afterEach(async () => {
  for (const one of running.splice(0).reverse()) await one.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Starts a peer by its name and options, as `conform serve` does. */
async function serve(name: string, given: object = {}, around: Partial<ServeAround> = {}): Promise<Served> {
  const peer = peers.find((one) => one.name === name && (one.when === undefined || one.when in given));
  const chosen =
    peers.find((one) => one.name === name && one.when !== undefined && one.when in given) ?? peer;
  if (!chosen) throw new Error(`no peer ${name}`);
  const served = await chosen.start(given, {
    ...{ port: 0, host: '127.0.0.1', tls: false, identity: undefined, words: [], log: () => {} },
    ...around,
  });
  running.push(served);
  return served;
}
const urlOf = ({ lines: [url = ''] }: Served) => url;
const publishedAt = (relay: string, oh: string) =>
  readPublished(
    { key: zbase32.decode(oh.slice('oh://'.length, -1)), substrates: [relaySubstrate(relay)] },
    new AbortController().signal,
  );
const key = createIdentity().name;

describe('a served relay', () => {
  it('keeps what is put there', async () => {
    const relay = await serve('openhost relay');
    const daemon = await serve('openhost daemon', { relay: [urlOf(relay)] });
    expect(relay.ca).toBeUndefined();
    expect(await publishedAt(urlOf(relay), urlOf(daemon))).toMatchObject({ outerSignature: true });
  });

  it('shows the authority that it generated for TLS', async () => {
    const relay = await serve('openhost relay', {}, { tls: true });
    expect([urlOf(relay), relay.ca]).toEqual([
      expect.stringMatching(/^https:/),
      expect.stringContaining('BEGIN CERTIFICATE'),
    ]);
  });

  it('has the fault that is asked for', async () => {
    const relay = await serve('openhost relay', { fault: 'damages-signatures', 'get-delay': 1 });
    const daemon = await serve('openhost daemon', { relay: [urlOf(relay)] });
    expect(await publishedAt(urlOf(relay), urlOf(daemon))).toMatchObject({ outerSignature: false });
  });
});

describe('a served daemon with a configuration', () => {
  const configured = (name: string, change: (text: string) => string = (text) => text) => {
    const config = join(folder, `${name}.toml`);
    const dir = mkdtempSync(join(folder, 'daemon-'));
    const settings = { relay: 'http://127.0.0.1:9', service: 'http://127.0.0.1:9', settings: {} };
    writeFileSync(config, change(configuration({ dir, ...settings })));
    return { config, call: (...words: string[]) => serve('openhost daemon', { config }, { words }) };
  };

  it.each<[string, (text: string) => string, RegExp]>([
    ['no relays', (text) => text.replace(/relays = .*/, ''), /names no pkarr\.relays/],
    ['garbage', () => '\u0000\u0001', /line 1 is neither a table nor a value/],
    ['no identity', (text) => text.replace(/store = .*/, ''), /has no identity\.store\.path/],
    [
      'a relay that is not a URL',
      (text) => text.replace(/relays = .*/, 'relays = ["x"]'),
      /x is not the URL/,
    ],
  ])('is a wrong call with %s in its file', async (what, change, why) => {
    const { call } = configured(what.replaceAll(' ', '-'), change);
    await expect(call()).rejects.toThrow(Miscalled);
    await expect(call()).rejects.toThrow(why);
  });

  it('names the file that does not exist', async () => {
    const config = join(folder, 'absent.toml');
    const starting = serve('openhost daemon', { config });
    await expect(starting).rejects.toThrow(Miscalled);
    await expect(starting).rejects.toThrow(`--config ${config}: ENOENT`);
  });

  it('publishes to its relays', async () => {
    const relay = await serve('openhost relay');
    const { call } = configured('run', (text) => text.replace(/relays = .*/, `relays = ["${urlOf(relay)}"]`));
    const daemon = await call();
    expect(daemon.over).toBeUndefined();
    expect(await publishedAt(urlOf(relay), urlOf(daemon))).toMatchObject({ outerSignature: true });
  });
});

describe('a served client', () => {
  const url = `oh://${key}/`;
  const relay = ['http://127.0.0.1:9'];

  it.each<[string, object, string[], RegExp]>([
    ['no host', { relay }, [], /the host is missing: conform serve openhost client oh:\/\/KEY/],
    ['two hosts', { relay, url }, [url], /both name a host: give one of them/],
    ['a host that is not a key', { relay }, ['oh://x/'], /must be oh:\/\/ and the 52 characters/],
    ['no relay', {}, [url], /--relay and --dht are missing/],
  ])('is a wrong call with %s', async (_what, given, words, why) => {
    const starting = serve('openhost client', given, { words });
    await expect(starting).rejects.toThrow(Miscalled);
    await expect(starting).rejects.toThrow(why);
  });

  it('shows its key, which follows from the secret and which no run uses', async () => {
    const secret = Buffer.from('x');
    const { lines } = await serve('openhost client', { relay, secret }, { words: [url] });
    expect(lines).toEqual([
      expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/),
      `client key: ${clientIdentity(secret, SERVED_CLIENT).name}`,
    ]);
    const drawn = await serve('openhost client', { relay, url });
    expect(drawn.lines[1]).not.toBe(lines[1]);
  });
});
