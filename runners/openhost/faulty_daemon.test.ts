import { describe, expect, it } from 'vitest';
import { base64url } from '../../reference/bytes/base64url.js';
import { concat } from '../../reference/bytes/writer.js';
import type { Dialect } from '../../reference/openhost/dialect.js';
import { encodeLegacy, type Frame, frame, FRAME_TYPES as T } from '../../reference/openhost/frame.js';
import { answerName } from '../../reference/openhost/labels.js';
import type { OfferBlob } from '../../reference/openhost/offer_blob.js';
import { HOST_LABEL, openPacket, signPacket } from '../../reference/openhost/packet.js';
import { settingsOf } from '../../reference/openhost/peers/client/dial_options.js';
import { lookUp } from '../../reference/openhost/peers/client/lookup.js';
import { awaitAnswer } from '../../reference/openhost/peers/client/offering.js';
import { DAEMON_RULES, type DaemonRules } from '../../reference/openhost/peers/daemon/rules.js';
import { createIdentity, type Identity } from '../../reference/openhost/peers/identity.js';
import { createDtlsCertificate } from '../../reference/openhost/peers/rtc/certificate.js';
import { signCanonical } from '../../reference/openhost/record.js';
import * as sealedBox from '../../reference/openhost/sealed_box.js';
import type { Lie } from '../../suites/openhost/clients/port.js';
import { lying } from './faulty_daemon.js';
import { flip, relayLies } from './relay_lies.js';

const daemon = createIdentity();
const client = createIdentity();
const certificate = createDtlsCertificate();
const now = BigInt(Math.floor(Date.now() / 1000));
const blob: OfferBlob = {
  ...{ setup: 'active', bindingMode: 'exporter', ufrag: 'abcd', pwd: 'abcdefghijklmnopqrstuvwx' },
  ...{ clientDtlsFp: certificate.fingerprint, candidates: [] },
};
const reach = { ufrag: 'efgh', pwd: 'abcdefghijklmnopqrstuvwx', candidates: [] };

function toldBy(lie?: Lie) {
  const { change, relent, ...options } = lie === undefined ? {} : lying(lie);
  const rules: DaemonRules = { ...DAEMON_RULES, ...change?.(DAEMON_RULES) };
  return { rules, relent, options };
}

/** The packet that a daemon of these rules publishes with its answer to our client. */
function packetOf(
  { rules, options }: Pick<ReturnType<typeof toldBy>, 'rules' | 'options'>,
  dialect: Dialect = 'spec',
): Uint8Array {
  const record = rules.hostRecord({ identity: daemon, certificate, ...options }, now);
  const body = rules.encodeAnswer({
    daemonPk: daemon.publicKey,
    offerSdpHash: rules.offerHash({
      ...{ version: 3, clientPk: client.publicKey, bindingMode: blob.bindingMode, blob },
    }),
    blob: rules.answerBlob(reach),
  });
  const sealed = sealedBox.seal(client.publicKey, rules.compressAnswer(body), createIdentity().seed);
  const answers = rules.splitAnswer(sealed, dialect).map((envelope, i) => ({
    label: answerName(record.salt, client.publicKey, i),
    ttl: 30,
    value: base64url.encode(envelope),
  }));
  const value = signCanonical(daemon.seed, rules.canonicalRecord(record));
  const records = rules.packetRecords({ label: HOST_LABEL, ttl: 300, value }, answers);
  return signPacket(daemon, rules.sequence(now, dialect), records);
}

/** What the reference client makes of this packet: the SDP of the answer, or its error. */
async function read(packet: Uint8Array, dialect: Dialect = 'spec'): Promise<string> {
  const substrate = { name: 'memory', put: async () => {}, get: async () => packet };
  const settings = settingsOf({ identity: client, certificate, substrates: [substrate], dialect });
  const host = { name: daemon.name, key: daemon.publicKey };
  const dialling = { ...settings, host, signal: AbortSignal.abort() };
  try {
    await lookUp(dialling);
    const { sdp } = await awaitAnswer(blob, dialling);
    return sdp;
  } catch (error) {
    return String(error);
  }
}

