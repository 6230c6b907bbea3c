/** Sections 3 step 9, 4 and 5: one data channel, from its nonce to its end. */
import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { equalBytes } from '../../../bytes/equal.js';
import { DecodeError } from '../../../bytes/error.js';
import { utf8 } from '../../../bytes/text.js';
import { concat } from '../../../bytes/writer.js';
import { verify } from '../../../crypto/ed25519.js';
import { authBytes } from '../../binding.js';
import type { Dialect } from '../../dialect.js';
import { type Frame, frame, FRAME_TYPES as T } from '../../frame.js';
import { frameDecoder } from '../../frame_stream.js';
import type { Identity } from '../identity.js';
import { type Channel, ChannelClosed, largestMessage } from '../rtc/channel.js';
import { badGateway, forwardRequest, maxBodyOf, upgradeRequest } from './forward.js';
import { isUpgrade, type RequestHead, readRequestHead } from './http_head.js';
import type { Forward } from './options.js';
import type { DaemonSeams } from './seams.js';

export interface ServeOptions {
  readonly identity: Identity;
  /** The client of the offer. */
  readonly client: Uint8Array;
  readonly secret: () => Uint8Array;
  readonly forward?: Forward;
  readonly bindingTimeoutMs: number;
  readonly dialect: Dialect;
  readonly seams: DaemonSeams;
  /** Told when the binding has failed: the connection is torn down with it (3 step 9). */
  readonly unbound: () => void;
  readonly log: (line: string) => void;
}

interface Pending {
  readonly head: RequestHead;
  readonly body: Uint8Array[];
  length: number;
}

const nothing = new Uint8Array(0);
const mostRequests = 64;

