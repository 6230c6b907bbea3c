/**
 * The DNS of the lab, a thread of its own: peers give up on an answer after seconds, and the cases beside it hash and copy
 * megabytes. It knows where the peers of the lab listen, and nothing else.
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { answerTo, asksForPeer, type Query, queryOf } from './dns_answer.js';
import { addressesByKeyFile } from './key_holders.js';
import { carriers, holdersOf, peerAddresses } from './proc.js';

const HOST = '127.0.0.1';
const PORT = 53;
const MAX_QUESTION = 4096;
const GATHERING = 50;

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

const byKeyFile = workerData === 'key files';

function addressesOf(key: string): readonly string[] {
  if (byKeyFile) return addressesByKeyFile(key);
  const peer = peers.get(key);
  if (!peer) return [];
  const now = peerAddresses(carriers(peer.mark));
  if (now.length > 0) peer.seen = now;
  return peer.seen;
}

parentPort?.on('message', (announced: Announced) => {
  peers.set(announced.key, { mark: announced.mark, seen: [] });
  addressesOf(announced.key);
  parentPort?.postMessage(announced);
});

/** What else than a peer is asked for tells of relays: who asked is found before the answer, while the socket is open. */
const waiting: { readonly query: Query; readonly port: number; readonly host: string }[] = [];

function answerWaiting(): void {
  const all = waiting.splice(0);
  const holders = holdersOf(new Set(all.map(({ port }) => port)));
  for (const { query, port, host } of all) {
    const mark = holders.get(port);
    if (mark !== undefined) parentPort?.postMessage({ name: query.question.name, mark } satisfies Asked);
    udp.send(answerTo(query, addressesOf), port, host, () => {});
  }
}

const udp = createSocket('udp4');
udp.on('message', (bytes, { port, address: host }) => {
  const query = queryOf(bytes);
  if (!query) return;
  if (asksForPeer(query)) return udp.send(answerTo(query, addressesOf), port, host, () => {});
  // A program asks for its relays a hundred times over, and each must not cost a look of its own.
  if (waiting.push({ query, port, host }) === 1) setTimeout(answerWaiting, GATHERING);
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
      const query = queryOf(held.subarray(2, end));
      const answer = query && answerTo(query, addressesOf);
      held = held.subarray(end);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(answer?.length ?? 0);
      if (answer) socket.write(Buffer.concat([length, answer]));
    }
  });
});
await once(tcp.listen(PORT, HOST), 'listening');
parentPort?.postMessage('ready');
