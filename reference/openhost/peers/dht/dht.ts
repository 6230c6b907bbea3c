/** The Mainline DHT as a place of packets: mutable items of BEP 44, without salt. */
import { createHash } from 'node:crypto';
import { concat, Writer } from '../../../bytes/writer.js';
import { zbase32 } from '../../../bytes/zbase32.js';
import { verifyPlain } from '../../../crypto/ed25519.js';
import { within } from '../deadline.js';
import { type Substrate, SubstrateError } from '../substrate.js';

export interface DhtNode extends Substrate {
  /** For the bootstrap of others. */
  readonly address: string;
  close(): Promise<void>;
}

export interface DhtOptions {
  /** `host:port` of nodes that are up; none for the first of a network of one's own. */
  readonly bootstrap?: readonly string[];
  readonly port?: number;
}

const longestMs = 8000;
const loopback = /^(127\.\d+\.\d+\.\d+|localhost):\d+$/;

/** A node like any other: it keeps what others put, too. It stays on the loopback address where all that it knows is there. */
export async function startDhtNode({ bootstrap = [], port = 0 }: DhtOptions = {}): Promise<DhtNode> {
  const { Client } = await import('bittorrent-dht');
  const node = new Client({
    bootstrap: bootstrap.length > 0 ? bootstrap : false,
    verify: (signature, message, key) => verifyPlain(key, message, signature),
  });
  // Datagrams of strangers cause warnings; that none arrive is seen by who waits for an answer.
  node.on('warning', () => {});
  await new Promise<void>((resolve, reject) => {
    node.once('error', reject);
    node.listen(port, bootstrap.every((one) => loopback.test(one)) ? '127.0.0.1' : '0.0.0.0', resolve);
  });
  node.on('error', () => {});
  // Bootstrapping ends when the nodes that were named have answered, or not.
  if (bootstrap.length > 0) await answered(undefined, (done) => node.once('ready', () => done()));
  const { port: bound } = node.address();
  return {
    name: 'DHT',
    address: `127.0.0.1:${bound}`,
    put(name, payload, signal) {
      return answered(signal, (done, refuse) => {
        const item = {
          k: Buffer.from(zbase32.decode(name)),
          sig: Buffer.from(payload.subarray(0, 64)),
          seq: Number(new DataView(payload.buffer, payload.byteOffset).getBigUint64(64)),
          v: Buffer.from(payload.subarray(72)),
        };
        node.put(item, (error, _hash, stored = 0) => {
          if (error) refuse(error.message);
          else if (stored === 0) refuse('no node takes the packet');
          else done();
        });
      });
    },
    get(name, signal) {
      return answered(signal, (done, refuse) => {
        const hash = createHash('sha1').update(zbase32.decode(name)).digest();
        node.get(hash, { cache: false }, (error, item) => {
          if (error) return refuse(error.message);
          done(item === null ? undefined : payloadOf(item.sig, item.seq, item.v));
        });
      });
    },
    close: () => new Promise((resolve) => node.destroy(resolve)),
  };
}

const payloadOf = (signature: Uint8Array, seq: number, dns: Uint8Array): Uint8Array =>
  concat(signature, new Writer().u64be(BigInt(seq)).finish(), dns);

async function answered<T = void>(
  signal: AbortSignal | undefined,
  ask: (done: (value: T) => void, refuse: (why: string) => void) => void,
): Promise<T> {
  const asked = (limit: AbortSignal) =>
    new Promise<T>((resolve, reject) => {
      const refuse = (why: string) => reject(new SubstrateError(`DHT: ${why}`));
      if (limit.aborted) return refuse('given up');
      limit.addEventListener('abort', () => refuse('no answer in time'), { once: true });
      try {
        ask(resolve, refuse);
      } catch (error) {
        refuse(error instanceof Error ? error.message : String(error));
      }
    });
  return within(longestMs, signal, asked);
}
