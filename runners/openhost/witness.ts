/** Records what a client does at our relays and our daemon. */
import { setTimeout as delay } from 'node:timers/promises';
import { zbase32 } from '../../reference/bytes/zbase32.js';
import { type Frame, FRAME_TYPES as T } from '../../reference/openhost/frame.js';
import { decodeDns } from '../../reference/openhost/packet.js';
import type { Daemon } from '../../reference/openhost/peers/daemon/daemon.js';
import type { DaemonRules } from '../../reference/openhost/peers/daemon/rules.js';
import type { RelayStore } from '../../reference/openhost/peers/relay/store.js';
import { settled } from '../../reference/settled.js';
import { type Meeting, STEPS, type Step } from '../../suites/openhost/clients/port.js';
import { type Published, readOffer } from './met_offer.js';

/** The most frames, and the most messages, to record. No client needs more, and the rest is ignored. */
const MOST_FRAMES = 4_000;
/** The most bytes of a payload to record. */
const MOST_PAYLOAD = 4_096;
/** A client keeps polling for a valid answer. After this many reads of the invalid one, it has not accepted it. */
const LOOKS = 10;

/** A daemon that is told of a client, and asked to look for its offer. */
export interface Watching extends Pick<Daemon, 'watch'> {
  poll(): Promise<unknown>;
}

export interface Witness {
  /** Watches the requests to this relay. `home` is the relay that has the packet of the host. */
  watch(relay: RelayStore, home: RelayStore, daemon: Watching): void;
  /** Watches the frames to a daemon of these rules. */
  rules(rules: DaemonRules): DaemonRules;
  /** Called when the client has read an answer often enough. */
  onLooks(done: () => void): void;
  /** Waits for a frame of this type, where there is a channel, and no longer than so many milliseconds. */
  heard(type: number, ms: number): Promise<void>;
  seen(): Pick<Meeting, 'furthest' | 'offer' | 'frames' | 'messages'>;
}

export function witnessClient(host: string): Witness {
  let furthest: Step = 'nothing';
  const frames: Frame[] = [];
  const messages: Meeting['messages'][number][] = [];
  const clients = new Map<string, Published>();
  const waiting = new Map<number, () => void>();
  let inside: { compression: number; body: Uint8Array } | undefined;
  let looks = 0;
  let enoughLooks = () => {};
  const reach = (step: Step) => {
    if (STEPS.indexOf(step) > STEPS.indexOf(furthest)) furthest = step;
  };

  function get(name: string, home: RelayStore): void {
    reach('asked a relay');
    const stored = name === host ? home.get(host) : undefined;
    if (stored === undefined) return;
    reach('read the packet of the host');
    const records = decodeDns(zbase32.decode(host), stored.payload.subarray(72));
    if (!records.some(({ label }) => label.startsWith('_answer-'))) return;
    reach('read an answer');
    if (++looks === LOOKS) enoughLooks();
  }

  function hear(frame: Frame): void {
    if (frames.length < MOST_FRAMES) frames.push({ ...frame, payload: frame.payload.slice(0, MOST_PAYLOAD) });
    if (frame.type === T.AUTH_CLIENT) reach('sent AUTH_CLIENT');
    if (frame.type === T.REQUEST_HEAD) reach('sent a request');
    waiting.get(frame.type)?.();
  }

  return {
    watch(relay, home, daemon) {
      relay.onGet = (name) => get(name, home);
      relay.onPut = (name, { payload }) => {
        if (name === host) return;
        const records = decodeDns(zbase32.decode(name), payload.subarray(72));
        clients.set(name, { client: name, records });
        reach('published an offer');
        daemon.watch(name);
        void daemon.poll();
      };
    },
    rules: (rules) =>
      overheard(rules, {
        offer(compression, body) {
          inside = { compression, body };
        },
        frame: hear,
        message(bytes) {
          // The shortest header has five bytes; those of version 2 begin with a zero.
          if (bytes.length > 4 && messages.length < MOST_FRAMES)
            messages.push(bytes[0] === 0 ? 'v2' : 'legacy');
        },
        written(frame) {
          if (frame.type === T.AUTH_NONCE) reach('opened a channel');
        },
      }),
    onLooks(done) {
      enoughLooks = done;
    },
    async heard(type, ms) {
      if (messages.length === 0 || frames.some((frame) => frame.type === type)) return;
      const came = settled();
      waiting.set(type, came.resolve);
      await Promise.race([came.promise, delay(ms, undefined, { ref: false })]);
    },
    seen() {
      const published = [...clients.values()].at(-1);
      const offer = published === undefined ? 'silent' : inside ? readOffer(published, inside) : 'unreadable';
      return { furthest, offer, frames, messages };
    },
  };
}

interface Overhearing {
  /** An offer was opened. Its plaintext had this compression, and this body when uncompressed. */
  offer(compression: number, body: Uint8Array): void;
  /** A frame came. */
  frame(frame: Frame): void;
  /** A message of the channel came, before its frames. */
  message(bytes: Uint8Array): void;
  /** The daemon sends a frame. */
  written(frame: Frame): void;
}

/** The same rules, which tell first what they are given. */
function overheard(rules: DaemonRules, tell: Overhearing): DaemonRules {
  let compression = 0;
  return {
    ...rules,
    uncompress(plaintext, dialect) {
      compression = plaintext[0] ?? 0;
      return rules.uncompress(plaintext, dialect);
    },
    decodeOffer(body) {
      tell.offer(compression, body);
      return rules.decodeOffer(body);
    },
    readFrames(emit) {
      const { push } = rules.readFrames((frame) => {
        tell.frame(frame);
        emit(frame);
      });
      return {
        push(bytes) {
          tell.message(bytes);
          push(bytes);
        },
      };
    },
    writeFrame(frame) {
      tell.written(frame);
      return rules.writeFrame(frame);
    },
  };
}