export function serveChannel(channel: Channel, options: ServeOptions): void {
  const { identity, seams, dialect, forward } = options;
  const nonce = seams.nonce(new Uint8Array(randomBytes(32)));
  const requests = new Map<number, Pending>();
  const ending = new AbortController();
  let state: 'binding' | 'bound' | 'tunnel' | 'closed' = 'binding';
  let tunnel: Socket | undefined;
  let queue = Promise.resolve();
  let held = 0;

  const send = async (type: number, requestId: number, payload: Uint8Array): Promise<void> => {
    const id = dialect === 'deployed' ? 0 : requestId;
    for (const out of seams.outgoing({ type, requestId: id, payload })) {
      const bytes = seams.encode(out, frame.encode(out));
      for (let at = 0; at < bytes.length; at += largestMessage) {
        await channel.send(bytes.subarray(at, at + largestMessage));
      }
    }
  };
  const say = (type: number, payload: Uint8Array) => void send(type, 0, payload).catch(() => {});

  const end = () => {
    if (state === 'closed') return;
    state = 'closed';
    clearTimeout(timer);
    ending.abort();
    if (!seams.forgive('hanging up on the service')) tunnel?.destroy();
    requests.clear();
    channel.close();
  };
  const tearDown = (reason: string) => {
    if (state === 'closed' || seams.forgive(reason)) return;
    const unbound = state === 'binding';
    say(T.ERROR, utf8(reason));
    options.log(`channel torn down: ${reason}`);
    end();
    if (unbound && seams.disconnect(dialect === 'spec')) void channel.closed.then(options.unbound);
  };
  const timer = setTimeout(() => tearDown('channel binding timeout'), options.bindingTimeoutMs);

  function authenticate({ type, payload }: Frame) {
    if (type !== T.AUTH_CLIENT) return tearDown('expected AuthClient before any other frame');
    if (payload.length !== 96) return tearDown('malformed AuthClient');
    const clientPk = payload.slice(0, 32);
    if (dialect === 'spec' && !equalBytes(clientPk, options.client) && !seams.proven(false)) {
      return tearDown('client is not the one that made the offer');
    }
    const session = { secret: options.secret(), hostPk: identity.publicKey, nonce };
    const bound = seams.binding({ ...session, clientPk });
    const message = authBytes(bound, bound.clientPk);
    if (!seams.proven(verify(clientPk, message, payload.subarray(32)))) {
      return tearDown('client signature failed to verify');
    }
    clearTimeout(timer);
    state = 'bound';
    say(T.AUTH_HOST, identity.sign(message));
  }

  /** One transaction after the other among deployed daemons, all at once here. */
  function start(requestId: number, work: () => Promise<void>): void {
    const run = async () => {
      try {
        await work();
      } catch (error) {
        if (!(error instanceof ChannelClosed) && !ending.signal.aborted) tearDown('upstream failed');
      }
    };
    options.log(`request ${requestId}`);
    if (dialect === 'deployed') queue = queue.then(run);
    else void run();
  }

  function finish(requestId: number, { head, body }: Pending) {
    const reply = (type: number, payload: Uint8Array) => send(type, requestId, payload);
    const signal = ending.signal;
    const asked = { forward: forward as Forward, head, body: concat(...body), dialect, seams, signal };
    start(requestId, async () => {
      if (forward === undefined) return badGateway(reply);
      if (!isUpgrade(head.headers)) return forwardRequest(asked, reply);
      const [path = ''] = head.target.split('?');
      const listed = forward.websockets ?? [];
      if (!seams.upgrade(listed.includes(path) || listed[0] === '*')) return badGateway(reply);
      const upgraded = await upgradeRequest(asked, reply);
      if (upgraded === undefined) return;
      state = 'tunnel';
      tunnel = upgraded.socket;
      await reply(T.RESPONSE_HEAD, upgraded.head);
      await relay(upgraded.socket, upgraded.early, reply);
    });
  }

  async function relay(
    socket: Socket,
    early: Uint8Array,
    reply: (type: number, payload: Uint8Array) => Promise<void>,
  ): Promise<void> {
    socket.on('error', () => {});
    socket.on('drain', () => channel.resume());
    if (early.length > 0) await reply(T.WS_FRAME, early);
    try {
      for await (const part of socket as AsyncIterable<Buffer>) await reply(T.WS_FRAME, part);
    } catch {
      // Torn down from either side: what counts is that both halves end.
    }
    if (!seams.forgive('the service hung up')) end();
  }

  function serve({ type, requestId, payload }: Frame) {
    const id = dialect === 'deployed' ? 0 : requestId;
    const pending = requests.get(id);
    switch (type) {
      case T.REQUEST_HEAD: {
        if (pending && dialect === 'spec') return tearDown('second REQUEST_HEAD of a request');
        if (requests.size >= mostRequests) return tearDown('too many requests');
        const head = readHead(payload);
        held -= pending?.length ?? 0;
        if (head) requests.set(id, { head, body: [], length: 0 });
        else if (dialect === 'spec') tearDown('malformed request head');
        else start(id, () => badGateway((kind, bytes) => send(kind, id, bytes)));
        return;
      }
      case T.REQUEST_BODY:
        if (!pending) return tearDown('REQUEST_BODY before REQUEST_HEAD');
        pending.length += payload.length;
        held += payload.length;
        if (pending.length > maxBodyOf(forward) || held > 2 * maxBodyOf(forward)) {
          return tearDown('request body too large');
        }
        pending.body.push(payload);
        return;
      case T.REQUEST_END:
        if (!pending) return tearDown('REQUEST_END without REQUEST_HEAD');
        requests.delete(id);
        held -= pending.length;
        return finish(id, pending);
      case T.WS_FRAME:
        return tearDown('WS_FRAME before upgrade');
      default:
        return tearDown('unexpected frame type from client');
    }
  }

  function dispatch(received: Frame) {
    const read = seams.incoming(received);
    if (read === undefined || state === 'closed') return;
    if (state === 'binding') return authenticate(read);
    const { type, payload } = read;
    if (type === T.PING) return say(T.PONG, nothing);
    if (type === T.PONG) return;
    if (type === T.ERROR) return end();
    if (type === T.AUTH_NONCE || type === T.AUTH_CLIENT || type === T.AUTH_HOST) {
      return tearDown('auth frame after binding completed');
    }
    if (state !== 'tunnel') return serve(read);
    if (type === T.WS_FRAME) {
      if (tunnel?.write(payload) === false) channel.pause();
    } else if (dialect === 'deployed' && type <= T.REQUEST_END) serve(read);
    else tearDown('only WS_FRAME after an upgrade');
  }

  const decoder = frameDecoder(dispatch);
  void channel.closed.then(end);
  say(T.AUTH_NONCE, nonce);
  channel.listen((message) => {
    if (state === 'closed') return;
    try {
      decoder.push(seams.message(message));
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      tearDown('malformed frame');
    }
  });
}

function readHead(payload: Uint8Array): RequestHead | undefined {
  try {
    return readRequestHead(payload);
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}
