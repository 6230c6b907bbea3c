/**
 * Section 3 in a page: dials an oh:// URL and returns a channel on which both sides have proven their keys. It uses the
 * codecs of reference/ and the RTCPeerConnection of the browser, in mode CertFp.
 */
import { base64url } from '../../dist/reference/bytes/base64url.js';
import { equalBytes } from '../../dist/reference/bytes/equal.js';
import { DecodeError } from '../../dist/reference/bytes/error.js';
import { utf8 } from '../../dist/reference/bytes/text.js';
import { concat } from '../../dist/reference/bytes/writer.js';
import { sign } from '../../dist/reference/crypto/ed25519.js';
import { sha256 } from '../../dist/reference/crypto/hash.js';
import { answer } from '../../dist/reference/openhost/answer.js';
import { authClient, readNonce, verifyHost } from '../../dist/reference/openhost/binding.js';
import { unwrap, wrap } from '../../dist/reference/openhost/compression.js';
import { frame, FRAME_TYPES as T } from '../../dist/reference/openhost/frame.js';
import { frameDecoder } from '../../dist/reference/openhost/frame_stream.js';
import { address, keyText, publicKeyOf } from '../../dist/reference/openhost/identity.js';
import { answerPrefix, offerName } from '../../dist/reference/openhost/labels.js';
import { offer } from '../../dist/reference/openhost/offer.js';
import { hostRecord, MAX_PAYLOAD, openPacket, signPacket } from '../../dist/reference/openhost/packet.js';
import { reassemble } from '../../dist/reference/openhost/reassembly.js';
import { openRecord } from '../../dist/reference/openhost/record.js';
import { answerSdp, checkSetup, offerSdp } from '../../dist/reference/openhost/sdp.js';
import { readDescription } from '../../dist/reference/openhost/sdp_reader.js';
import { open, seal } from '../../dist/reference/openhost/sealed_box.js';
import { channelOf } from './channel.mjs';

const answerMs = 10_000;
const connectMs = 10_000;
const bindingMs = 10_000;
const pollMs = 100;
const seconds = () => BigInt(Math.floor(Date.now() / 1000));
/** Seconds in the specification, microseconds in deployed peers (OPENHOST-G01). */
const seqOf = (ts, dialect) => (dialect === 'spec' ? ts : ts * 1_000_000n);

