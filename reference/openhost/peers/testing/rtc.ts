/** Sessions and substrates in memory: a client and a daemon meet in one process without WebRTC. */
import { settled } from '../../../settled.js';
import type { Channel } from '../rtc/channel.js';
import { SessionFailed } from '../rtc/peer.js';
import type { AnswerSession, OfferSession, Session } from '../rtc/session.js';
import type { Substrate } from '../substrate.js';
import { channelEnds } from './channels.js';

interface Answering {
  readonly ufrag: string;
  /** Takes the far end of a new channel. */
  open(channel: Channel): void;
}

/** Offers find the answer whose name is in the SDP. Both ends export the same secret. */
export function memoryRtc() {
  const answerings: Answering[] = [];
  let made = 0;
  let open = 0;
  const session = (onChannel: Session['onChannel']): Session => {
    const ended = settled();
    let isOpen = true;
    made += 1;
    open += 1;
    return {
      reach: {
        ufrag: `name${made}`,
        pwd: 'x'.repeat(22),
        candidates: [{ address: '127.0.0.1', port: 5000 + made }],
      },
      connected: Promise.resolve(),
      exportSecret: (label, length) => new Uint8Array(length).fill(label.length),
      onChannel,
      ended: ended.promise,
      async close() {
        if (isOpen) open -= 1;
        isOpen = false;
        ended.resolve();
      },
    };
  };
  const connectTo = (name: string): Channel => {
    const answering = answerings.find(({ ufrag }) => ufrag === name);
    if (answering === undefined) throw new SessionFailed('unreachable');
    const { near, far } = channelEnds();
    answering.open(far);
    return near;
  };
  const offerSession: OfferSession = async () => {
    let peer = '';
    return {
      ...session(() => {}),
      greeted: Promise.resolve(),
      async connect(answer) {
        peer = /^a=ice-ufrag:(.*?)\r?$/m.exec(answer)?.[1] ?? '';
        return connectTo(peer);
      },
      openChannel: async () => connectTo(peer),
    };
  };
  const answerSession: AnswerSession = async () => {
    const listeners: ((channel: Channel) => void)[] = [];
    const own = session((listener) => listeners.push(listener));
    answerings.push({
      ufrag: own.reach.ufrag,
      open: (channel) => {
        for (const listener of listeners) listener(channel);
      },
    });
    return own;
  };
  return {
    offerSession,
    answerSession,
    /** The sessions that are open, on either side. */
    get open() {
      return open;
    },
  };
}

export function memorySubstrate() {
  const packets = new Map<string, Uint8Array>();
  const substrate: Substrate = {
    name: 'memory',
    put: async (name, payload) => void packets.set(name, payload),
    get: async (name) => packets.get(name),
  };
  return { ...substrate, packets };
}
