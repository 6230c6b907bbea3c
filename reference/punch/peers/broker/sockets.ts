import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import type { Claims } from '../../token.js';
import { type Admission, type BrokerAnswer, errorAnswer, notFound } from './answers.js';
import type { Brokerage } from './brokerage.js';
import { endAfter, linkOf } from './link.js';
import type { Rules } from './rules.js';
import type { BrokerSettings } from './settings.js';
import type { Member, Session } from './state.js';

export interface Around {
  /** Answers an upgrade that is rejected. */
  readonly finish: (socket: Duplex, answer: BrokerAnswer, request: IncomingMessage) => void;
  /** The headers of a 101 beside those of RFC 6455. */
  readonly welcome: (request: IncomingMessage) => BrokerAnswer['headers'];
  /** The whole service ends. */
  readonly crash: () => void;
}

/** Milliseconds that a peer gets to answer the last close. */
const STOPPING = 1_000;

/** RFC section 6.1: admits or rejects an upgrade before the 101, and carries messages after it. */
export function createSockets(settings: BrokerSettings, brokerage: Brokerage, around: Around) {
  const { clock, rules } = settings;
  const { finish, welcome } = around;
  const server = serverBy(rules);
  const mayDie = (wrong: string) => {
    if (rules.survives(wrong)) return;
    for (const socket of server.clients) socket.terminate();
    around.crash();
  };
  server.on('headers', (lines, request) => {
    for (const [name, value] of Object.entries(welcome(request))) lines.push(`${name}: ${value}`);
  });
  server.on('wsClientError', ({ message }, socket, request) => {
    finish(socket, errorAnswer(400, 'INVALID_REQUEST', 'not a WebSocket upgrade'), request);
    mayDie(message);
  });

  let stopPings = () => {};
  const ping = () => {
    for (const socket of server.clients) if (socket.readyState === WebSocket.OPEN) socket.ping();
    stopPings = clock.after(rules.timing.ping, ping);
  };
  stopPings = clock.after(rules.timing.ping, ping);

  function serve(socket: WebSocket, request: IncomingMessage, claims: Claims, session: Session): void {
    const address = request.socket.remoteAddress ?? '';
    const member = brokerage.join(linkOf(settings, { socket, address, claims, session }), claims, session);
    socket.on('error', (error: NodeJS.ErrnoException) => mayDie(error.code ?? ''));
    if (member) attend(settings, brokerage, socket, member);
  }

  return {
    get open() {
      return server.clients.size;
    },

    upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
      socket.on('error', () => socket.destroy());
      if (request.headers.upgrade?.toLowerCase() !== 'websocket') {
        finish(socket, errorAnswer(400, 'INVALID_REQUEST', 'only WebSocket upgrades'), request);
        return;
      }
      const admission = admit(settings, brokerage, request);
      if ('status' in admission) {
        finish(socket, admission, request);
        return;
      }
      if (server.clients.size >= rules.limits.sockets) {
        finish(socket, errorAnswer(503, 'SERVER_ERROR', 'too many WebSockets'), request);
        return;
      }
      server.handleUpgrade(request, socket, head, (opened) =>
        serve(opened, request, admission.claims, admission.session),
      );
    },

    stop(): void {
      stopPings();
      for (const socket of server.clients) {
        socket.close(1000);
        endAfter(settings, socket, STOPPING);
      }
      server.close();
    },
  };
}

const serverBy = (rules: Rules): WebSocketServer =>
  new WebSocketServer({
    noServer: true,
    clientTracking: true,
    maxPayload: rules.limits.messageBytes,
    maxFragments: rules.limits.fragments,
    perMessageDeflate: rules.compression,
    autoPong: false,
    WebSocket: strictWebSocket(rules),
  });

/** RFC 8.2 has two close codes, and ws would use others of RFC 6455. */
const strictWebSocket = ({ closeCode }: Rules) =>
  class extends WebSocket {
    override close(code?: number, reason?: string | Buffer): void {
      const peerLeft = this.readyState === WebSocket.CLOSING || code === undefined || code === 1001;
      const said = code === 1000 || peerLeft ? 1000 : closeCode('broken-frame');
      super.close(said, reason?.toString().slice(0, 100));
    }
  };

function admit(
  { clock, log, rules, secret }: BrokerSettings,
  { find }: Brokerage,
  request: IncomingMessage,
): Admission {
  const url = new URL(request.url ?? '/', 'http://broker.invalid');
  const name = sessionOf(url.pathname);
  if (name === undefined) return notFound();
  const token = url.searchParams.get('t') ?? '';
  const claims = rules.authenticate({
    token,
    session: name,
    secret,
    now: clock.now(),
    over: 'over-websocket',
  });
  if (!claims) log({ event: 'auth-failed', address: request.socket.remoteAddress ?? '' });
  return rules.admit({ name, token, claims, find });
}

function sessionOf(pathname: string): string | undefined {
  const text = /^\/api\/ws\/([^/]+)$/.exec(pathname)?.[1];
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Passes the events of a WebSocket to the state machine. */
function attend(
  { log, rules }: BrokerSettings,
  brokerage: Brokerage,
  socket: WebSocket,
  member: Member,
): void {
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
      if (rules.readsFrame(isBinary ? 'binary' : 'text', member.claims)) {
        brokerage.receive(member, data.toString());
        return;
      }
      brokerage.alive(member);
      brokerage.refuse(member, 'INVALID_MESSAGE', 'messages are text');
    });
  });
  socket.on('ping', (payload) => {
    brokerage.alive(member);
    const answer = rules.pong(payload, member.claims);
    if (answer && socket.readyState === WebSocket.OPEN) socket.pong(answer);
  });
  socket.on('pong', () => brokerage.alive(member));
  socket.on('close', () => guarded(() => brokerage.leave(member)));
}
