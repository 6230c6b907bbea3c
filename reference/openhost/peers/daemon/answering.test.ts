import { expect, it } from 'vitest';
import { base64url } from '../../../bytes/base64url.js';
import { EXPORTER_LABEL } from '../../binding.js';
import { allowSalt, answerPrefix } from '../../labels.js';
import { reassemble } from '../../reassembly.js';
import { open } from '../../sealed_box.js';
import { offerBlobOf } from '../blobs.js';
import { bind } from '../client/binding.js';
import { CLIENT_RULES } from '../client/rules.js';
import { createIdentity } from '../identity.js';
import { createDtlsCertificate } from '../rtc/certificate.js';
import { SessionFailed } from '../rtc/peer.js';
import type { AnswerSession, Session } from '../rtc/session.js';
import { memoryRtc } from '../testing/rtc.js';
import { answerOffer } from './answering.js';
import type { ReadOffer } from './offers.js';
import { type DaemonOptions, settingsOf } from './options.js';
import type { QueuedAnswer } from './publisher.js';
import { DAEMON_RULES } from './rules.js';

const identity = createIdentity(new Uint8Array(32).fill(1));
const client = createIdentity(new Uint8Array(32).fill(2));
const certificate = createDtlsCertificate();
const fingerprint = new Uint8Array(32).fill(7);
const reach = { ufrag: 'abcd', pwd: 'x'.repeat(22), candidates: [] };
const blob = offerBlobOf(reach, { dialect: 'spec', bindingMode: 'cert_fp', fingerprint });
const offer = { version: 3, clientPk: client.publicKey, bindingMode: 'cert_fp', blob } as const;
const read: ReadOffer = {
  client: client.publicKey,
  box: new Uint8Array(0),
  offer,
  sdp: 'the offer',
  fingerprint,
  bindingMode: 'cert_fp',
};

async function answering(more: Partial<DaemonOptions> = {}, of: ReadOffer = read) {
  const queued: QueuedAnswer[] = [];
  const kept: Session[] = [];
  const opened: Parameters<AnswerSession>[] = [];
  const rtc = memoryRtc();
  const answerSession: AnswerSession = async (...given) => {
    opened.push(given);
    return rtc.answerSession(...given);
  };
  const publisher = {
    answer: async (one: QueuedAnswer) => void queued.push(one),
    publish: async () => {},
    stop: async () => {},
  };
  const sessions = { keep: (one: Session) => void kept.push(one), close: async () => {} };
  const settings = settingsOf({
    identity,
    certificate,
    substrates: [],
    now: () => 1_800_000_000_999,
    answerSession,
    ...more,
  });
  const signal = new AbortController().signal;
  await answerOffer(client.name, of, settings, { sessions, publisher, signal });
  /** A channel that the client of the offer opens. */
  const channel = async () => {
    const { connect } = await rtc.offerSession({ certificate });
    return connect(`a=ice-ufrag:${kept[0]?.reach.ufrag}`, undefined);
  };
  return { queued, kept, opened, signal, channel };
}

it('opens a session for the offer, as the DTLS server that pins its fingerprint', async () => {
  const { opened, kept, signal } = await answering({ addresses: ['10.0.0.1'] });
  const demands = { role: 'server', suites: {}, demandsPossession: true };
  expect(opened).toEqual([
    ['the offer', fingerprint, { ...demands, certificate, addresses: ['10.0.0.1'], signal }],
  ]);
  expect(kept).toHaveLength(1);
});

it('queues an answer that the client can read', async () => {
  const { queued, kept } = await answering();
  expect(queued).toMatchObject([{ client: client.name, createdAt: 1_800_000_000 }]);
  const prefix = answerPrefix(allowSalt(identity.seed), client.publicKey);
  const records = queued[0]?.records ?? [];
  expect(records.every(({ label, ttl }) => label.startsWith(prefix) && ttl === 30)).toBe(true);
  const fragments = records.map(({ label, value }) => ({
    suffix: label.slice(prefix.length),
    envelope: base64url.decode(value),
  }));
  const sealed = reassemble(fragments) ?? new Uint8Array(0);
  const answer = CLIENT_RULES.decodeAnswer(CLIENT_RULES.uncompress(open(client.seed, sealed), 'spec'));
  expect(answer).toMatchObject({
    daemonPk: identity.publicKey,
    offerSdpHash: DAEMON_RULES.offerHash(offer),
    blob: { setup: 'passive', ufrag: kept[0]?.reach.ufrag },
  });
});

it.each([
  ['cert_fp', certificate.fingerprint],
  ['exporter', new Uint8Array(32).fill(EXPORTER_LABEL.length)],
] as const)('serves the channels of its session, bound in mode %s', async (bindingMode, secret) => {
  const { channel, signal } = await answering({}, { ...read, bindingMode });
  const sides = { identity: client, host: identity.publicKey, rules: CLIENT_RULES };
  await bind(await channel(), { ...sides, secret }, signal);
  await expect(bind(await channel(), { ...sides, secret: new Uint8Array(32) }, signal)).rejects.toThrow(
    'the host rejected the binding',
  );
});

it('passes the suites of a wrong daemon to its session, and that it wants no proof', async () => {
  const suites = (bytes: Uint8Array) => bytes;
  const wrong = {
    ...DAEMON_RULES,
    offeredSuites: suites,
    takenSuite: suites,
    demandsPossession: () => false,
  };
  const { opened } = await answering({ rules: wrong });
  expect(opened[0]?.[2]).toMatchObject({
    suites: { received: suites, sent: suites },
    demandsPossession: false,
  });
});

it('queues nothing when the session cannot be opened', async () => {
  const answerSession = () => Promise.reject(new SessionFailed('unreachable'));
  await expect(answering({ answerSession })).rejects.toThrow('unreachable');
});
