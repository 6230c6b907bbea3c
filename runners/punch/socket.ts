import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { Lost } from '../../suites/case.js';
import type {
  Absent,
  HttpAnswer,
  Pong,
  PunchSocket,
  SocketOptions,
  Upgraded,
  Wording,
} from '../../suites/punch/port.js';
import { lookedAtLater } from './answered.js';
import { hear } from './receive_log.js';
import { explain, headersOf, readBody } from './request.js';
import { type Exchange, showHeaders } from './transcript.js';

export interface Opening {
  readonly url: URL;
  readonly ca?: string;
  readonly patience: number;
  readonly stall: number;
  readonly options: SocketOptions;
  readonly record: Exchange;
  readonly wording: Wording;
}

/** Asks for the upgrade and says what came of it. */
export function openSocket({
  url,
  ca,
  patience,
  stall,
  options,
  record,
  wording,
}: Opening): Promise<Upgraded> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, {
      perMessageDeflate: options.compress === true && { threshold: 0 },
      autoPong: options.silent !== true,
      followRedirects: false,
      handshakeTimeout: stall,
      maxPayload: 1 << 20,
      ...(ca === undefined ? {} : { ca }),
    });
    const wrapped = wrap(socket, patience, record, wording);
    let headers: HttpAnswer['headers'] = {};
    socket.once('upgrade', (response) => {
      headers = headersOf(response);
      record('<', `101${showHeaders(headers)}`);
    });
    socket.once('open', () => resolve({ status: 101, headers, socket: wrapped }));
    socket.on('error', (error) => {
      const why = explain(error);
      record('<', why.message);
      reject(why);
    });
    socket.once('unexpected-response', (request, response: IncomingMessage) => {
      const timer = setTimeout(
        () =>
          response.destroy(
            new Lost(`the upgrade was refused, but with no complete answer within ${stall} ms`),
          ),
        stall,
      );
      readBody(response)
        .then(
          (answer) => {
            record('<', `${answer.status}${showHeaders(answer.headers)} ${answer.text}`);
            resolve({ status: answer.status, answer });
          },
          (error) => reject(explain(error)),
        )
        .finally(() => {
          clearTimeout(timer);
          request.destroy();
        });
    });
  });
}

function wrap(socket: WebSocket, patience: number, record: Exchange, wording: Wording): PunchSocket {
  const hearing = hear();
  const waiting = new Set<() => void>();
  let code: number | undefined;
  const wake = () => {
    if (hearing.lost && socket.readyState === WebSocket.OPEN) {
      record('<', `${hearing.lost.message}`);
      socket.terminate();
    }
    for (const look of [...waiting]) look();
  };
  socket.on('message', (data, isBinary) => {
    if (hearing.lost) return;
    const text = data.toString();
    record('<', `${text}`);
    hearing.message(text, isBinary);
    wake();
  });
  socket.on('error', (error) => {
    if (!isOfProtocol(error)) return;
    hearing.breaks(error.message);
    socket.terminate();
    wake();
  });
  socket.on('pong', (payload) => {
    hearing.pong(payload.toString());
    wake();
  });
  socket.on('close', (closed) => {
    code = closed;
    record('<', `close ${closed}`);
    wake();
  });

  /** Looks now, and again whenever something happened, until there is something to see or the time is over. */
  function until<T>(look: () => T | undefined, within: number): Promise<T | Absent> {
    const seen = new Promise<T | Absent>((resolve, reject) => {
      const settle = (value: T | Absent) => {
        waiting.delete(attempt);
        clearTimeout(timer);
        if (hearing.lost) reject(hearing.lost);
        else resolve(value);
      };
      const attempt = () => {
        if (hearing.lost) return settle('closed');
        const value = look();
        if (value !== undefined) settle(value);
        else if (code !== undefined) settle('closed');
      };
      const timer = setTimeout(() => settle('silent'), within);
      waiting.add(attempt);
      attempt();
    });
    lookedAtLater(seen);
    return seen;
  }

  let pings = 0;
  return {
    wording,
    get compressed() {
      return socket.extensions.includes('permessage-deflate');
    },
    get heard() {
      return hearing.heard;
    },
    send(message) {
      if (socket.readyState !== WebSocket.OPEN) return;
      if (message instanceof Uint8Array) {
        record('>', `${message.length} bytes`);
        socket.send(message);
      } else {
        const text = typeof message === 'string' ? message : JSON.stringify(message);
        record('>', `${text}`);
        socket.send(text);
      }
    },
    sendRaw(bytes) {
      record('>', `${bytes.length} raw bytes`);
      const beneath: unknown = Reflect.get(socket, '_socket');
      if (hasWrite(beneath)) beneath.write(bytes);
    },
    next(type, { from = 0, within = patience } = {}) {
      let at = from;
      const look = () => {
        const { heard } = hearing;
        while (at < heard.length) {
          const { message } = heard[at++] ?? {};
          if (message?.['type'] === type) return message;
        }
        return undefined;
      };
      return until(look, within);
    },
    async ping(payload = `p${pings++}`) {
      if (socket.readyState !== WebSocket.OPEN) {
        await until(() => undefined, 0);
        return 'closed';
      }
      const from = hearing.pongs.length;
      socket.ping(payload);
      return until(() => pongOf(hearing.pongs[from]), patience);
    },
    async ended(within = patience) {
      const seen = await until(() => code, within);
      return typeof seen === 'number' ? seen : 'open';
    },
    close() {
      if (socket.readyState === WebSocket.OPEN) socket.close(1000);
      const force = setTimeout(() => socket.terminate(), 300);
      force.unref();
    },
  };
}

const pongOf = (payload: string | undefined): Pong | undefined =>
  payload === undefined ? undefined : { payload };

/** As ws names what it cannot read. */
const isOfProtocol = (error: Error): boolean =>
  'code' in error && typeof error.code === 'string' && error.code.startsWith('WS_ERR_');

const hasWrite = (value: unknown): value is { write(bytes: Uint8Array): void } =>
  typeof value === 'object' && value !== null && 'write' in value && typeof value.write === 'function';
