/** Sections 3 (step 9), 4 and 5: serves one data channel, from its nonce to its end. */
import type { Socket } from 'node:net';
import { rejectionOf } from '../../../bytes/error.js';
import { utf8 } from '../../../bytes/text.js';
import { type Frame, FRAME_TYPES as T } from '../../frame.js';
import { type Channel, ChannelClosed } from '../rtc/channel.js';
import { authenticate, type Binding } from './authentication.js';
import type { ChannelFault } from './channel_fault.js';
import { answerRequest, badGateway, maxBodyOf } from './forward.js';
import type { Incoming } from './http_head.js';
import type { DaemonSettings } from './options.js';
import { collectRequests } from './requests.js';
import { tunnelToClient } from './tunnel.js';
import { frameWriter, type Wire } from './wire.js';

export interface ServeOptions
  extends Omit<Binding, 'nonce'>,
    Pick<DaemonSettings, 'forward' | 'bindingTimeoutMs' | 'log'> {
  /** Called when the binding has failed: section 3 step 9 ends the connection with it. */
  readonly unbound: () => void;
}

const nothing = new Uint8Array(0);

export function serveChannel(channel: Channel, options: ServeOptions): void {
  const { rules, dialect, log } = options;
  const nonce = rules.nonce();
  const { send, say } = frameWriter(channel, rules, dialect);
  const binding = { ...options, nonce };
  let state: 'binding' | 'bound' | 'closed' = 'binding';

  const end = () => {
    if (state === 'closed') return;
    state = 'closed';
    clearTimeout(timer);
    exchange.end();
    channel.close();
  };
  const tearDown = (fault: ChannelFault) => {
    const reason = state === 'closed' ? undefined : rules.closeReason(fault);
    if (reason === undefined) return;
    const unbound = state === 'binding';
    say(T.ERROR, utf8(reason));
    log(`channel torn down: ${reason}`);
    end();
    if (unbound && rules.disconnects(dialect)) void channel.closed.then(options.unbound);
  };
  const timer = setTimeout(() => tearDown('binding-timeout'), options.bindingTimeoutMs);
  const exchange = serveRequests(channel, options, { send, tearDown, end });

  function bind(frame: Frame) {
    const authenticated = authenticate(frame, binding);
    if ('fault' in authenticated) return tearDown(authenticated.fault);
    clearTimeout(timer);
    state = 'bound';
    say(T.AUTH_HOST, authenticated.authHost);
  }

  function dispatch(read: Frame) {
    const { type } = read;
    if (state === 'closed') return;
    if (state === 'binding') return bind(read);
    if (type === T.PING) return say(T.PONG, nothing);
    if (type === T.PONG) return;
    if (type === T.ERROR) return end();
    if (type === T.AUTH_NONCE || type === T.AUTH_CLIENT || type === T.AUTH_HOST) {
      return tearDown('auth-after-binding');
    }
    exchange.take(read);
  }

  const decoder = rules.readFrames(dispatch);
  void channel.closed.then(end);
  say(T.AUTH_NONCE, nonce);
  channel.listen((message) => {
    if (state !== 'closed' && rejectionOf(() => decoder.push(message))) tearDown('malformed-frame');
  });
}

interface Ways extends Pick<Wire, 'send'> {
  tearDown(fault: ChannelFault): void;
  /** Ends the channel without an ERROR. */
  end(): void;
}

/** Sections 4.1 and 4.2: serves the requests of a bound channel, and the tunnel that it becomes after an upgrade. */
function serveRequests(channel: Channel, options: ServeOptions, { send, tearDown, end }: Ways) {
  const { forward, dialect, rules, log } = options;
  const ending = new AbortController();
  let tunnel: Socket | undefined;
  let queue = Promise.resolve();

  /** Deployed daemons run one transaction after the other. */
  function start(requestId: number, work: () => Promise<void>): void {
    const run = async () => {
      try {
        await work();
      } catch (error) {
        if (!(error instanceof ChannelClosed) && !ending.signal.aborted) tearDown('upstream-failed');
      }
    };
    log(`request ${requestId}`);
    if (dialect === 'deployed') queue = queue.then(run);
    else void run();
  }

  async function transact(requestId: number, request: Incoming): Promise<void> {
    const reply = (type: number, payload: Uint8Array) => send(type, requestId, payload);
    if (forward === undefined) return badGateway(reply);
    const asked = { request, forward, dialect, rules, signal: ending.signal };
    const upgraded = await answerRequest(asked, reply);
    if (upgraded === undefined) return;
    tunnel = upgraded.socket;
    await reply(T.RESPONSE_HEAD, upgraded.head);
    const early = rules.earlyBytes(upgraded.early);
    await tunnelToClient({ ...upgraded, early }, channel, reply);
    rules.serviceLeft(end);
  }

  const requests = collectRequests({
    dialect,
    maxBody: maxBodyOf(forward),
    complete: (id, request) => start(id, () => transact(id, request)),
    malformed: (id) => start(id, () => badGateway((type, payload) => send(type, id, payload))),
  });

  return {
    take(frame: Frame): void {
      if (tunnel && frame.type === T.WS_FRAME) {
        if (!tunnel.write(frame.payload)) channel.pause();
        return;
      }
      const open = tunnel === undefined || (dialect === 'deployed' && frame.type <= T.REQUEST_END);
      const fault = open ? requests.take(frame) : 'frame-in-tunnel';
      if (fault !== undefined) tearDown(fault);
    },
    end() {
      ending.abort();
      if (tunnel) rules.leaveService(tunnel);
      requests.clear();
    },
  };
}
