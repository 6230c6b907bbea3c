import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import type { JsonObject } from '../../suites/model.js';
import type { Heard, PunchSocket, SocketOptions, Upgraded } from '../../suites/punch/port.js';
import { explain, readBody } from './request.js';

const MOST_HEARD = 20_000;

export interface Opening {
  readonly url: URL;
  readonly ca?: string;
  readonly patience: number;
  readonly stall: number;
  readonly options: SocketOptions;
  readonly record: (line: string) => void;
}

/** Asks for the upgrade and says what came of it. */
export function openSocket({ url, ca, patience, stall, options, record }: Opening): Promise<Upgraded> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, {
      perMessageDeflate: options.compress === true,
      autoPong: options.silent !== true,
      followRedirects: false,
      handshakeTimeout: stall,
      maxPayload: 1 << 20,
      ...(ca === undefined ? {} : { ca }),
    });
    const wrapped = wrap(socket, patience, record);
    socket.once('open', () => resolve({ status: 101, socket: wrapped }));
    socket.on('error', (error) => reject(explain(error)));
    socket.once('unexpected-response', (request, response: IncomingMessage) => {
      readBody(response)
        .then(
          (answer) => resolve({ status: answer.status, answer }),
          (error) => reject(explain(error)),
        )
        .finally(() => request.destroy());
    });
  });
}

function wrap(socket: WebSocket, patience: number, record: (line: string) => void): PunchSocket {
  const heard: Heard[] = [];
  const waiting = new Set<() => void>();
  let code: number | undefined;
  const wake = () => {
    for (const look of [...waiting]) look();
  };
  socket.on('message', (data, isBinary) => {
    if (heard.length >= MOST_HEARD) return socket.terminate();
    const text = data.toString();
    heard.push({ at: Date.now(), text, message: isBinary ? undefined : asObject(text) });
    record(`< ${text}`);
    wake();
  });
  const pongs: string[] = [];
  socket.on('pong', (payload) => {
    pongs.push(payload.toString());
    wake();
  });
  socket.on('close', (closed) => {
    code = closed;
    record(`< close ${closed}`);
    wake();
  });

  /** Looks now, and again whenever something happened, until there is something to see or the time is over. */
  function until<T>(look: () => T | undefined, within: number, orClosed: boolean): Promise<T | undefined> {
    return new Promise((resolve) => {
      const settle = (value: T | undefined) => {
        waiting.delete(attempt);
        clearTimeout(timer);
        resolve(value);
      };
      const attempt = () => {
        const value = look();
        if (value !== undefined || (orClosed && code !== undefined)) settle(value);
      };
      const timer = setTimeout(() => settle(undefined), within);
      waiting.add(attempt);
      attempt();
    });
  }

  let pings = 0;
  return {
    heard,
    send(message) {
      if (socket.readyState !== WebSocket.OPEN) return;
      if (message instanceof Uint8Array) {
        record(`> ${message.length} bytes`);
        socket.send(message);
      } else {
        const text = typeof message === 'string' ? message : JSON.stringify(message);
        record(`> ${text}`);
        socket.send(text);
      }
    },
    sendRaw(bytes) {
      record(`> ${bytes.length} raw bytes`);
      const beneath: unknown = Reflect.get(socket, '_socket');
      if (hasWrite(beneath)) beneath.write(bytes);
    },
    next: (type, { from = 0, within = patience } = {}) =>
      until(() => heard.slice(from).find(({ message }) => message?.['type'] === type)?.message, within, true),
    async ping(payload = `p${pings++}`) {
      if (socket.readyState !== WebSocket.OPEN) return undefined;
      const from = pongs.length;
      socket.ping(payload);
      return until(() => pongs[from], patience, true);
    },
    ended: (within = patience) => until(() => code, within, true),
    close() {
      if (socket.readyState === WebSocket.OPEN) socket.close(1000);
      const force = setTimeout(() => socket.terminate(), 300);
      force.unref();
    },
  };
}

const hasWrite = (value: unknown): value is { write(bytes: Uint8Array): void } =>
  typeof value === 'object' && value !== null && 'write' in value && typeof value.write === 'function';

function asObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonObject)
      : undefined;
  } catch {
    return undefined;
  }
}
