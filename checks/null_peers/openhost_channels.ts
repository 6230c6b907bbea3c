/**
 * Daemons with a readable record that are wrong in everything else. Those that use channels answer only the plain
 * offer, of a client that dials despite a wrong answer, and do nothing right on its channels.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { base64url } from '../../reference/bytes/base64url.js';
import { DecodeError } from '../../reference/bytes/error.js';
import { concat } from '../../reference/bytes/writer.js';
import { zbase32 } from '../../reference/bytes/zbase32.js';
import { both } from '../../reference/mutants/openhost/frame_changes.js';
import type { DaemonChange } from '../../reference/mutants/openhost/mutant.js';
import { fieldsOf, isCompact } from '../../reference/mutants/openhost/offer_fields.js';
import { givingOf } from '../../reference/mutants/openhost/relays.js';
import { type Frame, frame, FRAME_TYPES as T } from '../../reference/openhost/frame.js';
import { frameDecoder } from '../../reference/openhost/frame_stream.js';
import { decodeDns, encodeDns, type TextRecord } from '../../reference/openhost/packet.js';
import { type Daemon, startDaemon } from '../../reference/openhost/peers/daemon/daemon.js';
import { DAEMON_RULES, type DaemonRules } from '../../reference/openhost/peers/daemon/rules.js';
import { createIdentity } from '../../reference/openhost/peers/identity.js';
import { RELAY_RULES } from '../../reference/openhost/peers/relay/rules.js';
import { startRelay } from '../../reference/openhost/peers/relay/server.js';
import { createDtlsCertificate } from '../../reference/openhost/peers/rtc/certificate.js';
import type { Channel } from '../../reference/openhost/peers/rtc/channel.js';
import { answerSession, type Session } from '../../reference/openhost/peers/rtc/session.js';
import { relaySubstrate } from '../../reference/openhost/peers/substrate.js';
import { liveOpenhost } from '../../runners/openhost/live.js';
import type { NullPeer } from './peer.js';

interface Behaviour {
  readonly change?: DaemonChange;
  /** Serves a channel that a client opened. */
  readonly serve?: (channel: Channel, session: Session) => void;
  /** Runs when the daemon is up. */
  readonly afterwards?: (daemon: Daemon) => Promise<void>;
}

const flip = (bytes: Uint8Array, at: number) => bytes.with(at, (bytes[at] ?? 0) ^ 1);
const say = (channel: Channel, type: number, payload: Uint8Array, requestId = 0) =>
  channel.send(frame.encode({ type, requestId, payload }));
const nothing = new Uint8Array(0);

const isPlain = (body: Uint8Array): boolean => {
  if (!isCompact(body)) return false;
  const { candidates, pwd, ufrag } = fieldsOf(body);
  const few = candidates.length > 0 && candidates.length < 8;
  return few && candidates.every(({ family }) => family === 4) && pwd.length < 32 && ufrag.length < 32;
};

/** An answer that is wrong in as many ways as possible, but that a client can still dial. */
const wrong: DaemonChange = (rules) => ({
  hostRecord: (facts, ts) => rules.hostRecord(facts, ts - 10_000n),
  uncompress: (plaintext, dialect) =>
    rules.uncompress(plaintext[0] === 2 ? plaintext : plaintext.with(0, 9), dialect),
  decodeOffer: (body) => rules.decodeOffer(isPlain(body) ? body : flip(body, 0)),
  offerHash: (read) => flip(rules.offerHash(read), 0),
  answerBlob(reach) {
    const blob = rules.answerBlob(reach);
    const candidates = [
      ...blob.candidates,
      { typ: 'host', addr: new Uint8Array(16).fill(1), port: 9 } as const,
    ];
    return { ...blob, setup: 'active', candidates };
  },
  dtlsRole: () => 'client',
  // The key of the daemon, after the separator.
  encodeAnswer: (answer) => flip(rules.encodeAnswer(answer), 30),
  compressAnswer: (body) => concat(Uint8Array.of(1), body),
});

/** Half of an answer, under a name that nobody looks up, and longer than a fragment may be. */
const stray = ({ label }: TextRecord): TextRecord => ({
  label: label.replace(/-\d+$/, '-01'),
  ttl: 1,
  value: base64url.encode(randomBytes(186)),
});

/**
 * The packet without a signature, with a constant seq, too long, with only the newest answer and with foreign records.
 */
