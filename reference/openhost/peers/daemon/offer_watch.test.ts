import { expect, it } from 'vitest';
import { base64url } from '../../../bytes/base64url.js';
import { offerName } from '../../labels.js';
import { signPacket } from '../../packet.js';
import { seal } from '../../sealed_box.js';
import { offerBlobOf } from '../blobs.js';
import { CLIENT_RULES } from '../client/rules.js';
import { createIdentity } from '../identity.js';
import { createDtlsCertificate } from '../rtc/certificate.js';
import { memorySubstrate } from '../testing/rtc.js';
import { watchOffers } from './offer_watch.js';
import { type DaemonOptions, settingsOf } from './options.js';

const daemon = createIdentity(new Uint8Array(32).fill(1));
const client = createIdentity(new Uint8Array(32).fill(2));
const other = createIdentity(new Uint8Array(32).fill(3));
const certificate = createDtlsCertificate();
const NOW = 1_800_000_000n;
const blob = offerBlobOf(
  { ufrag: 'abcd', pwd: 'x'.repeat(22), candidates: [] },
  { dialect: 'spec', bindingMode: 'exporter', fingerprint: new Uint8Array(32) },
);

/** The packet of an offer. Offers with the same ephemeral key are the same box. */
function offered(seq: bigint, ephemeral = Number(seq & 0xffn), by = client) {
  const body = CLIENT_RULES.compressOffer(CLIENT_RULES.encodeOffer(by.publicKey, blob));
  const value = base64url.encode(seal(daemon.publicKey, body, new Uint8Array(32).fill(ephemeral)));
  return signPacket(by, seq, [{ label: offerName(daemon.publicKey), ttl: 30, value }]);
}

function watching(more: Partial<DaemonOptions> = {}) {
  const substrate = memorySubstrate();
  const lines: string[] = [];
  const answered: string[] = [];
  let time = Number(NOW) * 1000;
  const stop = new AbortController();
  const settings = settingsOf({
    identity: daemon,
    certificate,
    substrates: [substrate],
    now: () => time,
    log: (line) => lines.push(line.replace(client.name, 'client')),
    watch: [client.name],
    ...more,
  });
  const watch = watchOffers(settings, async (name) => void answered.push(name), stop.signal);
  return {
    ...watch,
    answered,
    lines,
    stop,
    async after(packet: Uint8Array, ms = 0, by = client) {
      substrate.packets.set(by.name, packet);
      time += ms;
      await watch.poll();
      return answered.length;
    },
  };
}
const LONG = 60_000;

it('answers the offer of a client that it watches, once', async () => {
  const { after, poll, answered, lines } = watching();
  expect(await after(offered(NOW))).toBe(1);
  await poll();
  expect(answered).toEqual([client.name]);
  expect(lines).toEqual(['offer of client answered']);
});

it('answers the next offer, and none with an older sequence number', async () => {
  const { after } = watching();
  expect(await after(offered(NOW))).toBe(1);
  expect(await after(offered(NOW - 1n), LONG)).toBe(1);
  expect(await after(offered(NOW + 1n), LONG)).toBe(2);
});

it('looks at nobody whom it does not watch', async () => {
  const { after } = watching({ watch: [] });
  expect(await after(offered(NOW))).toBe(0);
});

it.each<[string, Partial<DaemonOptions>, Uint8Array, string]>([
  ['is too old', {}, offered(NOW - 7201n), 'stale'],
  ['comes from the future', {}, offered(NOW + 7201n), 'stale'],
  ['is of a client that is not allowed', { allow: [other.name] }, offered(NOW), 'not allowed'],
  ['wants another binding', { bindingModes: ['cert_fp'] }, offered(NOW), 'binding mode'],
  ['comes too often', { burst: 0 }, offered(NOW), 'rate limit'],
])('rejects an offer that %s', async (_what, options, packet, reason) => {
  const { after, lines } = watching(options);
  expect(await after(packet)).toBe(0);
  expect(lines).toEqual([`offer of client rejected: ${reason}`]);
});

