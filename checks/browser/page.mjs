/** Sections 3 and 4 from a page: the codecs of reference/ and the RTCPeerConnection of the browser, in mode CertFp. */

import { base64url } from '../../dist/reference/bytes/base64url.js';
import { hex } from '../../dist/reference/bytes/hex.js';
import { fromUtf8, utf8 } from '../../dist/reference/bytes/text.js';
import { zbase32 } from '../../dist/reference/bytes/zbase32.js';
import { sign } from '../../dist/reference/crypto/ed25519.js';
import { sha256 } from '../../dist/reference/crypto/hash.js';
import { parseAddress } from '../../dist/reference/openhost/address.js';
import { answer } from '../../dist/reference/openhost/answer.js';
import { authClient, readNonce, verifyHost } from '../../dist/reference/openhost/binding.js';
import { unwrap, wrap } from '../../dist/reference/openhost/compression.js';
import { frame, FRAME_TYPES as T } from '../../dist/reference/openhost/frame.js';
import { frameDecoder } from '../../dist/reference/openhost/frame_stream.js';
import { publicKeyOf } from '../../dist/reference/openhost/identity.js';
import { answerName, offerName } from '../../dist/reference/openhost/labels.js';
import { offer } from '../../dist/reference/openhost/offer.js';
import { openPacket, signPacket } from '../../dist/reference/openhost/packet.js';
import { reassemble } from '../../dist/reference/openhost/reassembly.js';
import { openRecord } from '../../dist/reference/openhost/record.js';
import { answerSdp, attributes, offerSdp } from '../../dist/reference/openhost/sdp.js';
import { open, seal } from '../../dist/reference/openhost/sealed_box.js';

const seconds = () => Math.floor(Date.now() / 1000);
const nothing = new Uint8Array(0);

async function gathered(peer) {
  await peer.setLocalDescription(await peer.createOffer());
  while (peer.iceGatheringState !== 'complete')
    await new Promise((resolve) => peer.addEventListener('icegatheringstatechange', resolve, { once: true }));
  return peer.localDescription.sdp;
}

function blobOf(sdp) {
  const [fingerprint] = attributes(sdp, 'fingerprint');
  return {
    setup: 'active',
    bindingMode: 'cert_fp',
    ufrag: attributes(sdp, 'ice-ufrag')[0],
    pwd: attributes(sdp, 'ice-pwd')[0],
    clientDtlsFp: hex.decode(fingerprint.split(' ')[1].replaceAll(':', '').toLowerCase()),
    candidates: attributes(sdp, 'candidate')
      .map((line) => line.split(' '))
      .filter(([, , transport, , ip]) => transport === 'udp' && /^[\d.]+$/.test(ip))
      .slice(0, 8)
      .map(([, , , , ip, port]) => ({ typ: 'host', addr: parseAddress(ip), port: Number(port) })),
  };
}

async function packetOf(relay, name, key) {
  const response = await fetch(`${relay}/${name}`, { cache: 'no-store' });
  if (response.status !== 200) throw new Error(`GET is answered with ${response.status}`);
  return openPacket(key, new Uint8Array(await response.arrayBuffer()));
}

async function answered({ relay, name, hostPk, seed, hash }) {
  const clientPk = publicKeyOf(seed);
  for (const until = Date.now() + 15_000; Date.now() < until; ) {
    const { records } = await packetOf(relay, name, hostPk);
    const { value } = records.find(({ label }) => label === '_openhost');
    const record = openRecord(value, { publicKey: hostPk, now: BigInt(seconds()) });
    const prefix = answerName(record.salt, clientPk, 0).slice(0, -1);
    const fragments = records
      .filter(({ label }) => label.startsWith(prefix))
      .map((one) => ({ suffix: one.label.slice(prefix.length), envelope: base64url.decode(one.value) }));
    const sealed = reassemble(fragments, 'spec');
    const read = sealed && answer.decode(unwrap(open(seed, sealed), 'spec'));
    if (read && hex.encode(read.daemonPk) !== hex.encode(hostPk)) throw new Error('answer of another daemon');
    if (read && hex.encode(read.offerSdpHash) === hex.encode(hash)) return { read, record };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('no answer came in time');
}

/** Fetches each target in turn; gives status, length and SHA-256 of each body. */
globalThis.fetchThrough = async ({ url, relay, seed: seedHex, targets }) => {
  const seed = hex.decode(seedHex);
  const name = url.slice('oh://'.length, 'oh://'.length + 52);
  const hostPk = zbase32.decode(name);
  const clientPk = publicKeyOf(seed);
  const peer = new RTCPeerConnection();
  const channel = peer.createDataChannel('openhost');
  channel.binaryType = 'arraybuffer';
  const frames = [];
  let wake = () => {};
  const decoder = frameDecoder((one) => {
    frames.push(one);
    wake();
  });
  channel.onmessage = ({ data }) => decoder.push(new Uint8Array(data));
  const next = async (type) => {
    while (frames.length === 0 && channel.readyState !== 'closed')
      await new Promise((resolve) => {
        wake = resolve;
        channel.addEventListener('close', resolve, { once: true });
      });
    const one = frames.shift();
    if (one === undefined) throw new Error('the channel was closed');
    if (type !== undefined && one.type !== type) throw new Error(`${one.type}: ${fromUtf8(one.payload)}`);
    return one;
  };
  const say = (type, requestId, payload) => channel.send(frame.encode({ type, requestId, payload }));

  const blob = blobOf(await gathered(peer));
  const box = seal(
    hostPk,
    wrap(offer.encode({ clientPk, blob })),
    crypto.getRandomValues(new Uint8Array(32)),
  );
  const records = [{ label: offerName(hostPk), ttl: 30, value: base64url.encode(box) }];
  const signer = { publicKey: clientPk, sign: (message) => sign(seed, message) };
  const body = signPacket(signer, BigInt(seconds()), records);
  const put = await fetch(`${relay}/${zbase32.encode(clientPk)}`, { method: 'PUT', body });
  if (!put.ok) throw new Error(`PUT is answered with ${put.status}`);
  const hash = sha256(utf8(offerSdp(blob)));
  const { read, record } = await answered({ relay, name, hostPk, seed, hash });
  await peer.setRemoteDescription({ type: 'answer', sdp: answerSdp(read.blob, record.dtlsFp) });

  const nonce = readNonce((await next(T.AUTH_NONCE)).payload);
  const session = { secret: record.dtlsFp, hostPk, nonce };
  say(T.AUTH_CLIENT, 0, authClient(session, seed));
  verifyHost(session, clientPk, (await next(T.AUTH_HOST)).payload);

  const responses = [];
  for (const [at, target] of targets.entries()) {
    say(T.REQUEST_HEAD, at + 1, utf8(`GET ${target} HTTP/1.1\r\nHost: openhost\r\n\r\n`));
    say(T.REQUEST_END, at + 1, nothing);
    const head = fromUtf8((await next(T.RESPONSE_HEAD)).payload);
    const parts = [];
    for (let one = await next(); one.type !== T.RESPONSE_END; one = await next()) parts.push(one.payload);
    const all = new Uint8Array(await new Blob(parts).arrayBuffer());
    responses.push({
      status: Number(head.split(' ')[1]),
      length: all.length,
      sha256: hex.encode(sha256(all)),
    });
  }
  peer.close();
  return responses;
};
