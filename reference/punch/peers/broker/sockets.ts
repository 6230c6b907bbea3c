import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import type { Claims } from '../../token.js';
import { authFailed, errorAnswer, notFound } from './answers.js';
import type { Brokerage } from './brokerage.js';
import type { Admission, Answer } from './faults.js';
import type { ServerMessage } from './messages.js';
import type { BrokerSettings } from './options.js';
import type { Ending, Link, Member, Session } from './state.js';

/** RFC section 6.1: decides before the 101, and carries messages after it. */
export interface Sockets {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  readonly open: number;
  stop(): void;
}

interface Around {
  /** Answers an upgrade that is refused. */
  readonly finish: (socket: Duplex, answer: Answer, request: IncomingMessage) => void;
  /** What a 101 carries beside what RFC 6455 wants. */
  readonly welcome: (request: IncomingMessage) => Answer['headers'];
  readonly crash: () => void;
}

/** RFC 8.2 knows two codes; ws would answer others of RFC 6455 in kind. */
const strictWebSocket = (onBrokenFrame = 1011) =>
  class extends WebSocket {
    override close(code?: number, reason?: string | Buffer): void {
      const peerLeft = this.readyState === WebSocket.CLOSING || code === undefined || code === 1001;
      super.close(code === 1000 || peerLeft ? 1000 : onBrokenFrame, reason?.toString().slice(0, 100));
    }
  };

