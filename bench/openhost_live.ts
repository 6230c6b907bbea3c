/**
 * A body through the reference client and daemon, compared with a bare data channel of the same library. Both run in
 * this process, with the same message size and the same limits on buffered bytes.
 */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RTCDataChannel } from 'werift';
import { openConnection, type Response } from '../reference/openhost/peers/client/connection.js';
import { dial } from '../reference/openhost/peers/client/dial.js';
import { startDaemon } from '../reference/openhost/peers/daemon/daemon.js';
import { createIdentity } from '../reference/openhost/peers/identity.js';
import { startRelay } from '../reference/openhost/peers/relay/server.js';
import { createDtlsCertificate } from '../reference/openhost/peers/rtc/certificate.js';
import { highWater, lowWater } from '../reference/openhost/peers/rtc/channel.js';
import { relaySubstrate } from '../reference/openhost/peers/substrate.js';
import { shareOf } from './model.js';

const MIB = 2 ** 20;
/** Below the limit of the daemon for a request body. */
const FULL = 12 * MIB;
const MESSAGE = 61_440;
const ROUNDS = 3;
const HOST = '127.0.0.1';

/** A way to carry bytes to the other end. It returns once all have arrived. */
interface Carrier {
  carry(bytes: number): Promise<void>;
  close(): Promise<void>;
}

async function bareChannel(): Promise<Carrier> {
  const { RTCPeerConnection } = await import('werift');
  const peer = () =>
    new RTCPeerConnection({
      iceServers: [],
      iceUseIpv6: false,
      iceAdditionalHostAddresses: [HOST],
      iceFilterCandidatePair: ({ localCandidate }) => localCandidate.host === HOST,
    });
  const [near, far] = [peer(), peer()];
  const sender = near.createDataChannel('bare');
  const arrived = far.onDataChannel.asPromise();
  const describe = async (
    by: typeof near,
    to: typeof near,
    made: () => ReturnType<typeof near.createOffer>,
  ) => {
    const transport = by.sctpTransport?.dtlsTransport.iceTransport;
    // Without this, it asks a public STUN server and waits for it.
    if (transport) delete transport.connection.stunServer;
    await by.setLocalDescription(await made());
    if (by.localDescription) await to.setRemoteDescription(by.localDescription);
  };
  await describe(near, far, () => near.createOffer());
  await describe(far, near, () => far.createAnswer());
  const [receiver] = await arrived;
  sender.bufferedAmountLowThreshold = lowWater;
  return {
    async carry(bytes) {
      const all = received(receiver, bytes);
      const message = Buffer.alloc(MESSAGE, 7);
      for (let sent = 0; sent < bytes; sent += MESSAGE) {
        sender.send(message.subarray(0, Math.min(MESSAGE, bytes - sent)));
        if (sender.bufferedAmount > highWater) await sender.bufferedAmountLow.asPromise();
      }
      await all;
    },
    async close() {
      await Promise.all([near.close(), far.close()]);
    },
  };
}

function received(channel: RTCDataChannel, bytes: number): Promise<void> {
  let got = 0;
  return new Promise((resolve) => {
    const { unSubscribe } = channel.onMessage.subscribe((message) => {
      got += message.length;
      if (got < bytes) return;
      unSubscribe();
      resolve();
    });
  });
}

/** An HTTP service, a daemon in front of it, a relay, and a client that has finished the channel binding. */
async function throughDaemon(): Promise<{ down: Carrier; up: Carrier }> {
  const service = createServer(async (request, response) => {
    let taken = 0;
    for await (const part of request as AsyncIterable<Buffer>) taken += part.length;
    if (request.method === 'POST') return void response.end(String(taken));
    await pour(response, Number(request.url?.slice(1)));
  });
  await once(service.listen(0, HOST), 'listening');
  const relay = await startRelay();
  const substrates = [relaySubstrate(relay.url)];
  const identity = createIdentity();
  const daemon = await startDaemon({
    identity: createIdentity(),
    certificate: createDtlsCertificate(),
    substrates,
    watch: [identity.name],
    pollMs: 30,
    forward: { target: `http://${HOST}:${(service.address() as AddressInfo).port}` },
  });
  const certificate = createDtlsCertificate();
  const dialled = await dial(daemon.url, { identity, certificate, substrates, pollMs: 30 });
  const connection = openConnection(dialled.channel);
  const close = async () => {
    await dialled.close();
    await daemon.close();
    await relay.close();
    service.closeAllConnections();
    service.close();
  };
  const down = async (bytes: number) => {
    const got = await lengthOf(await connection.request({ method: 'GET', target: `/${bytes}` }));
    if (got !== bytes) throw new Error(`${got} bytes of ${bytes} came down`);
  };
  const up = async (bytes: number) => {
    const body = new Uint8Array(bytes).fill(7);
    const response = await connection.request({ method: 'POST', target: '/', body });
    const parts: Uint8Array[] = [];
    for await (const part of response.body) parts.push(part);
    const told = Buffer.concat(parts).toString();
    if (told !== String(bytes)) throw new Error(`${told} bytes of ${bytes} went up`);
  };
  return { down: { carry: down, close }, up: { carry: up, close } };
}

async function pour(response: ServerResponse, bytes: number): Promise<void> {
  response.writeHead(200, { 'content-length': String(bytes) });
  const chunk = Buffer.alloc(MESSAGE, 7);
  for (let sent = 0; sent < bytes; sent += MESSAGE) {
    if (!response.write(chunk.subarray(0, Math.min(MESSAGE, bytes - sent)))) await once(response, 'drain');
  }
  response.end();
}

async function lengthOf({ body }: Response): Promise<number> {
  let length = 0;
  for await (const part of body) length += part.length;
  return length;
}

/** Bytes per second. */
async function speedOf({ carry }: Carrier, bytes: number): Promise<number> {
  const started = performance.now();
  await carry(bytes);
  return bytes / ((performance.now() - started) / 1000);
}

const mib = (bytes: number): string => (bytes / MIB).toFixed(1);

/** The median round of each side. The rounds alternate, so that the load of the machine affects both sides. */
async function race(what: string, bare: Carrier, ours: Carrier, bytes: number) {
  await bare.carry(bytes);
  await ours.carry(bytes);
  const rounds: { bare: number; ours: number; ratio: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const [one, other] = [await speedOf(bare, bytes), await speedOf(ours, bytes)];
    rounds.push({ bare: one, ours: other, ratio: other / one });
  }
  const [middle] = rounds.sort((a, b) => a.ratio - b.ratio).slice(Math.floor(ROUNDS / 2));
  if (!middle) throw new Error('no round was run');
  return {
    what: `${what} ${mib(middle.ours)} MiB/s against ${mib(middle.bare)} of a bare data channel`,
    ratio: middle.ratio,
    target: 0.7,
  };
}

export const benches = [
  {
    name: 'openhost/live',
    async run(share: number) {
      const amount = shareOf(FULL, share, MIB / 2);
      const bare = await bareChannel();
      const { down, up } = await throughDaemon();
      try {
        return [
          await race(`a response of ${mib(amount)} MiB at`, bare, down, amount),
          await race(`a request of ${mib(amount)} MiB at`, bare, up, amount),
        ];
      } finally {
        await down.close();
        await bare.close();
      }
    },
  },
];
