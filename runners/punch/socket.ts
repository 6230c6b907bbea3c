import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { Lost } from '../../suites/case.js';
import type { JsonObject } from '../../suites/model.js';
import type {
  HttpAnswer,
  MessageMembers,
  Pong,
  PunchSocket,
  SocketOptions,
  Upgraded,
} from '../../suites/punch/port.js';
import { type Listening, listen } from './listening.js';
import type { Hearing } from './receive_log.js';
import { explain, headersOf, readBody } from './request.js';
import type { TestedBroker } from './tested_broker.js';
import { type Exchange, showHeaders } from './transcript.js';

interface Opening extends Pick<TestedBroker, 'url' | 'ca' | 'patience' | 'stall'> {
  readonly options: SocketOptions;
  readonly record: Exchange;
  readonly messageMembers: MessageMembers;
}

/** Asks for the upgrade, and resolves to a WebSocket or to the answer that rejects it. */
export function openSocket(opening: Opening): Promise<Upgraded> {
  const { url, ca, patience, stall, options, record, messageMembers } = opening;
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, {
      perMessageDeflate: options.compress === true && { threshold: 0 },
      autoPong: options.silent !== true,
      followRedirects: false,
      handshakeTimeout: stall,
      maxPayload: 1 << 20,
      ca,
    });
    const wrapped = wrap(socket, patience, record, messageMembers);
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
          response.destroy(new Lost(`the upgrade was rejected without a complete answer within ${stall} ms`)),
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

function wrap(
  socket: WebSocket,
  patience: number,
  record: Exchange,
  messageMembers: MessageMembers,
): PunchSocket {
  const heard = listen(socket, record);
  return {
    messageMembers,
    get compressed() {
      return socket.extensions.includes('permessage-deflate');
    },
    get heard() {
      return heard.log.heard;
    },
    send: (message) => send(socket, record, message),
    sendRaw(bytes) {
      record('>', `${bytes.length} raw bytes`);
      const beneath: unknown = Reflect.get(socket, '_socket');
      if (hasWrite(beneath)) beneath.write(bytes);
    },
    next: (type, { from = 0, within = patience } = {}) => heard.until(ofType(heard.log, type, from), within),
    ping: pinging(socket, heard, patience),
    async ended(within = patience) {
      const seen = await heard.until(heard.closeCode, within);
      return typeof seen === 'number' ? seen : 'open';
    },
    close() {
      if (socket.readyState === WebSocket.OPEN) socket.close(1000);
      const force = setTimeout(() => socket.terminate(), 300);
      force.unref();
    },
  };
}

function send(socket: WebSocket, record: Exchange, message: Parameters<PunchSocket['send']>[0]): void {
  if (socket.readyState !== WebSocket.OPEN) return;
  if (message instanceof Uint8Array) {
    record('>', `${message.length} bytes`);
    socket.send(message);
    return;
  }
  const text = typeof message === 'string' ? message : JSON.stringify(message);
  record('>', text);
  socket.send(text);
}

/** Finds the first message of a type from a place on. Each call continues where the last one stopped. */
function ofType(log: Hearing, type: string, from: number): () => JsonObject | undefined {
  let at = from;
  return () => {
    const { heard } = log;
    while (at < heard.length) {
      const { message } = heard[at++] ?? {};
      if (message?.['type'] === type) return message;
    }
    return undefined;
  };
}

function pinging(socket: WebSocket, heard: Listening, patience: number): PunchSocket['ping'] {
  let pings = 0;
  return async (payload = `p${pings++}`) => {
    if (socket.readyState !== WebSocket.OPEN) {
      await heard.until(() => undefined, 0);
      return 'closed';
    }
    const from = heard.log.pongs.length;
    socket.ping(payload);
    return heard.until(() => pongOf(heard.log.pongs[from]), patience);
  };
}

const pongOf = (payload: string | undefined): Pong | undefined =>
  payload === undefined ? undefined : { payload };

const hasWrite = (value: unknown): value is { write(bytes: Uint8Array): void } =>
  typeof value === 'object' && value !== null && 'write' in value && typeof value.write === 'function';
