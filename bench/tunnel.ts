import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { udpSocket } from '../reference/tunnel/peers/udp.js';
import { shareOf } from './model.js';
import { bareEnds, CHUNK, HOST, MIB, perSecond, throughTunnel } from './tunnel_ends.js';
import { bareEcho, proxiedHttp } from './tunnel_http.js';

const ROUNDS = 3;
const FULL = 8 * MIB;
const PINGS = 300;
const STALLED = 64 * MIB;

async function bareStream(amount: number): Promise<number> {
  const { near, far, close } = await bareEnds();
  const chunk = new Uint8Array(CHUNK).fill(7);
  const stream = await near.open();
  const started = performance.now();
  const sending = (async () => {
    for (let sent = 0; sent < amount; sent += CHUNK) await stream.write(chunk);
    await stream.finish();
  })();
  const heard = await far.accept();
  let got = 0;
  for (let bytes = await heard?.read(); bytes; bytes = await heard?.read()) got += bytes.length;
  await sending;
  const speed = perSecond(got, started);
  await close();
  if (got !== amount) throw new Error(`bare: ${got} bytes came`);
  return speed;
}

async function pour(socket: Socket, amount: number): Promise<void> {
  const chunk = new Uint8Array(CHUNK).fill(7);
  for (let sent = 0; sent < amount; sent += CHUNK)
    if (!socket.write(chunk)) await Promise.race([once(socket, 'drain'), once(socket, 'close')]);
}

async function proxiedStream(amount: number): Promise<number> {
  let got = 0;
  let finish: () => void = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const hear = (socket: Socket) =>
    socket
      .on('data', (bytes: Buffer) => {
        got += bytes.length;
      })
      .on('end', finish);
  const speed = await throughTunnel(hear, async ({ tcp }) => {
    const socket = connect(tcp, HOST);
    await once(socket, 'connect');
    const started = performance.now();
    await pour(socket, amount);
    socket.end();
    await finished;
    const measured = perSecond(got, started);
    socket.destroy();
    return measured;
  });
  if (got !== amount) throw new Error(`proxied: ${got} bytes came`);
  return speed;
}

const median = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;

async function bareDatagram(pings: number): Promise<number> {
  const { near, far, close } = await bareEnds();
  void (async () => {
    for (let bytes = await far.receive(); bytes; bytes = await far.receive()) far.send(bytes);
  })();
  const times: number[] = [];
  for (let ping = 0; ping < pings; ping++) {
    const started = performance.now();
    near.send(new Uint8Array(64));
    await near.receive();
    times.push(performance.now() - started);
  }
  await close();
  return median(times);
}

const proxiedDatagram = (pings: number): Promise<number> =>
  throughTunnel(
    () => {},
    async ({ udp }) => {
      const socket = udpSocket();
      const times: number[] = [];
      for (let ping = 0; ping < pings; ping++) {
        const started = performance.now();
        const back = new Promise((resolve) => socket.once('message', resolve));
        socket.send(new Uint8Array(64), udp, HOST);
        await back;
        times.push(performance.now() - started);
      }
      socket.close();
      return median(times);
    },
  );

/** The largest growth of memory while bytes were sent to a reader that had stopped. */
const stalledGrowth = (offered: number): Promise<{ grown: number; swallowed: number }> =>
  throughTunnel(
    (socket) => void socket.pause(),
    async ({ tcp }) => {
      const socket = connect(tcp, HOST);
      await once(socket, 'connect');
      const before = process.memoryUsage.rss();
      let most = 0;
      let sent = 0;
      const chunk = new Uint8Array(CHUNK);
      while (sent < offered) {
        most = Math.max(most, process.memoryUsage.rss() - before);
        sent += CHUNK;
        if (socket.write(chunk)) continue;
        try {
          await once(socket, 'drain', { signal: AbortSignal.timeout(3000) });
        } catch {
          break;
        }
      }
      socket.destroy();
      return { grown: most, swallowed: sent };
    },
  );

/** The median round of each side. The rounds alternate, so that the load of the machine affects both sides. */
async function inTurn(
  bare: () => Promise<number>,
  proxied: () => Promise<number>,
): Promise<{ bare: number; proxied: number; ratio: number }> {
  const rounds: { bare: number; proxied: number; ratio: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const [one, other] = [await bare(), await proxied()];
    rounds.push({ bare: one, proxied: other, ratio: other / one });
  }
  const [middle] = rounds.sort((a, b) => a.ratio - b.ratio).slice(Math.floor(ROUNDS / 2));
  if (!middle) throw new Error('no round was run');
  return middle;
}

const mib = (bytes: number): string => (bytes / MIB).toFixed(1);

export const benches = [
  {
    name: 'tunnel/stream',
    async run(share: number) {
      const amount = shareOf(FULL, share, CHUNK);
      await bareStream(amount);
      const { bare, proxied, ratio } = await inTurn(
        () => bareStream(amount),
        () => proxiedStream(amount),
      );
      return [
        {
          what: `proxied ${mib(proxied)} MiB/s against ${mib(bare)} of the bare binding`,
          ratio,
          target: 0.8,
        },
      ];
    },
  },
  {
    name: 'tunnel/http',
    async run(share: number) {
      const amount = shareOf(FULL, share, CHUNK);
      await bareEcho(amount);
      const { bare, proxied, ratio } = await inTurn(
        () => bareEcho(amount),
        () => proxiedHttp(amount),
      );
      const what = `HTTP echo ${mib(proxied)} MiB/s against ${mib(bare)} echoed by the bare binding`;
      return [{ what, ratio, target: 0.5 }];
    },
  },
  {
    name: 'tunnel/datagram',
    async run(share: number) {
      const pings = shareOf(PINGS, share);
      const { bare, proxied, ratio } = await inTurn(
        () => bareDatagram(pings),
        () => proxiedDatagram(pings),
      );
      const what = `round trip ${bare.toFixed(2)} ms bare against ${proxied.toFixed(2)} ms proxied`;
      return [{ what, ratio: 1 / ratio, target: 0.5 }];
    },
  },
  {
    name: 'tunnel/stalled',
    async run(share: number) {
      const offered = shareOf(STALLED, share, MIB);
      const { grown, swallowed } = await stalledGrowth(offered);
      return [
        {
          what: `${mib(offered)} MiB against what memory grew by (${mib(grown)} MiB), ${mib(swallowed)} swallowed, reader stalled`,
          ratio: offered / Math.max(grown, MIB),
          target: 1,
        },
      ];
    },
  },
];
