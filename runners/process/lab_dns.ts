/**
 * The DNS of the lab, a thread of its own: peers give up on an answer after seconds, and the cases beside it hash and copy
 * megabytes. It knows where the peers of the lab listen, and nothing else.
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { parentPort } from 'node:worker_threads';
import { decode, encode, type Packet, type TxtAnswer } from 'dns-packet';
import { carriers, holderOf, peerAddresses } from './proc.js';

const HOST = '127.0.0.1';
const PORT = 53;
const ORIGINS = ['dns.iroh.link', 'staging-dns.iroh.link'];
const MAX_QUESTION = 4096;
const NXDOMAIN = 3;

/** Told to the thread: a peer of this key, in z-base-32, is the program that carries this mark. Told back once it is known. */
export interface Announced {
  readonly key: string;
  readonly mark: string;
}

/** Told by the thread: the program of this mark asked for this name. */
export interface Asked {
  readonly name: string;
  readonly mark: string;
}

interface Peer {
  readonly mark: string;
  /** Where it was seen last: a look at /proc while sockets come and go may miss one. */
  seen: readonly string[];
}

const peers = new Map<string, Peer>();

function addressesOf(key: string): readonly string[] {
  const peer = peers.get(key);
  if (!peer) return [];
  const now = peerAddresses(carriers(peer.mark));
  if (now.length > 0) peer.seen = now;
  return peer.seen;
}

/** The names of peers are asked for by everyone; what else a program looks for tells of its relays. */
function hear(name: string, from: number): void {
  const mark = name.startsWith('_iroh.') ? undefined : holderOf(from);
  if (mark !== undefined) parentPort?.postMessage({ name, mark } satisfies Asked);
}

function answerTo(bytes: Buffer, from: number): Buffer | undefined {
  let query: Packet;
  try {
    query = decode(bytes);
  } catch {
    return undefined;
  }
  const question = query.questions?.[0];
  if (!question) return undefined;
  hear(question.name, from);
  const key = peerOf(question.name);
  const found = key === undefined ? [] : addressesOf(key);
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

/** The key, in z-base-32, of `_iroh.<key>.<origin>`. */
function peerOf(name: string): string | undefined {
  const [service, key, ...origin] = name.toLowerCase().split('.');
  return service === '_iroh' && ORIGINS.includes(origin.join('.')) ? key : undefined;
}

parentPort?.on('message', (announced: Announced) => {
  peers.set(announced.key, { mark: announced.mark, seen: [] });
  addressesOf(announced.key);
  parentPort?.postMessage(announced);
});

const udp = createSocket('udp4');
udp.on('message', (bytes, from) => {
  const answer = answerTo(bytes, from.port);
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
      const answer = answerTo(held.subarray(2, end), 0);
      held = held.subarray(end);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(answer?.length ?? 0);
      if (answer) socket.write(Buffer.concat([length, answer]));
    }
  });
});
await once(tcp.listen(PORT, HOST), 'listening');
parentPort?.postMessage('ready');
