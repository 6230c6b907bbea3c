import type { RTCDataChannel } from 'werift';
import { type Channel, wrapChannel } from './channel.js';
import { createPeer, type RtcPeer, type RtcPeerOptions, SessionFailed } from './peer.js';

/** Where and how one side can be reached: what its blob carries. */
export interface Reach {
  readonly ufrag: string;
  readonly pwd: string;
  readonly candidates: readonly { readonly address: string; readonly port: number }[];
}

/** DTLS and SCTP with one peer, as far as openhost sees them. */
export interface Session {
  readonly reach: Reach;
  /** DTLS is up, and the peer has proven its certificate. */
  readonly connected: Promise<void>;
  /** RFC 5705 without context. Only once connected. */
  exportSecret(label: string, length: number): Uint8Array;
  /** Tells of every channel that the peer opens. */
  onChannel(listener: (channel: Channel) => void): void;
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

export interface Offering extends Session {
  /** Dials the peer that gave this answer; the channel is open when it returns. */
  connect(answer: string, pinned: Uint8Array | undefined): Promise<Channel>;
  /** One more channel of the same connection. */
  openChannel(): Promise<Channel>;
  /** The peer has taken the DTLS hello of this side. */
  readonly greeted: Promise<void>;
}

/** How a session is begun from either end: by werift, or by another stack for ICE, DTLS and SCTP in its place. */
export type OfferSession = typeof offerSession;
export type AnswerSession = typeof answerSession;

const label = 'openhost';

/** The controlling side: it opens the channel, and takes the DTLS role that the answer leaves it. */
export async function offerSession(options: RtcPeerOptions): Promise<Offering> {
  const peer = await createPeer(options);
  const { connection } = peer;
  // Wrapped before it is open: a peer may speak before it acknowledges the channel, and werift drops what nobody hears.
  const first = wrapped(connection.createDataChannel(label, { id: 0 }));
  let expected: Uint8Array | undefined;
  peer.guard(() => expected);
  await connection.setLocalDescription(await connection.createOffer());
  let channels = 0;
  return {
    ...describe(peer, options),
    greeted: peer.greeted,
    async connect(answer, pinned) {
      expected = pinned;
      try {
        await connection.setRemoteDescription({ type: 'answer', sdp: answer });
      } catch (error) {
        throw new SessionFailed('description', String(error));
      }
      await opened(peer, first.raw);
      return first.channel;
    },
    async openChannel() {
      channels += 1;
      const { raw, channel } = wrapped(connection.createDataChannel(label, { id: 2 * channels }));
      await opened(peer, raw);
      return channel;
    },
  };
}

const wrapped = (raw: RTCDataChannel) => ({ raw, channel: wrapChannel(raw) });

export interface AnsweringOptions extends RtcPeerOptions {
  readonly role?: 'server' | 'client';
  /** Speaks on a channel before it acknowledges it, as RFC 8832 section 6 allows. */
  readonly prompt?: true;
}

/** The controlled side: DTLS server by 3.1; it opens no channel. */
export async function answerSession(
  offer: string,
  pinned: Uint8Array | undefined,
  { role = 'server', prompt, ...options }: AnsweringOptions,
): Promise<Session> {
  const peer = await createPeer(options);
  const { connection } = peer;
  try {
    await connection.setRemoteDescription({ type: 'offer', sdp: offer });
    peer.transport().role = role;
    peer.guard(() => pinned);
    await connection.setLocalDescription(await connection.createAnswer());
  } catch (error) {
    await peer.close();
    throw error instanceof SessionFailed ? error : new SessionFailed('unreachable', String(error));
  }
  return describe(peer, options, prompt);
}

function describe(peer: RtcPeer, { addresses = ['127.0.0.1'] }: RtcPeerOptions, prompt?: true): Session {
  const ice = peer.transport().iceTransport;
  const { usernameFragment, password } = ice.localParameters;
  return {
    reach: {
      ufrag: usernameFragment,
      pwd: password,
      candidates: ice.localCandidates
        .filter(({ ip, protocol }) => protocol === 'udp' && addresses.includes(ip))
        .map(({ ip, port }) => ({ address: ip, port })),
    },
    connected: peer.connected,
    exportSecret(exporter, length) {
      const socket = peer.transport().dtls;
      if (socket === undefined) throw new SessionFailed('closed');
      return new Uint8Array(socket.exportKeyingMaterial(exporter, length));
    },
    onChannel(listener) {
      peer.connection.onDataChannel.subscribe((raw) => {
        const channel = wrapChannel(raw);
        if (prompt) raw.setReadyState('open');
        if (prompt) return listener(channel);
        // werift tells of a channel a moment before anything may be sent on it.
        void opened(peer, raw).then(
          () => listener(channel),
          () => {},
        );
      });
    },
    ended: peer.ended,
    close: peer.close,
  };
}

async function opened(peer: RtcPeer, raw: RTCDataChannel): Promise<void> {
  const open = new Promise<void>((resolve) => {
    if (raw.readyState === 'open') resolve();
    raw.stateChanged.subscribe((state) => state === 'open' && resolve());
  });
  await Promise.race([open, peer.failed]);
}
