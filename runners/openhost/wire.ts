import { concat } from '../../reference/bytes/writer.js';
import { verify } from '../../reference/crypto/ed25519.js';
import { authBytes, type BoundSession, EXPORTER_LABEL, NONCE } from '../../reference/openhost/binding.js';
import { FRAME_TYPES, type Frame, frame } from '../../reference/openhost/frame.js';
import type { BindingMode } from '../../reference/openhost/offer_blob.js';
import { createIdentity, type Identity } from '../../reference/openhost/peers/identity.js';
import { type Channel, ChannelClosed } from '../../reference/openhost/peers/rtc/channel.js';
import { SessionFailed } from '../../reference/openhost/peers/rtc/peer.js';
import type { Offering } from '../../reference/openhost/peers/rtc/session.js';
import { Lost } from '../../suites/case.js';
import type { Rest, Wire } from '../../suites/openhost/port.js';
import { type Ear, listenTo } from './ear.js';
import { inTime } from './in_time.js';

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
  /** Whether every received byte belongs to a complete frame. */
  readonly clean: boolean;
}

/** Milliseconds between two checks of the send buffer. */
const LOOK = 250;

export function wireOf(channel: Channel, dialled: Dialled): PooledWire {
  const { session, identity, patience } = dialled;
  const ear = listenTo(channel, patience);
  const raw = sender(channel, patience);
  return {
    client: identity.publicKey,
    patience,
    raw,
    send: (type, payload = new Uint8Array(0), requestId = 0) =>
      raw(frame.encode({ type, requestId, payload })),
    next: ear.next,
    rest: () => restOf(ear, patience),
    ...proofsOf(dialled),
    get legacy() {
      return ear.legacy;
    },
    another: () => anotherChannel(dialled),
    get clean() {
      return ear.clean;
    },
    get open() {
      return !ear.closed && channel.open;
    },
    close: () => channel.close(),
    disconnect: () => session.close(),
  };
}

async function restOf(ear: Ear, patience: number): Promise<Rest> {
  const frames: Frame[] = [];
  const until = performance.now() + 2 * patience;
  for (;;) {
    const one = await ear.next();
    if (one === 'closed' || one === 'silent') return { frames, end: one };
    frames.push(one);
    if (performance.now() > until) return { frames, end: 'endless' };
  }
}

const sender =
  (channel: Channel, patience: number): Wire['raw'] =>
  async (bytes, moved = () => {}) => {
    try {
      const sending = channel.send(bytes);
      let left = channel.buffered;
      // A transfer that makes progress may take long. Only a stalled one is aborted.
      let until = performance.now() + 2 * patience;
      while ((await inTime(Math.min(LOOK, patience), sending)) === 'late') {
        if (channel.buffered !== left) {
          until = performance.now() + 2 * patience;
          moved();
        }
        left = channel.buffered;
        if (performance.now() > until)
          throw new Lost(`the daemon accepted no more bytes within ${2 * patience} ms`);
      }
      moved();
    } catch (error) {
      // The next read reports a daemon that has already closed.
      if (!(error instanceof ChannelClosed)) throw error;
    }
  };

/** The channel binding of section 3 step 9, on the side of the client. */
function proofsOf({
  session,
  identity,
  host,
  fingerprint,
  mode,
}: Dialled): Pick<Wire, 'proof' | 'hostProved'> {
  const secretOf = (wanted: BindingMode) =>
    wanted === 'exporter' ? session.exportSecret(EXPORTER_LABEL, 32) : fingerprint;
  return {
    proof(nonce, wrong = {}) {
      const signer = wrong.key === 'stranger' ? createIdentity() : identity;
      const client = signer.publicKey;
      const named = wrong.host ?? host;
      const [hostPk, clientPk] = wrong.swapped ? [client, named] : [named, client];
      const message = signed({ secret: secretOf(wrong.mode ?? mode), hostPk, nonce }, clientPk);
      if (wrong.key === 'unsigned') return concat(client, new Uint8Array(64));
      return concat(client, (wrong.key === 'other' ? createIdentity() : signer).sign(message));
    },
    hostProved(nonce, payload) {
      const message = signed({ secret: secretOf(mode), hostPk: host, nonce }, identity.publicKey);
      return verify(host, message, payload);
    },
  };
}

async function anotherChannel(dialled: Dialled): Promise<PooledWire | 'closed' | 'silent'> {
  const { session, patience } = dialled;
  if (!dialled.alive()) return 'closed';
  try {
    const ended = session.ended.then(() => 'closed' as const);
    const more = await inTime(patience / 2, Promise.race([session.openChannel(), ended]));
    if (more === 'late') return 'silent';
    return more === 'closed' ? more : wireOf(more, dialled);
  } catch (error) {
    if (!(error instanceof SessionFailed)) throw error;
    return 'closed';
  }
}

/** The bytes that both sides sign. They are not defined for a nonce of another length. */
function signed(session: BoundSession, clientPk: Uint8Array): Uint8Array {
  const { length } = session.nonce;
  if (length !== NONCE) throw new Lost(`an AUTH_NONCE of ${length} bytes cannot be answered`);
  return authBytes(session, clientPk);
}

/** Completes the channel binding as a correct client. */
export async function bindWire(wire: Wire): Promise<void> {
  const nonce = await expected(wire, FRAME_TYPES.AUTH_NONCE, 'AUTH_NONCE');
  await wire.send(FRAME_TYPES.AUTH_CLIENT, wire.proof(nonce.payload));
  const proof = await expected(wire, FRAME_TYPES.AUTH_HOST, 'AUTH_HOST');
  if (!wire.hostProved(nonce.payload, proof.payload)) {
    throw new Lost('the signature in AUTH_HOST does not prove the daemon');
  }
}

async function expected(wire: Wire, type: number, name: string): Promise<Frame> {
  const heard = await wire.next();
  if (typeof heard === 'object' && heard.type === type) return heard;
  const seen = typeof heard === 'object' ? `a frame of type 0x${heard.type.toString(16)}` : heard;
  throw new Lost(`the channel binding failed: expected ${name} within ${wire.patience} ms, received ${seen}`);
}
