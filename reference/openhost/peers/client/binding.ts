/** Section 3 step 9: the client's end of the channel binding. */
import { rejectionOf } from '../../../bytes/error.js';
import { utf8 } from '../../../bytes/text.js';
import { concat } from '../../../bytes/writer.js';
import { settled } from '../../../settled.js';
import { authBytes } from '../../binding.js';
import { type Frame, frame, FRAME_TYPES as T } from '../../frame.js';
import { deadline } from '../deadline.js';
import type { Identity } from '../identity.js';
import type { Channel } from '../rtc/channel.js';
import type { ClientRules } from './rules.js';

interface Sides {
  readonly identity: Identity;
  readonly host: Uint8Array;
  readonly secret: Uint8Array;
  readonly rules: ClientRules;
}

const BINDING_MS = 10_000;
const nothing = new Uint8Array(0);

const refusals = {
  nonce: 'expected AUTH_NONCE of 32 bytes',
  'host-signature': 'expected AUTH_HOST signed by the host',
  'malformed-frame': 'malformed frame',
} as const;

/** Returns once both sides have proven their keys. Whoever uses the channel listens to it from then on. */
export async function bind(
  channel: Channel,
  { identity, host, secret, rules }: Sides,
  signal: AbortSignal,
): Promise<void> {
  const done = settled();
  const limit = deadline(BINDING_MS, signal);
  limit.signal.addEventListener('abort', () => done.reject(new Error('the host was silent')), { once: true });
  let bound = false;
  let refusal: keyof typeof refusals | undefined;
  /** The bytes that both sides sign; undefined before AUTH_NONCE. */
  let message: Uint8Array | undefined;
  const closed = () => new Error(refusal ? refusals[refusal] : 'the host closed the channel');
  void channel.closed.then(() => done.reject(closed()));
  const say = (type: number, payload: Uint8Array) => {
    for (const bytes of rules.writeFrame({ type, requestId: 0, payload })) {
      void channel.send(bytes).catch(() => {});
    }
  };
  /** The binding fails when the channel has closed. Otherwise the end of the connection would overtake the ERROR. */
  const refuse = (why: keyof typeof refusals) => {
    if (refusal !== undefined) return;
    refusal = why;
    const payload = utf8(refusals[why]);
    void channel.send(frame.encode({ type: T.ERROR, requestId: 0, payload })).catch(() => {});
    channel.close();
  };

  function prove({ type, payload }: Frame) {
    const nonce = type === T.AUTH_NONCE ? rules.readNonce(payload) : undefined;
    if (nonce === undefined) return refuse('nonce');
    message = authBytes({ secret, hostPk: host, nonce }, identity.publicKey);
    say(T.AUTH_CLIENT, concat(identity.publicKey, rules.signAuthClient(identity, message)));
  }

  const decoder = rules.readFrames((read) => {
    if (refusal !== undefined) return;
    // A host may send PING right behind AUTH_HOST. It has no reason to send anything else before a request.
    if (bound) return read.type === T.PING ? say(T.PONG, nothing) : undefined;
    if (read.type === T.ERROR) {
      channel.close();
      return done.reject(new Error('the host rejected the binding'));
    }
    if (message === undefined) return prove(read);
    bound = read.type === T.AUTH_HOST && rules.verifyAuthHost(host, message, read.payload);
    if (!bound) return refuse('host-signature');
    done.resolve();
  });
  channel.listen((bytes) => {
    if (rejectionOf(() => decoder.push(bytes))) refuse('malformed-frame');
  });
  try {
    await done.promise;
  } finally {
    limit.done();
  }
}