const within = (ms, what, ...promises) => {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not come in time`)), ms);
  });
  return Promise.race([...promises, late]).finally(() => clearTimeout(timer));
};

async function gathered(peer) {
  await peer.setLocalDescription(await peer.createOffer());
  while (peer.iceGatheringState !== 'complete')
    await new Promise((resolve) => peer.addEventListener('icegatheringstatechange', resolve, { once: true }));
  return peer.localDescription.sdp;
}

/** The blob for the description of a browser: its first eight candidates for UDP over IPv4 (3.3). */
function blobOf(sdp, bindingMode) {
  const told = sdp
    .split('\r\n')
    .filter((line) => !line.startsWith('a=candidate:') || /^a=candidate:\S+ 1 udp \d+ [\d.]+ /.test(line));
  const { ufrag, pwd, fingerprint, candidates } = readDescription(told.join('\r\n'));
  return {
    setup: 'active',
    bindingMode,
    ufrag,
    pwd,
    clientDtlsFp: fingerprint,
    candidates: candidates.slice(0, 8),
  };
}

/** Limits the body, because a relay may send any amount. */
async function bodyOf(response) {
  const parts = [];
  let length = 0;
  for await (const part of response.body) {
    length += part.length;
    if (length > MAX_PAYLOAD) throw new DecodeError('packet/length');
    parts.push(part);
  }
  return concat(...parts);
}

/** The newest packet of all relays with a valid signature of the host (2). */
async function newest(relays, hostPk) {
  const asked = relays.map(async (relay) => {
    const signal = AbortSignal.timeout(2000);
    const response = await fetch(`${relay}/${keyText.encode(hostPk)}`, { cache: 'no-store', signal });
    if (response.status !== 200) throw new Error(`GET is answered with ${response.status}`);
    return openPacket(hostPk, await bodyOf(response));
  });
  const packets = (await Promise.allSettled(asked)).flatMap(({ value }) => value ?? []);
  if (packets.length === 0) throw new Error('no relay has a packet of this host');
  return packets.reduce((best, packet) => (packet.seq > best.seq ? packet : best));
}

async function lookUp({ relays, hostPk, dialect }) {
  const { seq, records } = await newest(relays, hostPk);
  const record = openRecord(hostRecord(records).value, { publicKey: hostPk, now: seconds() });
  // The public implementation allows a difference of one second (OPENHOST-G42).
  const drift = seq - seqOf(record.ts, dialect);
  const second = seqOf(1n, dialect);
  if (drift > second || drift < -second) throw new DecodeError('packet/seq');
  return { record, records };
}

async function publish({ relays, hostPk, seed, dialect }, blob) {
  const clientPk = publicKeyOf(seed);
  const ephemeral = crypto.getRandomValues(new Uint8Array(32));
  const box = seal(hostPk, wrap(offer.encode({ clientPk, blob })), ephemeral);
  const records = [{ label: offerName(hostPk), ttl: 30, value: base64url.encode(box) }];
  const signer = { publicKey: clientPk, sign: (message) => sign(seed, message) };
  const body = signPacket(signer, seqOf(seconds(), dialect), records);
  const put = async (relay) => {
    const signal = AbortSignal.timeout(6000);
    const response = await fetch(`${relay}/${keyText.encode(clientPk)}`, { method: 'PUT', body, signal });
    if (!response.ok) throw new Error(`PUT is answered with ${response.status}`);
  };
  await Promise.any(relays.map(put));
}

/** The SDP of the answer to this offer, with the fingerprint of the record. */
async function answered(asked, blob) {
  const { hostPk, seed, dialect } = asked;
  const clientPk = publicKeyOf(seed);
  const hash = sha256(utf8(offerSdp(blob)));
  for (const until = Date.now() + answerMs; Date.now() < until; ) {
    const { record, records } = await lookUp(asked);
    const prefix = answerPrefix(record.salt, clientPk);
    const fragments = records
      .filter(({ label }) => label.startsWith(prefix))
      .map(({ label, value }) => ({ suffix: label.slice(prefix.length), envelope: base64url.decode(value) }));
    const sealed = reassemble(fragments, dialect);
    const read = sealed && answer.decode(unwrap(open(seed, sealed)));
    if (read && !equalBytes(read.daemonPk, hostPk)) throw new DecodeError('answer/signer');
    // This answers an earlier offer. The answer to ours may still come.
    if (read && equalBytes(read.offerSdpHash, hash)) {
      const sdp = read.version === 1 ? read.sdp : answerSdp(read.blob, record.dtlsFp);
      checkSetup(sdp, 'answer');
      // The browser checks the fingerprint in the SDP, and a version 1 answer brings its own (OPENHOST-G40).
      if (!equalBytes(readDescription(sdp).fingerprint, record.dtlsFp)) throw new DecodeError('answer/pin');
      return { sdp, record };
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  throw new Error('no answer came in time');
}

/** Section 3 step 9. When this returns, the channel has no listener. */
async function bind(channel, { hostPk, seed }, secret) {
  const clientPk = publicKeyOf(seed);
  let session;
  const bound = new Promise((resolve, reject) => {
    const decoder = frameDecoder(({ type, payload }) => {
      if (session === undefined) {
        if (type !== T.AUTH_NONCE) throw new DecodeError('binding/nonce');
        session = { secret, hostPk, nonce: readNonce(payload) };
        const proof = { type: T.AUTH_CLIENT, requestId: 0, payload: authClient(session, seed) };
        void channel.send(frame.encode(proof));
        return;
      }
      if (type !== T.AUTH_HOST) throw new DecodeError('binding/host');
      verifyHost(session, clientPk, payload);
      resolve();
    });
    channel.listen((message) => {
      try {
        decoder.push(message);
      } catch (error) {
        const why = { type: T.ERROR, requestId: 0, payload: utf8('channel binding failed') };
        void channel.send(frame.encode(why)).finally(() => channel.close());
        reject(error);
      }
    });
    void channel.closed.then(() => reject(new Error('the host closed the channel')));
  });
  await within(bindingMs, 'the proof of the host', bound);
}

/** Returns the channel, and a function that closes its connection. */
export async function dial({ url, relays, seed, dialect, bindingMode }) {
  const { publicKey: hostPk, path } = address.decode(url);
  const asked = { relays, hostPk, seed, dialect };
  await lookUp(asked);
  const peer = new RTCPeerConnection();
  try {
    const raw = peer.createDataChannel('openhost');
    const channel = channelOf(raw);
    const opened = new Promise((resolve) => raw.addEventListener('open', resolve, { once: true }));
    const failed = new Promise((_, reject) => {
      peer.addEventListener('connectionstatechange', () => {
        if (peer.connectionState === 'failed') reject(new Error('the connection failed'));
      });
    });
    failed.catch(() => {});
    const blob = blobOf(await gathered(peer), bindingMode);
    await publish(asked, blob);
    const { sdp, record } = await answered(asked, blob);
    await peer.setRemoteDescription({ type: 'answer', sdp });
    await within(connectMs, 'the channel', opened, failed);
    await bind(channel, asked, record.dtlsFp);
    return { channel, path, close: () => peer.close() };
  } catch (error) {
    peer.close();
    throw error;
  }
}