describe('a client that reads the packet', () => {
  it('of an honest daemon finds its answer', async () => {
    expect(await read(packetOf(toldBy()))).toContain('a=ice-ufrag:efgh');
  });

  it.each<[Lie, RegExp]>([
    ['stale-record', /record\/stale/],
    ['future-record', /record\/stale/],
    ['inner-signature', /record\/signature/],
    ['record-version', /record\/version/],
    ['two-records', /packet\/several-records/],
    ['setup-active', /sdp\/setup/],
    ['answer-of-another-host', /answer\/daemon-key/],
    ['answer-to-another-offer', /none came in time/],
    ['answer-flags', /answer-blob\/reserved-flags/],
    ['answer-blob-version', /answer-blob\/version/],
    ['answer-tag', /compression\/tag/],
    ['answer-bomb', /deflate\/too-long/],
    ['answer-broken-zlib', /zlib\/checksum/],
    ['fragment-total', /reassembly\/total/],
    ['fragment-index', /reassembly\/index/],
    ['fragment-missing', /reassembly\/missing/],
    ['fragment-duplicate', /reassembly\/duplicate/],
    ['fragment-zero-total', /fragment\/total/],
    ['fragment-index-over', /fragment\/index/],
    ['fragment-too-long', /fragment\/payload-length/],
    ['fragment-zero-late', /none came in time/],
  ])('rejects %s, with the code of that fault', async (lie, why) => {
    expect(await read(packetOf(toldBy(lie)))).toMatch(why);
  });

  it.each<Lie>(['turn-record', 'long-record', 'answer-uncompressed', 'fragment-two'])(
    'can read %s, which is unusual but not wrong',
    async (lie) => {
      expect(await read(packetOf(toldBy(lie)))).toContain('a=ice-ufrag:efgh');
    },
  );

  it('of version 1 finds the certificate of the daemon, or with the lie that of a stranger', async () => {
    const named =
      Buffer.from(certificate.fingerprint).toString('hex').toUpperCase().match(/../g)?.join(':') ?? '';
    expect(await read(packetOf(toldBy('answer-v1'), 'deployed'), 'deployed')).toContain(named);
    const told = toldBy('answer-v1-fingerprint');
    const sdp = await read(packetOf(told, 'deployed'), 'deployed');
    expect(sdp).toContain('a=ice-ufrag:efgh');
    expect(sdp).not.toContain(named);
    expect(told.rules.showCertificate(certificate).fingerprint).not.toEqual(certificate.fingerprint);
  });

  it('finds the late fragment once the daemon has relented', async () => {
    const told = toldBy('fragment-zero-late');
    told.relent?.();
    expect(await read(packetOf(told))).toContain('a=ice-ufrag:efgh');
  });
});

describe('a certificate', () => {
  it.each<[Lie, boolean]>([
    ['other-certificate', false],
    ['stolen-certificate', true],
  ])('of %s is not usable as that of the record', (lie, sameFingerprint) => {
    const shown = toldBy(lie).rules.showCertificate(certificate);
    expect(Buffer.compare(shown.fingerprint, certificate.fingerprint) === 0).toBe(sameFingerprint);
    expect(shown.key).not.toBe(certificate.key);
  });
});

