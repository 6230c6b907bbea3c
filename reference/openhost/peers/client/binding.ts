/** Section 3 step 9 from the client's end. */
import { DecodeError } from '../../../bytes/error.js';
import { utf8 } from '../../../bytes/text.js';
import { concat } from '../../../bytes/writer.js';
import { verify } from '../../../crypto/ed25519.js';
import { settled } from '../../../settled.js';
import { authBytes, NONCE } from '../../binding.js';
import { frame, FRAME_TYPES as T } from '../../frame.js';
import { frameDecoder } from '../../frame_stream.js';
import { deadline } from '../deadline.js';
import type { Identity } from '../identity.js';
import type { Channel } from '../rtc/channel.js';
import type { ClientSeams } from './seams.js';

interface Sides {
  readonly identity: Identity;
  readonly host: Uint8Array;
  readonly secret: Uint8Array;
  readonly seams: ClientSeams;
}

const patience = 10_000;

/** The channel listens to nobody when this returns: the host sends nothing unasked from here on. */
export async function bind(
  channel: Channel,
  { identity, host, secret, seams }: Sides,
  signal: AbortSignal,
): Promise<void> {
  const done = settled();
  const limit = deadline(patience, signal);
  limit.signal.addEventListener('abort', () => done.reject(new Error('the host was silent')), { once: true });
  let refusal: string | undefined;
  void channel.closed.then(() => done.reject(new Error(refusal ?? 'the host closed the channel')));
  let message: Uint8Array | undefined;
  /** It fails when the channel has closed: before that the connection would take the ERROR along. */
  const refuse = (why: string) => {
    if (refusal !== undefined) return;
    refusal = why;
    void channel.send(frame.encode({ type: T.ERROR, requestId: 0, payload: utf8(why) })).catch(() => {});
    channel.close();
  };
  const decoder = frameDecoder(({ type, payload }) => {
    if (refusal !== undefined) return;
    if (type === T.ERROR) {
      channel.close();
      return done.reject(new Error('the host refused'));
    }
    if (message === undefined) {
      const nonce = seams.nonce(payload);
      if (type !== T.AUTH_NONCE || nonce.length !== NONCE) return refuse('expected AUTH_NONCE of 32 bytes');
      message = authBytes({ secret, hostPk: host, nonce }, identity.publicKey);
      const proof = concat(identity.publicKey, seams.signature(identity.sign(message)));
      const reply = { type: T.AUTH_CLIENT, requestId: 0, payload: proof };
      for (const out of seams.outgoing(reply)) {
        void channel.send(seams.encode(out, frame.encode(out))).catch(() => {});
      }
      return;
    }
    const right = type === T.AUTH_HOST && verify(host, message, payload);
    if (!seams.proven(right)) return refuse('expected AUTH_HOST signed by the host');
    done.resolve();
  });
  channel.listen((bytes) => {
    try {
      decoder.push(seams.message(bytes));
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      refuse('malformed frame');
    }
  });
  try {
    await done.promise;
  } finally {
    limit.done();
  }
}
