/** HTTP at the local ends, spoken by the server and client of Node. */
import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { Lost } from '../../suites/case.js';
import type { HttpAnswers } from '../../suites/tunnel/port.js';
import { isSystemError } from './system_error.js';

const HOST = '127.0.0.1';
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

/** Without a length: the answer goes out in chunks. */
async function inCapitals(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
  try {
    answer.end(`${asked.method} ${(await textOf(asked)).toUpperCase()}`);
  } catch (error) {
    if (!isSystemError(error, BROKEN_OFF)) throw error;
    answer.destroy();
  }
}

export async function openHttp(failed: (error: unknown) => void) {
  let requests = 0;
  const server = createServer((asked, answer) => {
    requests++;
    void inCapitals(asked, answer).then(undefined, failed);
  });
  await once(server.listen(0, HOST), 'listening');
  const { port } = server.address() as AddressInfo;
  const service = {
    port,
    get requests() {
      return requests;
    },
  };
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { service, close };
}

class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** One after another, over a connection that is kept; after one that failed none is asked. */
export async function askHttp(
  port: number,
  bodies: readonly string[],
  patience: number,
): Promise<HttpAnswers> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
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
