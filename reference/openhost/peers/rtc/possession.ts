/**
 * Demands that the peer proves its certificate. werift 0.24.4 reads ServerKeyExchange, CertificateVerify and Finished
 * without checking them, so a peer could show the certificate of another. This watches the handshake where each message
 * passes, and lets it end only when the three are right (RFC 5246 7.4.3, 7.4.8, 7.4.9) and the certificate is the pinned one.
 */
import {
  createHash,
  createHmac,
  timingSafeEqual,
  type VerifyKeyObjectInput,
  verify,
  X509Certificate,
} from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { DtlsSocket } from 'werift';
import { fingerprintOf } from './certificate.js';

export type PossessionRefusal = 'fingerprint' | 'possession' | 'finished';

export class DtlsRefused extends Error {
  override readonly name = 'DtlsRefused';
  constructor(
    readonly refusal: PossessionRefusal,
    detail: string,
  ) {
    super(detail);
  }
}

type Handshake = DtlsSocket['dtls']['sortedHandshakeCache'][number];

const handshakeType = {
  certificate: 11,
  serverKeyExchange: 12,
  certificateVerify: 15,
  clientKeyExchange: 16,
  finished: 20,
} as const;

/**
 * Puts the checks into a DTLS end that has not begun. It drops application data that comes before they have passed, and
 * ignores a second handshake on the same association. It calls `refused` with the reason when it ends a handshake.
 */
export function demandPossession(
  socket: DtlsSocket,
  role: 'client' | 'server',
  pinned: Uint8Array | undefined,
  refused: (error: DtlsRefused) => void | Promise<void>,
): void {
  let state: 'open' | 'proven' | 'refused' = 'open';
  const handle = socket.onHandleHandshakes;
  socket.onHandleHandshakes = async (messages) => {
    if (state === 'refused') return;
    if (state === 'proven') {
      // Repeats of the last flight are answered. A new hello would start a handshake without checks.
      return handle(messages.filter(isFinished));
    }
    const finished = messages.find(isFinished);
    if (finished === undefined) return handle(messages);
    // A flight with two of them must not end the handshake with the one that is not checked.
    await handle(messages.filter((message) => !isFinished(message)));
    await complete(socket, role);
    try {
      check(socket, role, finished, pinned);
    } catch (error) {
      state = 'refused';
      const refusal = error instanceof DtlsRefused ? error : new DtlsRefused('possession', String(error));
      await refused(refusal);
      throw refusal;
    }
    state = 'proven';
    return handle([finished]);
  };
  const deliver = socket.onData.execute;
  socket.onData.execute = (data) => {
    if (state === 'proven') deliver(data);
  };
}

const isFinished = ({ msg_type }: Handshake): boolean => msg_type === handshakeType.finished;

/** Waits for the messages before Finished: datagrams may arrive in another order. */
async function complete({ dtls }: DtlsSocket, role: 'client' | 'server'): Promise<void> {
  const needed =
    role === 'client'
      ? [handshakeType.certificate, handshakeType.serverKeyExchange]
      : [handshakeType.certificate, handshakeType.clientKeyExchange, handshakeType.certificateVerify];
  for (let tries = 0; tries < 40 && !dtls.checkHandshakesExist(needed); tries++) await delay(50);
}

function check(
  socket: DtlsSocket,
  role: 'client' | 'server',
  finished: Handshake,
  pinned: Uint8Array | undefined,
): void {
  const certificate = socket.cipher.remoteCertificate;
  if (certificate === undefined) throw new DtlsRefused('possession', 'the peer showed no certificate');
  const transcript = socket.dtls.sortedHandshakeCache;
  if (role === 'client') checkServerKeyExchange(socket, certificate, transcript);
  else checkCertificateVerify(certificate, transcript);
  // The Finished of a server covers that of the client. The Finished of a client covers no other.
  const before = role === 'client' ? transcript : transcript.filter((message) => !isFinished(message));
  checkFinished(socket.cipher.masterSecret, role, before, finished);
  if (pinned !== undefined && !same(fingerprintOf(certificate), pinned)) {
    throw new DtlsRefused('fingerprint', 'the peer shows another certificate than the pinned one');
  }
}