export function createSockets(
  settings: BrokerSettings,
  brokerage: Brokerage,
  { finish, welcome, crash }: Around,
): Sockets {
  const { clock, limits, timing, secret, log, faults, jitter } = settings;
  const { rules } = brokerage;
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: true,
    maxPayload: limits.messageBytes,
    // Nothing is kept between messages: what a peer costs stays bounded.
    perMessageDeflate: !faults.claimsDeflate && {
      serverNoContextTakeover: true,
      clientNoContextTakeover: true,
    },
    autoPong: faults.onPing === undefined,
    WebSocket: strictWebSocket(faults.closeOnBrokenFrame),
    ...(faults.fragments === undefined ? {} : { maxFragments: faults.fragments }),
  });
  server.on('headers', (lines, request) => {
    for (const [name, value] of Object.entries(welcome(request))) lines.push(`${name}: ${value}`);
    const offered = request.headers['sec-websocket-extensions'];
    if (faults.claimsDeflate && offered) lines.push('Sec-WebSocket-Extensions: permessage-deflate');
  });
  server.on('wsClientError', ({ message }, socket, request) => {
    finish(socket, errorAnswer(400, 'INVALID_REQUEST', 'not a WebSocket upgrade'), request);
    if (faults.diesOf?.(message)) die();
  });

  let stopPings = () => {};
  const ping = () => {
    for (const socket of server.clients) if (socket.readyState === WebSocket.OPEN) socket.ping();
    stopPings = clock.after(timing.ping, ping);
  };
  stopPings = clock.after(timing.ping, ping);

  function admit(request: IncomingMessage): Admission {
    const url = new URL(request.url ?? '/', 'http://broker.invalid');
    const name = sessionOf(url.pathname);
    if (name === undefined) return notFound();
    const token = url.searchParams.get('t') ?? '';
    const due = admissionDue(request, name, token);
    return faults.admit?.(due, { name, token, find: brokerage.find }) ?? due;
  }

  function admissionDue(request: IncomingMessage, name: string, token: string): Admission {
    const claims = rules.authenticate({ token, session: name, secret, now: clock.now() });
    if (!claims) {
      log({ event: 'auth-failed', address: request.socket.remoteAddress ?? '' });
      return authFailed();
    }
    const session = brokerage.find(name);
    if (!session) return notFound();
    if (claims.stream !== null && !session.streams.has(claims.stream)) return authFailed();
    if (server.clients.size >= limits.sockets) return errorAnswer(503, 'SERVER_ERROR', 'too many WebSockets');
    return { claims, session };
  }

  /** Whoever does not answer a close is cut off; a socket that is closed is not held on to for that. */
  function endBy(socket: WebSocket, ms: number): void {
    if (socket.readyState === WebSocket.CLOSED) return;
    socket.once(
      'close',
      clock.after(ms, () => socket.terminate()),
    );
  }

  function serve(socket: WebSocket, request: IncomingMessage, claims: Claims, session: Session): void {
    const late = delay(settings, jitter);
    const link: Link = {
      address: (request.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
      send(message: ServerMessage) {
        const sent = faults.outgoing?.(message, claims, session) ?? [message];
        for (const one of sent) {
          const text = typeof one === 'string' ? one : JSON.stringify(one);
          const say = () => socket.readyState === WebSocket.OPEN && socket.send(text);
          const aside = faults.delay?.(message) ?? 0;
          if (aside > 0) clock.after(aside, say);
          else late(say);
        }
        const code = message.type === 'error' ? faults.closeOnError : undefined;
        if (code !== undefined) late(() => WebSocket.prototype.close.call(socket, code));
      },
      close(why: Ending) {
        const code = rules.closeCode(why);
        if (code === undefined) return;
        late(() => WebSocket.prototype.close.call(socket, code, why));
        endBy(socket, 5_000);
      },
    };
    const member = brokerage.join(link, claims, session);
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (faults.diesOf?.(error.code ?? '')) die();
    });
    if (member) attend(socket, member, claims);
  }

  function die(): void {
    for (const socket of server.clients) socket.terminate();
    crash();
  }

  function attend(socket: WebSocket, member: Member, claims: Claims): void {
    const guarded = (act: () => void) => {
      try {
        act();
      } catch (error) {
        log({ event: 'fault', detail: error instanceof Error ? error.name : 'unknown' });
        member.link.close('fault');
      }
    };
    socket.on('message', (data, isBinary) => {
      if (socket.readyState !== WebSocket.OPEN) return;
      guarded(() => {
        if (isBinary) {
          brokerage.alive(member);
          return brokerage.refuse(member, 'INVALID_MESSAGE', 'messages are text');
        }
        const text = data.toString();
        brokerage.receive(member, faults.incoming?.(text, claims) ?? text);
      });
    });
    socket.on('ping', () => {
      brokerage.alive(member);
      if (faults.onPing === 'empty') socket.pong();
    });
    socket.on('pong', () => brokerage.alive(member));
    socket.on('close', () => guarded(() => brokerage.leave(member)));
  }

  return {
    get open() {
      return server.clients.size;
    },

    upgrade(request, socket, head) {
      socket.on('error', () => socket.destroy());
      if (request.headers.upgrade?.toLowerCase() !== 'websocket') {
        return finish(socket, errorAnswer(400, 'INVALID_REQUEST', 'only WebSocket upgrades'), request);
      }
      const admission = admit(request);
      if ('status' in admission) return finish(socket, admission, request);
      server.handleUpgrade(request, socket, head, (opened) =>
        serve(opened, request, admission.claims, admission.session),
      );
    },

    stop() {
      stopPings();
      for (const socket of server.clients) {
        socket.close(1000);
        endBy(socket, 1_000);
      }
      server.close();
    },
  };
}

function sessionOf(pathname: string): string | undefined {
  const text = /^\/api\/ws\/([^/]+)$/.exec(pathname)?.[1];
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Puts off what one WebSocket sends, each time by another stretch, without changing its order. */
function delay({ clock }: BrokerSettings, most: number): (act: () => unknown) => void {
  if (most === 0) return (act) => void act();
  // Whichever timer comes first, what was said first goes first.
  const waiting: (() => unknown)[] = [];
  return (act) => {
    waiting.push(act);
    clock.after(Math.random() * most, () => void waiting.shift()?.());
  };
}
