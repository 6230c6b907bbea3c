/**
 * Tunnel programs that make unusual choices that the specification allows. No gating case may fail or be blocked
 * against one.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { base32 } from '../../bytes/base32.js';
import { hex } from '../../bytes/hex.js';
import type { PeerConnection } from '../../tunnel/peers/iroh.js';
import type { ReplyTo, Rules } from '../../tunnel/peers/rules.js';
import type { Mutant } from '../mutant.js';
import { connections } from './transport.js';

export type TunnelEquivalent = Omit<Mutant<Rules>, 'clause'>;

const program = (id: string, what: string, change: (rules: Rules) => Partial<Rules>): TunnelEquivalent => ({
  id,
  what,
  change: (rules) => ({ ...rules, ...change(rules) }),
});

function* cut(bytes: Uint8Array, most: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += most) yield bytes.subarray(at, at + most);
}

/** The command may have closed the socket meanwhile. */
function replyIfOpen(rules: Rules, payload: Uint8Array, to: ReplyTo): void {
  try {
    rules.reply(payload, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SOCKET_DGRAM_NOT_RUNNING') throw error;
  }
}

/** Streams wait for the connection; packets that come before it are lost, as UDP may lose them. */
function onceConnected(connecting: Promise<PeerConnection>): PeerConnection {
  let connected: PeerConnection | undefined;
  const closed = connecting.then((connection) => {
    connected = connection;
    return connection.closed;
  }, String);
  return {
    remote: '',
    accept: async () => (await connecting).accept(),
    open: async () => (await connecting).open(),
    send: (datagram) => connected?.send(datagram),
    receive: () =>
      connecting.then(
        (connection) => connection.receive(),
        () => undefined,
      ),
    closed,
    close: (reason) => connected?.close(reason),
  };
}

/** Between two bytes of a header: long enough for each to travel alone. */
const APART = 20;

function headerInPieces(connection: PeerConnection): PeerConnection {
  return {
    ...connection,
    async open() {
      const stream = await connection.open();
      let begun = false;
      return {
        ...stream,
        async write(sent) {
          if (begun) return stream.write(sent);
          begun = true;
          for (const byte of cut(sent, 1)) {
            await stream.write(byte);
            await sleep(APART);
          }
        },
      };
    },
  };
}

const words: readonly TunnelEquivalent[] = [
  program('logs-in-json', 'Prints its key in a line of JSON, among other lines of a log.', () => ({
    printKey(key, { stderr }) {
      const line = (fields: object): void =>
        void stderr.write(`${JSON.stringify({ level: 'INFO', ...fields })}\n`);
      for (let at = 0; at < 40; at++) line({ at, message: 'starting' });
      line({ message: 'ready', publicKey: key });
      line({ message: 'waiting for peers' });
    },
  })),
  program('prints-in-colour', 'Prints its key in bold, among words in colour.', () => ({
    printKey: (key, { stderr }) =>
      void stderr.write(`\u001b[2mready\u001b[0m \u001b[36mpublic key\u001b[0m \u001b[1m${key}\u001b[0m\n`),
  })),
  program('prints-capitals', 'Prints its key in base32 in capitals, as RFC 4648 writes it.', (rules) => ({
    printKey: (key, around) => rules.printKey(base32.encode(hex.decode(key)).toUpperCase(), around),
  })),
  program('prints-base32', 'Prints its key in base32.', (rules) => ({
    printKey: (key, around) => rules.printKey(base32.encode(hex.decode(key)), around),
  })),
  program(
    'other-exit-codes',
    'Ends with 64 for wrong usage and with 3 for what failed, in words of its own.',
    () => ({
      exitCodes: { failed: 3, wrongUsage: 64 },
      unreachable(_error, tell) {
        tell('gave up: nobody answers (os error 110)');
        return 3;
      },
      lost(_why, tell) {
        tell('thread main: peer hung up');
        return 70;
      },
    }),
  ),
];

const paces: readonly TunnelEquivalent[] = [
  program('starts-slowly', 'Needs 1.2 s to start.', (rules) => ({
    async bind(options) {
      await sleep(1200);
      return rules.bind(options);
    },
  })),
  program('connects-slowly', 'Needs 0.3 s to reach a service.', (rules) => ({
    async connectLocal(port) {
      await sleep(300);
      return rules.connectLocal(port);
    },
  })),
  program('refuses-later', 'Refuses a stream 0.3 s later.', (rules) => ({
    refuse: (stream) => void setTimeout(() => rules.refuse(stream), 300),
  })),
  program('ends-later', 'Passes ends and resets on 0.3 s later.', (rules) => ({
    async finish(stream, from) {
      await sleep(300);
      await rules.finish(stream, from);
    },
    endLocal: (to) => void setTimeout(() => rules.endLocal(to), 300),
    breakOff: (stream, local) => void setTimeout(() => rules.breakOff(stream, local), 300),
  })),
  program('replies-later', 'Delivers UDP replies 0.2 s later.', (rules) => ({
    reply: (payload, to) => void setTimeout(() => replyIfOpen(rules, payload, to), 200),
  })),
  program('exits-later', 'Needs 0.7 s to exit after a signal.', () => ({
    stop(signal) {
      const later = new AbortController();
      const end = () => setTimeout(() => later.abort(), 700);
      if (signal.aborted) end();
      else signal.addEventListener('abort', end, { once: true });
      return later.signal;
    },
  })),
  program('listens-first', 'in opens its listeners before it has reached its peer.', (rules) => ({
    async bind(options) {
      const peer = await rules.bind(options);
      return { ...peer, connect: async (...whom) => onceConnected(peer.connect(...whom)) };
    },
  })),
];

const bytes: readonly TunnelEquivalent[] = [
  program('small-writes', 'Writes to streams no more than 1,000 bytes at once.', (rules) => ({
    async send(stream, sent) {
      for (const part of cut(sent, 1000)) await rules.send(stream, part);
    },
  })),
  program('header-in-pieces', 'Writes the header of a stream byte by byte.', connections(headerInPieces)),
  program('small-deliveries', 'Hands on to local ends no more than 1,460 bytes at once.', (rules) => ({
    async deliver(to, sent) {
      for (const part of cut(sent, 1460)) await rules.deliver(to, part);
    },
  })),
];

/** The length of a key file in hex, with a line end. */
const HEX_FILE = 65;

const files: readonly TunnelEquivalent[] = [
  program('key-file-in-hex', 'Keeps its secret key as a line of hex.', () => ({
    async readKey(path) {
      const found = await readFile(path, 'latin1').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      });
      if (found !== undefined && found.length !== HEX_FILE) throw new Error(`${path} holds no key in hex`);
      return found === undefined ? undefined : hex.decode(found.trim());
    },
    async keepKey(path, fresh) {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, `${hex.encode(fresh)}\n`, { mode: 0o600, flag: 'wx' });
      return fresh;
    },
  })),
];

export const tunnelEquivalents: readonly TunnelEquivalent[] = [...words, ...paces, ...bytes, ...files];