/** RFC 8422 5.4: a server signs both randoms and its ephemeral key. */
function checkServerKeyExchange(
  { cipher }: DtlsSocket,
  certificate: Uint8Array,
  transcript: readonly Handshake[],
): void {
  const body = only(transcript, handshakeType.serverKeyExchange).fragment;
  const keyLength = body[3] ?? 0;
  const parameters = body.subarray(0, 4 + keyLength);
  const key = parameters.subarray(4);
  if (!same(key, cipher.remoteKeyPair.publicKey ?? new Uint8Array())) {
    throw new DtlsRefused('possession', 'two different server keys in one handshake');
  }
  checkCertificateIsTheOneShown(certificate, transcript);
  const signed = Buffer.concat([cipher.localRandom.serialize(), cipher.remoteRandom.serialize(), parameters]);
  checkSignature(certificate, signed, body.subarray(4 + keyLength), 'ServerKeyExchange');
}

/** RFC 5246 7.4.8: a client signs all messages before its CertificateVerify. */
function checkCertificateVerify(certificate: Uint8Array, transcript: readonly Handshake[]): void {
  const message = only(transcript, handshakeType.certificateVerify);
  checkCertificateIsTheOneShown(certificate, transcript);
  const before = transcript.slice(0, transcript.indexOf(message));
  const signed = Buffer.concat(before.map((handshake) => handshake.serialize()));
  checkSignature(certificate, signed, message.fragment, 'CertificateVerify');
}

/** RFC 5246 7.4.9. */
function checkFinished(
  masterSecret: Uint8Array,
  role: 'client' | 'server',
  before: readonly Handshake[],
  finished: Handshake,
): void {
  const hash = createHash('sha256');
  for (const handshake of before) hash.update(handshake.serialize());
  const label = role === 'client' ? 'server finished' : 'client finished';
  const seed = Buffer.concat([Buffer.from(label), hash.digest()]);
  const mac = (data: Uint8Array) => createHmac('sha256', masterSecret).update(data).digest();
  const expected = mac(Buffer.concat([mac(seed), seed])).subarray(0, 12);
  if (!same(expected, finished.fragment)) throw new DtlsRefused('finished', 'Finished does not match');
}

function checkCertificateIsTheOneShown(certificate: Uint8Array, transcript: readonly Handshake[]): void {
  const shown = transcript.filter(({ msg_type }) => msg_type === handshakeType.certificate);
  const theirs = shown.filter(({ fragment }) =>
    same(fragment.subarray(6, 6 + certificate.length), certificate),
  );
  if (theirs.length !== 1) throw new DtlsRefused('possession', 'two different certificates in one handshake');
}

function checkSignature(certificate: Uint8Array, signed: Uint8Array, field: Uint8Array, where: string): void {
  const view = new DataView(field.buffer, field.byteOffset, field.byteLength);
  const scheme = schemes[view.getUint16(0)];
  const signature = field.subarray(4, 4 + view.getUint16(2));
  if (scheme === undefined) throw new DtlsRefused('possession', `${where} is signed in an unknown way`);
  const key = new X509Certificate(certificate).publicKey;
  if (key.asymmetricKeyType !== scheme.key) {
    throw new DtlsRefused('possession', `${where} is signed with another kind of key`);
  }
  const input: VerifyKeyObjectInput = { key };
  if (!verify(scheme.hash, signed, input, signature)) {
    throw new DtlsRefused('possession', `${where} is not signed with the key of the certificate`);
  }
}

/** The pairs of hash and signature of RFC 5246 7.4.1.4.1, as the numbers of RFC 8446 4.2.3. */
const schemes: Readonly<Record<number, { readonly key: string; readonly hash: string }>> = {
  1025: { key: 'rsa', hash: 'sha256' },
  1281: { key: 'rsa', hash: 'sha384' },
  1537: { key: 'rsa', hash: 'sha512' },
  1027: { key: 'ec', hash: 'sha256' },
  1283: { key: 'ec', hash: 'sha384' },
  1539: { key: 'ec', hash: 'sha512' },
};

function only(transcript: readonly Handshake[], type: number): Handshake {
  const [message, ...more] = transcript.filter(({ msg_type }) => msg_type === type);
  if (message === undefined || more.length > 0) {
    throw new DtlsRefused(
      'possession',
      `${more.length === 0 ? 'no' : 'more than one'} handshake message ${type}`,
    );
  }
  return message;
}

const same = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);