function spoilt(newest: Uint8Array, first: Uint8Array, name: string): Uint8Array {
  const key = zbase32.decode(name);
  const [host, ...answers] = decodeDns(key, newest.subarray(72));
  const last = answers.at(-1);
  const prefix = last?.label.replace(/\d+$/, '') ?? '';
  const records = [
    ...(host ? [{ ...host, ttl: 1 }] : []),
    ...answers.filter(({ label }) => last && label.startsWith(prefix)),
    ...(last ? [stray(last)] : []),
    { label: '_extra', ttl: 1, value: 'x' },
  ];
  const dns = encodeDns(key, records);
  const padding = new Uint8Array(Math.max(0, 1001 - dns.length));
  return concat(flip(newest, 10).subarray(0, 64), first.subarray(64, 72), dns, padding);
}

const MOST_OF_THE_POOL = 300;
/** The most clients at once. Each paired client costs a look in every poll. */
const MOST_CLIENTS = 12;

function inWindow(daemon: Daemon): (client: string) => Promise<void> {
  const paired: string[] = [];
  return async (client) => {
    daemon.pair(client);
    paired.push(client);
    const oldest = paired.length > MOST_CLIENTS ? paired.shift() : undefined;
    if (oldest !== undefined) daemon.unpair(oldest);
  };
}

/** A daemon that publishes a readable record. */
const publisher = (name: string, { change = (rules) => rules, serve, afterwards }: Behaviour): NullPeer => ({
  kind: 'openhost',
  name: `${name}, behind a record`,
  async open() {
    const relay = await startRelay({ rules: { ...RELAY_RULES, ...givingOf(spoilt) } });
    const identity = createIdentity();
    const daemon = await startDaemon({
      identity,
      certificate: createDtlsCertificate(),
      substrates: [relaySubstrate(relay.url)],
      allow: [],
      bindingModes: ['exporter'],
      pollMs: 40,
      throttleMs: 0,
      burst: 10_000,
      addresses: ['127.0.0.1'],
      rules: both<DaemonRules>(wrong, change)(DAEMON_RULES),
      async answerSession(...offered) {
        const session = await answerSession(...offered);
        return { ...session, onChannel: () => session.onChannel((channel) => serve?.(channel, session)) };
      },
    });
    const target = await liveOpenhost({
      url: daemon.url,
      relays: [relay.url],
      secret: randomBytes(16),
      // Few clients come back. The answers name no offer, so a late one cannot be told from a new one.
      clients: MOST_OF_THE_POOL,
      pair: inWindow(daemon),
      patience: 700,
      silence: 100,
      tick: 20,
    });
    await afterwards?.(daemon);
    return {
      target,
      async close() {
        await target.close();
        await daemon.close();
        await relay.close();
      },
    };
  },
});

const mute: DaemonChange = () => ({
  decodeOffer() {
    throw new DecodeError('offer/none');
  },
});
const garbled: DaemonChange = () => ({
  packetRecords: (host, answers) => [
    host,
    ...answers.map((record) => ({ ...record, value: base64url.encode(randomBytes(100)) })),
  ],
});

/** Accepts every frame. */
function acceptAll(channel: Channel): void {
  const reply = async ({ type, requestId }: Frame): Promise<void> => {
    if (type === T.AUTH_CLIENT) await say(channel, T.AUTH_HOST, new Uint8Array(64));
    if (type === T.PING) await say(channel, T.PONG, nothing);
    if (type !== T.REQUEST_END) return;
    await say(channel, T.RESPONSE_HEAD, Buffer.from('HTTP/1.1 200 OK\r\n\r\n'), requestId);
    await say(channel, T.RESPONSE_END, nothing, requestId);
  };
  const { push } = frameDecoder((one) => void reply(one).catch(() => {}));
  channel.listen(push);
  void say(channel, T.AUTH_NONCE, new Uint8Array(32));
}

function rejectAll(channel: Channel): void {
  channel.listen(() => {
    void say(channel, T.ERROR, Buffer.from('no')).catch(() => {});
    channel.close();
  });
  void say(channel, T.AUTH_NONCE, randomBytes(32));
}

function garble(channel: Channel): void {
  const talk = () => void channel.send(randomBytes(50)).catch(() => {});
  channel.listen(talk);
  talk();
}

export const channelPeers: readonly NullPeer[] = [
  publisher('answers no offer', { change: mute }),
  publisher('dies', { afterwards: (daemon) => daemon.close() }),
  publisher('answers with garbage', { change: garbled }),
  publisher('says nothing on a channel', { serve: () => {} }),
  publisher('echoes what a channel carries', {
    serve: (channel) => channel.listen((bytes) => void channel.send(bytes).catch(() => {})),
  }),
  publisher('accepts everything on a channel', { serve: acceptAll }),
  publisher('rejects everything on a channel', { serve: rejectAll }),
  publisher('closes each channel', { serve: (channel) => channel.close() }),
  publisher('talks garbage on a channel', { serve: garble }),
  publisher('dies with each channel', { serve: (_channel, session) => void delay(1).then(session.close) }),
];
