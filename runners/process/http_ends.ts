/** HTTP at the local ends, spoken by the server and client of Node. */
import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';

const HOST = '127.0.0.1';
const MOST_TEXT = 16 << 20;

async function textOf(stream: Readable): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of stream as AsyncIterable<Buffer>) {
    parts.push(part);
    length += part.length;
    if (length > MOST_TEXT) throw new Error(`more than ${MOST_TEXT} bytes came`);
  }
  return Buffer.concat(parts).toString();
}

export async function openHttp() {
  let requests = 0;
  const server = createServer((asked, answer) => {
    requests++;
    // Without a length: the answer goes out in chunks.
    textOf(asked).then(
      (body) => void answer.end(`${asked.method} ${body.toUpperCase()}`),
      () => answer.destroy(),
    );
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

/** One after another, over a connection that is kept; after one that failed none is asked. */
export async function askHttp(
  port: number,
  bodies: readonly string[],
  patience: number,
): Promise<readonly string[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const answers: string[] = [];
  try {
    for (const body of bodies) {
      const asked = request({ host: HOST, port, agent, method: 'POST', timeout: patience });
      asked.once('timeout', () => asked.destroy(new Error('no answer in time')));
      asked.end(body);
      const [answer] = await once(asked, 'response');
      answers.push(await textOf(answer));
    }
    return answers;
  } catch (error) {
    return [...answers, `no answer: ${error instanceof Error ? error.message : String(error)}`];
  } finally {
    agent.destroy();
  }
}