describe('the frames', () => {
  const head: Frame = {
    type: T.RESPONSE_HEAD,
    requestId: 1,
    payload: Buffer.from('HTTP/1.1 200 OK\r\n\r\n'),
  };
  const written = (lie: Lie, one: Frame) => [...toldBy(lie).rules.writeFrame(one)];
  const [right] = [frame.encode(head)];

  it.each<[Lie, Frame, unknown]>([
    [
      'host-signature',
      { type: T.AUTH_HOST, requestId: 0, payload: new Uint8Array(64).fill(1) },
      [frame.encode({ type: T.AUTH_HOST, requestId: 0, payload: new Uint8Array(64) })],
    ],
    [
      'host-length',
      { type: T.AUTH_HOST, requestId: 0, payload: new Uint8Array(64).fill(1) },
      [frame.encode({ type: T.AUTH_HOST, requestId: 0, payload: new Uint8Array(63).fill(1) })],
    ],
    ['reserved-type', head, [right.with(1, 0x44)]],
    [
      'oversize-frame',
      head,
      [concat(right.subarray(0, 6), new Uint8Array(4).fill(0xff), right.subarray(10))],
    ],
    ['ping-first', head, [frame.encode({ type: T.PING, requestId: 0, payload: new Uint8Array(0) }), right]],
    [
      'legacy-frames',
      { type: T.AUTH_NONCE, requestId: 0, payload: new Uint8Array(32) },
      [encodeLegacy({ type: T.AUTH_NONCE, payload: new Uint8Array(32) })],
    ],
    ['legacy-frames', head, [right]],
  ])('of %s are changed, and no others', (lie, given, expected) => {
    expect(written(lie, given)).toEqual(expected);
    const other: Frame = { type: T.RESPONSE_BODY, requestId: 1, payload: Uint8Array.of(1) };
    expect(written(lie, other)).toEqual([frame.encode(other)]);
  });

  it('of nonce-length lack the last byte, which is zero', () => {
    const { rules } = toldBy('nonce-length');
    const nonce = rules.nonce();
    expect([nonce.length, nonce[31]]).toEqual([32, 0]);
    const [sent] = [...rules.writeFrame({ type: T.AUTH_NONCE, requestId: 0, payload: nonce })];
    expect(frame.decode(sent ?? new Uint8Array(0)).payload).toEqual(nonce.subarray(0, 31));
  });

  it('of cut-frames end in the middle of a message, and lose no byte', () => {
    const { rules } = toldBy('cut-frames');
    const frames: Frame[] = [
      head,
      { type: T.RESPONSE_BODY, requestId: 1, payload: new Uint8Array(100) },
      { type: T.RESPONSE_END, requestId: 1, payload: new Uint8Array(0) },
    ];
    const messages = frames.flatMap((one) => [...rules.writeFrame(one)]);
    expect(concat(...messages)).toEqual(concat(...frames.map((one) => frame.encode(one))));
    expect(messages.map(({ length }) => length)).not.toEqual(frames.map((one) => frame.encode(one).length));
    const ping: Frame = { type: T.PING, requestId: 0, payload: new Uint8Array(0) };
    expect([...rules.writeFrame(ping)]).toEqual([frame.encode(ping)]);
  });

  it('of error-frame carry an attack on the terminal and on a page', () => {
    const [sent] = written('error-frame', head);
    const { type, payload } = frame.decode(sent ?? new Uint8Array(0));
    expect(type).toBe(T.ERROR);
    const text = Buffer.from(payload).toString();
    expect(text.startsWith('\u001b[2J\u001b[31m<script>')).toBe(true);
    expect(text.endsWith('A'.repeat(20_000))).toBe(true);
  });
});

describe('a lying relay', () => {
  const right = packetOf(toldBy());
  const lie = (name: Lie) => relayLies[name]?.(right, daemon) ?? right;

  it.each<Lie>(['forged-packet', 'one-lying-relay', 'packet-of-another-key'])(
    'that tells %s gives a packet that no client may take for one of the host',
    async (name) => {
      expect(() => openPacket(daemon.publicKey, lie(name))).toThrow(/packet\/signature/);
      expect(await read(lie(name))).toMatch(/no relay has a packet/);
    },
  );

  it('that gives the packet of a stranger leaves the host reachable for a client that does not check', () => {
    const records = (payload: Uint8Array, { publicKey }: Pick<Identity, 'publicKey'>) =>
      openPacket(publicKey, payload).records.filter(({ label }) => label.startsWith('_answer-'));
    expect(lie('packet-of-another-key').subarray(64, 72)).toEqual(right.subarray(64, 72));
    expect(records(right, daemon)).not.toEqual([]);
  });

  it('that floods gives a packet of five MiB, which only its length makes wrong', () => {
    const flood = lie('flood-of-a-relay');
    expect(flood.length).toBeGreaterThan(5 << 20);
    expect(() => openPacket(daemon.publicKey, flood)).toThrow(/packet\/length/);
  });

  it('flips one bit, and another time the same bit back', () => {
    expect(flip(1)(Uint8Array.of(1, 2, 3))).toEqual(Uint8Array.of(1, 3, 3));
    expect(flip(1)(flip(1)(right))).toEqual(right);
  });
});

it('a lie about the URL or about a relay leaves the daemon honest', () => {
  for (const lie of ['url-short', 'url-query', 'forged-packet', 'only-second-relay'] as const) {
    expect(lying(lie)).toEqual({});
  }
});
