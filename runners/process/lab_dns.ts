/** The DNS of the lab: it knows where the peers of the lab listen, and nothing else. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { decode, encode, type Packet, type TxtAnswer } from 'dns-packet';

const HOST = '127.0.0.1';
const PORT = 53;
const ORIGINS = ['dns.iroh.link', 'staging-dns.iroh.link'];
const MAX_QUESTION = 4096;

export interface LabDns {
  close(): Promise<void>;
}

/** `addresses` is asked at each question; `asked` hears every name with the port that it came from. */
export async function startLabDns(
  addresses: (key: string) => readonly string[],
  asked: (name: string, from: number) => void,
): Promise<LabDns> {
  const udp = createSocket('udp4');
  udp.on('message', (bytes, from) => {
    const answer = answerTo(bytes, addresses, (name) => asked(name, from.port));
    if (answer) udp.send(answer, from.port, from.address, () => {});
  });
  udp.on('error', () => {});
  await once(udp.bind(PORT, HOST), 'listening');
  const tcp = createServer((socket) => {
    let held = Buffer.alloc(0);
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      held = Buffer.concat([held, chunk]);
      if (held.length > MAX_QUESTION) socket.destroy();
      while (held.length >= 2 && held.length >= 2 + held.readUInt16BE()) {
        const end = 2 + held.readUInt16BE();
        const answer = answerTo(held.subarray(2, end), addresses, (name) => asked(name, 0));
        held = held.subarray(end);
        const length = Buffer.alloc(2);
        length.writeUInt16BE(answer?.length ?? 0);
        if (answer) socket.write(Buffer.concat([length, answer]));
      }
    });
  });
  await once(tcp.listen(PORT, HOST), 'listening');
  return {
    async close() {
      udp.close();
      tcp.close();
    },
  };
}

function answerTo(
  bytes: Buffer,
  addresses: (key: string) => readonly string[],
  asked: (name: string) => void,
): Buffer | undefined {
  let query: Packet;
  try {
    query = decode(bytes);
  } catch {
    return undefined;
  }
  const question = query.questions?.[0];
  if (!question) return undefined;
  asked(question.name);
  const key = peerOf(question.name);
  const found = key === undefined ? [] : addresses(key);
  const answers: TxtAnswer[] =
    question.type === 'TXT'
      ? found.map((address) => ({ type: 'TXT', name: question.name, ttl: 0, data: `addr=${address}` }))
      : [];
  return encode({
    type: 'response',
    id: query.id ?? 0,
    flags: 0x0580 | (found.length === 0 ? NXDOMAIN : 0),
    questions: [question],
    answers,
  });
}

const NXDOMAIN = 3;

/** The key, in z-base-32, of `_iroh.<key>.<origin>`. */
function peerOf(name: string): string | undefined {
  const [service, key, ...origin] = name.toLowerCase().split('.');
  return service === '_iroh' && ORIGINS.includes(origin.join('.')) ? key : undefined;
}
