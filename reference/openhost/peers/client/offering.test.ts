import { expect, it } from 'vitest';
import { base64url } from '../../../bytes/base64url.js';
import type { AnswerBlob } from '../../answer_blob.js';
import type { Dialect } from '../../dialect.js';
import { answerName, offerName } from '../../labels.js';
import { HOST_LABEL, HOST_TTL, openPacket, signPacket, type TextRecord } from '../../packet.js';
import { signRecord } from '../../record.js';
import { answerSdp } from '../../sdp.js';
import { seal } from '../../sealed_box.js';
import { offerBlobOf } from '../blobs.js';
import { readOffer } from '../daemon/offers.js';
import { DAEMON_RULES } from '../daemon/rules.js';
import { createIdentity } from '../identity.js';
import { createDtlsCertificate } from '../rtc/certificate.js';
import { SubstrateError } from '../substrate.js';
import { memorySubstrate } from '../testing/rtc.js';
import { type Dialling, type DialOptions, settingsOf } from './dial_options.js';
import { awaitAnswer, publishOffer } from './offering.js';

const NOW = 1_800_000_000n;
const host = createIdentity(new Uint8Array(32).fill(1));
const identity = createIdentity(new Uint8Array(32).fill(2));
const stranger = createIdentity(new Uint8Array(32).fill(5));
const named = { name: host.name, key: host.publicKey };
const certificate = createDtlsCertificate();
const salt = new Uint8Array(32).fill(4);
const dtlsFp = new Uint8Array(32).fill(3);
const value = signRecord(host.seed, { version: 2, ts: NOW, dtlsFp, roles: 'server', salt, disc: '' });
const hostRecord: TextRecord = { label: HOST_LABEL, ttl: HOST_TTL, value };
const candidates = [{ address: '127.0.0.1', port: 5000 }];
const reach = { ufrag: 'abcd', pwd: 'x'.repeat(22), candidates };
const blobOf = (dialect: Dialect = 'spec', ufrag = 'abcd') =>
  offerBlobOf(
    { ...reach, ufrag },
    { dialect, bindingMode: 'exporter', fingerprint: certificate.fingerprint },
  );
const blob = blobOf();
const answerBlob: AnswerBlob = { setup: 'passive', ufrag: 'efgh', pwd: 'y'.repeat(22), candidates: [] };

const meeting = (more: Partial<DialOptions> = {}) => {
  const substrate = memorySubstrate();
  const settings = settingsOf({
    identity,
    certificate,
    substrates: [substrate],
    pollMs: 1,
    now: () => Number(NOW) * 1000,
    ...more,
  });
  const dialling: Dialling = { ...settings, host: named, signal: new AbortController().signal };
  return { substrate, dialling };
};

/** The records of an answer. */
function answerTo(
  offered = blob,
  { from = host.publicKey, to = identity.publicKey, body = answerBlob } = {},
) {
  const offer = { version: 3, clientPk: identity.publicKey, bindingMode: 'exporter', blob: offered } as const;
  const inner = DAEMON_RULES.encodeAnswer({
    daemonPk: from,
    offerSdpHash: DAEMON_RULES.offerHash(offer),
    blob: body,
  });
  const sealed = seal(to, DAEMON_RULES.compressAnswer(inner), new Uint8Array(32).fill(9));
  return DAEMON_RULES.splitAnswer(sealed, 'spec').map((envelope, at) => ({
    label: answerName(salt, identity.publicKey, at),
    ttl: 30,
    value: base64url.encode(envelope),
  }));
}
const publishAs = (...records: readonly TextRecord[]) => signPacket(host, NOW, [hostRecord, ...records]);

