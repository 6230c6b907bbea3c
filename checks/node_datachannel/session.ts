/**
 * libdatachannel (OpenSSL, libjuice, usrsctp) with the interface that our daemon and client expect of a WebRTC stack.
 * It checks the certificate of its peer against the fingerprint in the SDP, which is the pinned one. It exports no
 * keys, so it only supports mode CertFp.
 */
import { type DataChannel, PeerConnection } from 'node-datachannel';
import { type Channel, ChannelClosed } from '../../reference/openhost/peers/rtc/channel.js';
import { inbox } from '../../reference/openhost/peers/rtc/inbox.js';
import { type RtcPeerOptions, SessionFailed } from '../../reference/openhost/peers/rtc/peer.js';
import type { AnswerSession, OfferSession, Session } from '../../reference/openhost/peers/rtc/session.js';
import { attributes } from '../../reference/openhost/sdp.js';
import { settled } from '../../reference/settled.js';

const highWater = 1 << 20;
const lowWater = 1 << 18;
const label = 'openhost';

interface Native {
  readonly peer: PeerConnection;
  readonly session: Session;
  /** Rejects when the connection has failed, and never resolves. */
  readonly failed: Promise<never>;
}

/** `start` starts the gathering of candidates. */
async function open(
  { certificate, addresses = ['127.0.0.1'], signal }: RtcPeerOptions,
  start: (peer: PeerConnection) => void,
): Promise<Native> {
  const peer = new PeerConnection(label, {
    iceServers: [],
    bindAddress: addresses[0] ?? '127.0.0.1',
    certificatePemFile: certificate.certificate,
    keyPemFile: certificate.key,
  });
  const gathered = settled();
  const connected = settled();
  const failed = settled<never>();
  const ended = settled();
  const close = async () => {
    signal?.removeEventListener('abort', abort);
    failed.reject(new SessionFailed('closed'));
    peer.close();
    await ended.promise;
  };
  const abort = () => {
    failed.reject(new SessionFailed('aborted'));
    void close();
  };
  peer.onGatheringStateChange((state) => state === 'complete' && gathered.resolve());
  peer.onStateChange((state) => {
    if (state === 'connected') connected.resolve();
    if (state !== 'failed' && state !== 'closed') return;
    failed.reject(new SessionFailed('unreachable', `the connection is ${state}`));
    ended.resolve();
  });
  signal?.addEventListener('abort', abort, { once: true });
  start(peer);
  await Promise.race([gathered.promise, failed.promise]);
  const sdp = peer.localDescription()?.sdp ?? '';
  const up = Promise.race([connected.promise, failed.promise]);
  up.catch(() => {});
  return {
    peer,
    failed: failed.promise,
    session: {
      reach: {
        ufrag: attributes(sdp, 'ice-ufrag')[0] ?? '',
        pwd: attributes(sdp, 'ice-pwd')[0] ?? '',
        candidates: attributes(sdp, 'candidate')
          .map((line) => line.split(' '))
          .map(([, , , , address = '', port]) => ({ address, port: Number(port) }))
          .filter(({ address }) => addresses.includes(address)),
      },
      connected: up,
      exportSecret() {
        throw new SessionFailed('closed', 'libdatachannel exports no keys');
      },
      onChannel: (listener) => peer.onDataChannel((raw) => listener(wrap(raw))),
      ended: ended.promise,
      close,
    },
  };
}

export const offerSession: OfferSession = async (options) => {
  let first: DataChannel | undefined;
  const { peer, session, failed } = await open(options, (created) => {
    first = created.createDataChannel(label);
  });
  const opened = async (raw: DataChannel): Promise<Channel> => {
    // Wraps the channel before it opens, so that no early message is lost.
    const channel = wrap(raw);
    const done = settled();
    raw.onOpen(done.resolve);
    if (raw.isOpen()) done.resolve();
    await Promise.race([done.promise, failed]);
    return channel;
  };
  return {
    ...session,
    // The library does not report the hello, so this resolves at the end of the handshake.
    greeted: session.connected,
    async connect(answer) {
      if (first === undefined) throw new SessionFailed('closed');
      peer.setRemoteDescription(answer, 'answer');
      return opened(first);
    },
    openChannel: () => opened(peer.createDataChannel(label)),
  };
};

export const answerSession: AnswerSession = async (offer, _pinned, options) => {
  const { session } = await open(options, (peer) => peer.setRemoteDescription(offer, 'offer'));
  return session;
};

function wrap(raw: DataChannel): Channel {
  // Only libdatachannel can change its receive window, so messages during a pause are buffered.
  const noWindow = { hold: () => {}, release: () => {} };
  const received = inbox(noWindow, () => {}, Number.POSITIVE_INFINITY);
  let room = settled();
  const closed = settled();
  raw.onClosed(closed.resolve);
  raw.setBufferedAmountLowThreshold(lowWater);
  raw.onBufferedAmountLow(() => {
    room.resolve();
    room = settled();
  });
  raw.onMessage((data) => {
    received.put(typeof data === 'string' ? Buffer.from(data) : new Uint8Array(data));
  });
  return {
    get open() {
      return raw.isOpen();
    },
    get buffered() {
      return raw.bufferedAmount();
    },
    async send(message) {
      if (!raw.isOpen()) throw new ChannelClosed();
      raw.sendMessageBinary(message);
      if (raw.bufferedAmount() > highWater) await Promise.race([room.promise, closed.promise]);
    },
    listen: received.listen,
    pause: received.pause,
    resume: received.resume,
    closed: closed.promise,
    close: () => raw.close(),
  };
}
