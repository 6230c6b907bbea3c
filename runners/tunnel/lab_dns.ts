/**
 * The DNS of the lab. It is a thread of its own, because peers give up on an answer after seconds, and the cases beside it
 * hash and copy megabytes.
 */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { type Announced, announcedPeers } from './dns_peers.js';
import { openDns } from './dns_server.js';
import { addressesByKeyFile } from './key_holders.js';
import { carriers, holdersOf, peerAddresses } from './proc.js';

const PORT = 53;

/** How the DNS finds a peer: as it is announced, or by the key files of programs that were started by hand. */
export type Finding = 'announced' | 'key files';

/** Sent by the thread: the program with this mark asked for this name. */
export interface Asked {
  readonly name: string;
  readonly mark: string;
}

/** As much of the port of the thread as is used here. */
export type Channel = Pick<MessagePort, 'on' | 'postMessage'>;

/** Serves the thread at the other end of this channel, and sends it `ready` first. */
export async function serveDns(channel: Channel, finding: Finding, port = PORT) {
  const peers = announcedPeers((mark) => peerAddresses(carriers(mark)));
  channel.on('message', (announced: Announced) => {
    peers.announce(announced);
    channel.postMessage(announced);
  });
  const dns = await openDns({
    port,
    addressesOf: finding === 'key files' ? addressesByKeyFile : peers.addressesOf,
    holdersOf,
    asked: (name, mark) => channel.postMessage({ name, mark } satisfies Asked),
  });
  channel.postMessage('ready');
  return dns;
}

// A test imports this module without starting the thread.
if (parentPort && (workerData === 'announced' || workerData === 'key files')) {
  await serveDns(parentPort, workerData);
}
