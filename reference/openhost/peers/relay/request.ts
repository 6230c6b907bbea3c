/** One request to a relay, and its bounded answer. */
import { request as requestHttp } from 'node:http';
import { Agent, request as requestHttps } from 'node:https';
import { defined } from '../../../../defined.js';

export interface RelayRequest {
  /** Both can be repeated: a relay accepts a packet again that it has accepted before. */
  readonly method: 'GET' | 'PUT';
  readonly name: string;
  readonly body?: Uint8Array;
  readonly signal: AbortSignal;
}

export interface RelayAnswer {
  readonly status: number;
  readonly body: Uint8Array;
}

export class TooMuch extends Error {
  override readonly name = 'TooMuch';
}

/** The relay ended a kept connection while a request was on its way (RFC 9110 section 9.2.2). */
class Dropped extends Error {
  override readonly name = 'Dropped';
}

/** `longest` is the most bytes of an answer that it reads. */
export function relayRequests(root: URL, ca: string | undefined, longest: number) {
  const secure = root.protocol === 'https:';
  // A daemon asks for the offers of every client every second. Without kept connections, each would be a TLS handshake.
  const kept = secure && new Agent({ keepAlive: true, maxSockets: 8 });
  const open = secure ? requestHttps : requestHttp;

  const send = ({ method, name, body, signal }: RelayRequest, agent: Agent | false) =>
    new Promise<RelayAnswer>((resolve, reject) => {
      const options = {
        method,
        signal,
        agent,
        ...defined({ ca }),
        headers: body ? { 'content-length': body.length } : {},
      };
      let answered = false;
      const request = open(new URL(name, root), options, (response) => {
        answered = true;
        const parts: Buffer[] = [];
        let length = 0;
        response.on('data', (part: Buffer) => {
          length += part.length;
          if (length > longest) response.destroy(new TooMuch());
          else parts.push(part);
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts) }));
        response.on('error', reject);
      });
      request.on('error', (error) => {
        const dropped = request.reusedSocket && !answered && isReset(error);
        reject(dropped ? new Dropped(error.message) : error);
      });
      request.end(body);
    });

  return async (request: RelayRequest): Promise<RelayAnswer> => {
    try {
      return await send(request, kept);
    } catch (error) {
      if (!(error instanceof Dropped)) throw error;
      return send(request, false);
    }
  };
}

const isReset = (error: Error): boolean =>
  'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
