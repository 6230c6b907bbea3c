import { concat } from '../../reference/bytes/writer.js';
import { verify } from '../../reference/crypto/ed25519.js';
import { authBytes, EXPORTER_LABEL, NONCE, type Session } from '../../reference/openhost/binding.js';
import { FRAME_TYPES, frame } from '../../reference/openhost/frame.js';
import { frameDecoder } from '../../reference/openhost/frame_stream.js';
import type { BindingMode } from '../../reference/openhost/offer_blob.js';
import { createIdentity, type Identity } from '../../reference/openhost/peers/identity.js';
import type { Channel } from '../../reference/openhost/peers/rtc/channel.js';
import type { Offering } from '../../reference/openhost/peers/rtc/session.js';
import { Lost } from '../../suites/case.js';
import type { HeardFrame, Wire } from '../../suites/openhost/port.js';

export interface Dialled {
  readonly session: Offering;
  readonly identity: Identity;
  readonly host: Uint8Array;
  readonly fingerprint: Uint8Array;
  readonly mode: BindingMode;
  readonly patience: number;
  alive(): boolean;
}

export interface PooledWire extends Wire {
  /** Nothing was left over on it. */
  readonly clean: boolean;
}

/** What one channel may say to a case; no right daemon has that much to say. */
const MOST_HEARD = 8 << 20;
const OVERHEAD = 64;

export function wireOf(channel: Channel, dialled: Dialled): PooledWire {
  const { session, identity, host, fingerprint, mode, patience } = dialled;
  const heard: HeardFrame[] = [];
  let wake = () => {};
  let closed = false;
  let garbage: string | undefined;
  let legacy = 0;
  let total = 0;
  const decoder = frameDecoder((one) => {
    total += one.payload.length + OVERHEAD;
    if (total > MOST_HEARD) garbage ??= `more than ${MOST_HEARD} bytes`;
    else heard.push({ ...one, payload: one.payload.slice() });
  });
  channel.listen((bytes) => {
    if (garbage) return channel.close();
    if (decoder.pending === 0 && bytes[0] !== 0) legacy += 1;
    try {
      decoder.push(bytes);
    } catch (error) {
      garbage = String(error);
    }
    wake();
  });
  void channel.closed.then(() => {
    closed = true;
    wake();
  });
  const secretOf = (wanted: BindingMode) =>
    wanted === 'exporter' ? session.exportSecret(EXPORTER_LABEL, 32) : fingerprint;
  const next = async (): Promise<HeardFrame | 'closed'> => {
    const until = performance.now() + patience;
    for (;;) {
      const one = heard.shift();
      if (one) return one;
      if (garbage) throw new Lost(`the daemon sent what cannot be read: ${garbage}`);
      if (closed) return 'closed';
      const left = until - performance.now();
      if (left <= 0) throw new Lost(`nothing came within ${patience} ms, and the channel stayed open`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  const raw = async (bytes: Uint8Array) => {
    // A daemon that has closed already is seen by who listens next.
    await channel.send(bytes).catch(() => {});
  };
  return {
    client: identity.publicKey,
    raw,
    send: (type, payload = new Uint8Array(0), requestId = 0) =>
      raw(frame.encode({ type, requestId, payload })),
    next,
    async rest() {
      const frames: HeardFrame[] = [];
      const until = performance.now() + 2 * patience;
      for (let one = await next(); one !== 'closed'; one = await next()) {
        frames.push(one);
        if (performance.now() > until) throw new Lost(`frames came for ${2 * patience} ms without end`);
      }
      return frames;
    },
    proof(nonce, wrong = {}) {
      const client = identity.publicKey;
      const named = wrong.host ?? host;
      const [hostPk, clientPk] = wrong.swapped ? [client, named] : [named, client];
      const message = signed({ secret: secretOf(wrong.mode ?? mode), hostPk, nonce }, clientPk);
      if (wrong.key === 'unsigned') return concat(client, new Uint8Array(64));
      return concat(client, (wrong.key === 'other' ? createIdentity() : identity).sign(message));
    },
    hostProved(nonce, payload) {
      const message = signed({ secret: secretOf(mode), hostPk: host, nonce }, identity.publicKey);
      return verify(host, message, payload);
    },
    get legacy() {
      return legacy;
    },
    async another() {
      if (!dialled.alive()) return undefined;
      const opened = session.openChannel().catch(() => undefined);
      const late = new Promise<undefined>((resolve) => setTimeout(resolve, patience / 2, undefined));
      const more = await Promise.race([opened, late, session.ended.then(() => undefined)]);
      return more === undefined ? undefined : wireOf(more, dialled);
    },
    get clean() {
      return !closed && garbage === undefined && heard.length === 0 && decoder.pending === 0;
    },
    get open() {
      return !closed && channel.open;
    },
    close: () => channel.close(),
  };
}

/** What both sides sign; there is no such thing over a nonce of another length. */
function signed(session: Session, clientPk: Uint8Array): Uint8Array {
  const { length } = session.nonce;
  if (length !== NONCE) throw new Lost(`an AUTH_NONCE of ${length} bytes cannot be answered`);
  return authBytes(session, clientPk);
}

/** Through the channel binding, as a right client. */
export async function bindWire(wire: Wire): Promise<void> {
  const nonce = await wire.next();
  if (nonce === 'closed' || nonce.type !== FRAME_TYPES.AUTH_NONCE) throw new Lost('no AUTH_NONCE came');
  await wire.send(FRAME_TYPES.AUTH_CLIENT, wire.proof(nonce.payload));
  const proof = await wire.next();
  if (
    proof === 'closed' ||
    proof.type !== FRAME_TYPES.AUTH_HOST ||
    !wire.hostProved(nonce.payload, proof.payload)
  ) {
    throw new Lost('the daemon did not prove itself');
  }
}
