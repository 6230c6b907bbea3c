/** A DNS server on the loopback address, over UDP and TCP. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { answerTo, asksForPeer, type Query, queryOf } from './dns_answer.js';
import { holdersOf } from './proc.js';

const HOST = '127.0.0.1';
const PORT = 53;
const MAX_QUESTION = 4096;
/** Questions that come within so many milliseconds share one look for those who asked them. */
const GATHERING = 50;

/** How many names are kept of all programs together. */
const MOST_ASKED = 100_000;

interface DnsOptions {
  readonly port?: number;
  /** The addresses of the peer of this key, in z-base-32. */
  addressesOf(key: string): readonly string[];
  /** The marks of the programs that hold these UDP ports. */
  readonly holders?: typeof holdersOf;
}

export type Dns = Awaited<ReturnType<typeof openDns>>;

export async function openDns({ port = PORT, addressesOf, holders = holdersOf }: DnsOptions) {
  const asked = askedNames();
  const waiting: { readonly query: Query; readonly port: number; readonly host: string }[] = [];
  const answerWaiting = (): void => {
    const all = waiting.splice(0);
    const marks = holders(new Set(all.map((one) => one.port)));
    for (const one of all) {
      const mark = marks.get(one.port);
      if (mark !== undefined) asked.add(one.query.question.name, mark);
      udp.send(answerTo(one.query, addressesOf), one.port, one.host, () => {});
    }
  };
  const udp = createSocket('udp4');
  udp.on('message', (bytes, { port: from, address: host }) => {
    const query = queryOf(bytes);
    if (!query) return;
    if (asksForPeer(query)) return udp.send(answerTo(query, addressesOf), from, host, () => {});
    // The program is found before it has the answer, because it closes its socket then.
    if (waiting.push({ query, port: from, host }) === 1) setTimeout(answerWaiting, GATHERING);
  });
  udp.on('error', () => {});
  const tcp = createServer((socket) => {
    const take = framed((question) => {
      const query = queryOf(question);
      if (query) socket.write(frame(answerTo(query, addressesOf)));
    });
    socket.on('error', () => {}).on('data', (chunk: Buffer) => void (take(chunk) || socket.destroy()));
  });
  // TCP comes first: connections of the last minute hold thousands of its ports. Few sockets hold ports of UDP.
  await once(tcp.listen(port, HOST), 'listening');
  await once(udp.bind((tcp.address() as AddressInfo).port, HOST), 'listening');
  return {
    port: (tcp.address() as AddressInfo).port,
    questions: asked.by,
    close() {
      udp.close();
      tcp.close();
    },
  };
}

/** The names, other than those of peers, that programs asked for. */
export function askedNames(most = MOST_ASKED) {
  const asked: { readonly name: string; readonly mark: string }[] = [];
  return {
    add(name: string, mark: string): void {
      if (asked.length < most) asked.push({ name, mark });
    },
    by: (of: string): readonly string[] => asked.filter(({ mark }) => mark === of).map(({ name }) => name),
  };
}

function frame(message: Uint8Array): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}

/** Cuts what comes over TCP into messages (RFC 1035, 4.2.2). False for a sender of more than any question has. */
function framed(each: (message: Buffer) => void): (chunk: Uint8Array) => boolean {
  let held = Buffer.alloc(0);
  return (chunk) => {
    held = Buffer.concat([held, chunk]);
    if (held.length > MAX_QUESTION) return false;
    while (held.length >= 2 && held.length >= 2 + held.readUInt16BE()) {
      const end = 2 + held.readUInt16BE();
      each(held.subarray(2, end));
      held = held.subarray(end);
    }
    return true;
  };
}
