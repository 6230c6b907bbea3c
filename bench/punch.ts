/**
 * How fast the reference broker carries messages, compared with a bare ws server that echoes, and how many pairs it
 * holds.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { WebSocket, WebSocketServer } from 'ws';
import { type Broker, startBroker } from '../reference/punch/peers/broker/broker.js';
import { mint } from '../reference/punch/token.js';
import { type Measured, shareOf } from './model.js';

const MESSAGES = 20_000;
const SESSIONS = 2_000;
/** MiB that compilers and pools may take between two measurements: a tenth of what a round holds. */
const SPARE = 3;
const unlimited = {
  limits: {
    creations: { amount: 1e9, per: 60_000 },
    messages: { amount: 1e9, per: 10_000 },
    spareSockets: 16,
  },
};

async function echoes(url: string, messages: number): Promise<number> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  await once(socket, 'open');
  let left = messages;
  const done = new Promise<void>((resolve) => {
    socket.on('message', () => {
      if (--left === 0) resolve();
    });
  });
  const started = performance.now();
  for (let i = 0; i < messages; i++) socket.send('{"type":"punch.ping"}');
  await done;
  const ms = performance.now() - started;
  socket.close();
  return messages / (ms / 1000);
}

async function bare(messages: number): Promise<number> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  server.on('connection', (socket) => socket.on('message', (data) => socket.send(data.toString())));
  await once(server, 'listening');
  try {
    return await echoes(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`, messages);
  } finally {
    server.close();
  }
}

const tokenFor = (broker: Broker, session: string, stream: string): string =>
  mint({ session, role: 'peer', stream, exp: Math.floor(Date.now() / 1000) + 600 }, broker.secret);

const socketUrl = (broker: Broker, session: string): string =>
  `${broker.url.replace('http', 'ws')}/api/ws/${session}?t=${tokenFor(broker, session, 'main')}`;

async function throughput(share: number): Promise<Measured[]> {
  const messages = shareOf(MESSAGES, share);
  const broker = await startBroker(unlimited);
  broker.createSession('bench');
  try {
    await bare(messages);
    const [plain, brokered] = [await bare(messages), await echoes(socketUrl(broker, 'bench'), messages)];
    return [
      { what: `messages a second (${Math.round(brokered)}) against a bare ws echo`, ratio: brokered / plain },
    ];
  } finally {
    await broker.close();
  }
}

interface Round {
  readonly told: number;
  readonly atOnce: { readonly sessions: number; readonly members: number };
  readonly left: number;
}

/** Matches every pair of every session while all others are connected, then disconnects all. */
async function round(sessions: number): Promise<Round> {
  const broker = await startBroker(unlimited);
  let told = 0;
  const sockets: WebSocket[] = [];
  const pair = async (i: number): Promise<void> => {
    const name = `s${i}`;
    broker.createSession(name);
    const met = [20_001, 20_002].map(async (port) => {
      const socket = new WebSocket(socketUrl(broker, name), { perMessageDeflate: false });
      sockets.push(socket);
      const peer = new Promise<void>((resolve) => {
        socket.on('message', (data) => {
          if (!data.toString().includes('"peer"')) return;
          told++;
          resolve();
        });
      });
      await once(socket, 'open');
      socket.send(JSON.stringify({ type: 'register', port, ip: '10.0.0.1' }));
      await peer;
    });
    await Promise.all(met);
  };
  const AT_ONCE = 50;
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < sessions) await pair(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const atOnce = broker.counts;
  const closed = Promise.all(sockets.map((socket) => once(socket, 'close')));
  await broker.close();
  await closed;
  return { told, atOnce, left: broker.counts.sessions + broker.counts.members };
}

/**
 * The heap in MiB after garbage collection. This takes several turns of the event loop, because sockets end over
 * several turns.
 */
async function heap(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    Reflect.get(globalThis, 'gc')?.();
    await setTimeout(200);
  }
  return process.memoryUsage().heapUsed / 2 ** 20;
}

/** The first round fills the socket pools of Node. Any further growth in the second round is a leak. */
async function held(share: number): Promise<Measured[]> {
  const sessions = shareOf(SESSIONS, share);
  await round(sessions);
  const before = await heap();
  const { told, atOnce, left } = await round(sessions);
  const grown = (await heap()) - before;
  return [
    {
      what: `peers told, ${atOnce.sessions} sessions and ${atOnce.members} peers at once`,
      ratio: told / (2 * sessions),
      target: 1,
    },
    { what: `peers let go again (${left} left)`, ratio: 1 - left / (3 * sessions), target: 1 },
    {
      what: `${SPARE} MiB against what the heap is above its start afterwards (${grown.toFixed(1)} MiB)`,
      ratio: SPARE / Math.max(grown, 0.1),
      target: 1,
    },
  ];
}

export const benches = [
  { name: 'punch/messages', run: throughput },
  { name: 'punch/held', run: held },
];