it.each<[Dialect, bigint]>([
  ['spec', NOW],
  ['deployed', NOW * 1_000_000n],
])('publishes an offer that the host can read, %s', async (dialect, seq) => {
  const { substrate, dialling } = meeting({ dialect });
  await publishOffer(blobOf(dialect), dialling);
  const packet = openPacket(identity.publicKey, substrate.packets.get(identity.name) ?? new Uint8Array(0));
  expect([packet.seq, packet.records.map(({ label, ttl }) => [label, ttl])]).toEqual([
    seq,
    [[offerName(host.publicKey), 30]],
  ]);
  const read = readOffer(packet, identity.publicKey, { identity: host, dialect, rules: DAEMON_RULES });
  expect(read).toMatchObject({ fingerprint: certificate.fingerprint, bindingMode: 'exporter' });
});

it('seals each offer anew', async () => {
  const { substrate, dialling } = meeting();
  await publishOffer(blob, dialling);
  const first = substrate.packets.get(identity.name);
  await publishOffer(blob, dialling);
  expect(substrate.packets.get(identity.name)).not.toEqual(first);
});

it('fails at the answer when no substrate takes the offer', async () => {
  const put = () => Promise.reject(new SubstrateError('relay.test answers PUT with 500'));
  const { dialling } = meeting({ substrates: [{ ...memorySubstrate(), put }] });
  await expect(publishOffer(blob, dialling)).rejects.toThrow('answer: relay.test answers PUT with 500');
});

it('reads the answer, with the fingerprint of the record', async () => {
  const { substrate, dialling } = meeting();
  substrate.packets.set(host.name, publishAs(...answerTo()));
  const { sdp, record } = await awaitAnswer(blob, dialling);
  expect(sdp).toBe(answerSdp(answerBlob, dtlsFp));
  expect(record.ts).toBe(NOW);
});

it('waits while there is no answer, or only one to another offer or another client', async () => {
  const { substrate, dialling } = meeting();
  const foreign = answerTo(blob, { to: stranger.publicKey }).map((one, at) => ({
    ...one,
    label: answerName(salt, stranger.publicKey, at),
  }));
  const seen: (Uint8Array | undefined | Error)[] = [
    undefined,
    new SubstrateError('not now'),
    publishAs(),
    publishAs(...answerTo(blobOf('spec', 'wxyz'))),
    publishAs(...foreign),
    publishAs(...answerTo()),
  ];
  const get = async () => {
    const next = seen.shift();
    if (next instanceof Error) throw next;
    return next;
  };
  const { sdp } = await awaitAnswer(blob, { ...dialling, substrates: [{ ...substrate, get }] });
  expect([sdp, seen]).toEqual([answerSdp(answerBlob, dtlsFp), []]);
});

const [fragment] = answerTo();
if (fragment === undefined) throw new Error('an answer has a fragment');
it.each<[string, readonly TextRecord[], RegExp]>([
  ['a fragment that is no base64url', [{ ...fragment, value: '*' }], /base64url\/alphabet/],
  ['an empty fragment', [{ ...fragment, value: '' }], /^answer: /],
  ['two fragments of one index', [fragment, fragment], /reassembly\/duplicate/],
  ['the answer of another daemon', answerTo(blob, { from: stranger.publicKey }), /answer\/daemon-key/],
  [
    'an answer that is sealed to another key',
    answerTo(blob, { to: stranger.publicKey }),
    /sealed-box\/forged/,
  ],
])('fails at once for %s', async (_what, records, reason) => {
  const { substrate, dialling } = meeting();
  substrate.packets.set(host.name, publishAs(...records));
  await expect(awaitAnswer(blob, dialling)).rejects.toThrow(reason);
});

it('gives up with its caller, and says which key the host has to allow', async () => {
  const { dialling } = meeting();
  const stop = new AbortController();
  const get = async () => void stop.abort() as undefined;
  const substrates = [{ ...memorySubstrate(), get }];
  const waiting = awaitAnswer(blob, { ...dialling, substrates, signal: stop.signal });
  await expect(waiting).rejects.toThrow(
    `answer: none came in time: is the key of this client allowed there? It is ${identity.name}`,
  );
});
