/** HTTP at the local ends, spoken by the server and client of Node. */
import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex, Readable } from 'node:stream';
import { Lost } from '../../suites/case.js';
import type { HttpAnswers } from '../../suites/tunnel/port.js';
import { HOST, type Network, openServer } from './ends.js';
import { isSystemError } from './system_error.js';

const MOST_TEXT = 16 << 20;
const BROKEN_OFF = ['ECONNRESET', 'ECONNREFUSED', 'EPIPE'];

async function textOf(stream: Readable): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of stream as AsyncIterable<Buffer>) {
    parts.push(part);
    length += part.length;
    if (length > MOST_TEXT) throw new Lost(`more than ${MOST_TEXT} bytes came`);
  }
  return Buffer.concat(parts).toString();
}

/** Sends no Content-Length, so that the answer goes out in chunks. */
async function inCapitals(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
  try {
    answer.end(`${asked.method} ${(await textOf(asked)).toUpperCase()}`);
  } catch (error) {
    if (!isSystemError(error, BROKEN_OFF)) throw error;
    answer.destroy();
  }
}

export async function openHttp(network: Network, failed: (error: unknown) => void) {
  let requests = 0;
  const server = createServer((asked, answer) => {
    requests++;
    void inCapitals(asked, answer).then(undefined, failed);
  });
  const { port, close } = await openServer(network, { port: 0, host: HOST }, (socket) => {
    server.emit('connection', socket);
  });
  return {
    port,
    get requests() {
      return requests;
    },
    close,
  };
}

/** Opens its connections in this network. */
class NetworkAgent extends Agent {
  constructor(
    private readonly network: Network,
    private readonly port: number,
    private readonly patience: number,
  ) {
    super({ keepAlive: true, maxSockets: 1 });
  }

  override createConnection(
    _options: unknown,
    made: (error: Error | null, socket: Duplex) => void,
  ): undefined {
    void this.network.dial(this.port, this.patience).then(
      (socket) => made(null, socket),
      (error) => made(error, new Socket()),
    );
  }
}

class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** Sends the requests one after another over one connection that is kept alive, and stops after the first that fails. */
export async function askHttp(
  network: Network,
  port: number,
  bodies: readonly string[],
  patience: number,
): Promise<HttpAnswers> {
  const agent = new NetworkAgent(network, port, patience);
  const answers: string[] = [];
  try {
    for (const body of bodies) {
      const asked = request({ host: HOST, port, agent, method: 'POST', timeout: patience });
      asked.once('timeout', () => asked.destroy(new NoAnswer(`no answer within ${patience} ms`)));
      asked.end(body);
      const [answer] = await once(asked, 'response');
      answers.push(await textOf(answer));
    }
    return { answers, ended: 'all answered' };
  } catch (error) {
    if (error instanceof NoAnswer) return { answers, ended: 'silent' };
    if (isSystemError(error, BROKEN_OFF)) return { answers, ended: 'closed' };
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('HPE_')) {
      return { answers, ended: 'garbled' };
    }
    throw error;
  } finally {
    agent.destroy();
  }
}