it('rejects the box that it answered last, under a newer sequence number', async () => {
  const { after, lines } = watching();
  await after(offered(NOW, 9));
  expect(await after(offered(NOW + 5n, 9), LONG)).toBe(1);
  expect(lines.at(-1)).toBe('offer of client rejected: replayed');
});

it('answers an old and a repeated offer in the deployed dialect', async () => {
  const { after } = watching({ dialect: 'deployed' });
  expect(await after(offered(5n, 9))).toBe(1);
  expect(await after(offered(6n, 9), LONG)).toBe(2);
});

it('rejects an offer that it cannot read, and looks at it once', async () => {
  const { after, poll, lines } = watching();
  const label = offerName(daemon.publicKey);
  await after(signPacket(client, NOW, [{ label, ttl: 30, value: 'AAAA' }]));
  await poll();
  expect(lines).toEqual(['offer of client rejected: sealed-box/too-short']);
});

it('ignores a packet without an offer to this host, and bytes that are not a packet', async () => {
  const { after, lines } = watching();
  await after(signPacket(client, NOW, [{ label: '_offer-other', ttl: 30, value: 'x' }]));
  await after(new Uint8Array(2000));
  expect(lines).toEqual([]);
});

it('keeps an offer that comes within five seconds for later, and loses it in the deployed dialect', async () => {
  const spec = watching();
  await spec.after(offered(NOW));
  expect(await spec.after(offered(NOW + 1n), 1000)).toBe(1);
  expect(await spec.after(offered(NOW + 1n), 5000)).toBe(2);
  const deployed = watching({ dialect: 'deployed' });
  await deployed.after(offered(NOW));
  expect(await deployed.after(offered(NOW + 1n), 1000)).toBe(1);
  expect(await deployed.after(offered(NOW + 1n), 5000)).toBe(1);
});

it('answers a client that is paired while its offer is there, and none that is unpaired', async () => {
  const { after, pair, unpair, poll, answered } = watching({ allow: [] });
  expect(await after(offered(NOW))).toBe(0);
  pair(client.name);
  await poll();
  expect(answered).toEqual([client.name]);
  unpair(client.name);
  expect(await after(offered(NOW + 1n), LONG)).toBe(1);
});

it('reads the pairs before each poll', async () => {
  let pairs: readonly string[] = [];
  const { after } = watching({ watch: [], pairs: () => pairs });
  expect(await after(offered(NOW))).toBe(0);
  pairs = [client.name];
  expect(await after(offered(NOW))).toBe(1);
});

it('looks at one client once, however often it is asked to', async () => {
  let gets = 0;
  let go = () => {};
  const gate = new Promise<undefined>((resolve) => {
    go = () => resolve(undefined);
  });
  const get = () => {
    gets += 1;
    return gate;
  };
  const { poll, settled } = watching({ substrates: [{ ...memorySubstrate(), get }] });
  const polls = [poll(), poll()];
  expect(gets).toBe(1);
  go();
  await Promise.all([...polls, settled()]);
});

it('answers nothing after its end', async () => {
  const { after, stop } = watching();
  stop.abort();
  expect(await after(offered(NOW))).toBe(0);
});

it('logs an answer that fails', async () => {
  const lines: string[] = [];
  const substrate = memorySubstrate();
  substrate.packets.set(client.name, offered(NOW));
  const options = { identity: daemon, certificate, substrates: [substrate], watch: [client.name] };
  const { poll } = watchOffers(
    settingsOf({ ...options, now: () => Number(NOW) * 1000, log: (line) => lines.push(line) }),
    () => Promise.reject(new Error('unreachable')),
    new AbortController().signal,
  );
  await poll();
  expect(lines).toEqual([`offer of ${client.name} rejected: unreachable`]);
});
