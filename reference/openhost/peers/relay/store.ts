import { unlessRejected } from '../../../bytes/error.js';
import { zbase32 } from '../../../bytes/zbase32.js';
import { MAX_PAYLOAD, openPacket } from '../../packet.js';

/** What a relay keeps: the newest packet of each key. */
export interface Stored {
  readonly payload: Uint8Array;
  readonly seq: bigint;
  /** When it came, in milliseconds. */
  readonly at: number;
}

type PutStatus = 204 | 400 | 404 | 409 | 412 | 413 | 428;

export interface RelayStore {
  /** `ifMatch` is the sequence number that the writer wants to replace. */
  put(name: string, payload: Uint8Array, ifMatch?: string): PutStatus;
  get(name: string): Stored | undefined;
  /** Called with every packet that was accepted. */
  onPut?: (name: string, stored: Stored) => void;
  /** Called with the name in a GET before it is answered, also when the name is not a key. */
  onGet?: (name: string) => void;
  /** The writes of each key that are not answered yet. Meanwhile, another write needs If-Match. */
  readonly writing: Map<string, number>;
  /** By key: the sequence number of the last packet that was rejected because the stored one is newer. */
  readonly outdated: ReadonlyMap<string, bigint>;
  clear(): void;
}

const mostKeys = 10_000;

/** With more than `most` keys, it drops the packet that was written longest ago. */
export function createRelayStore(now: () => number = Date.now, most = mostKeys): RelayStore {
  const packets = new Map<string, Stored>();
  const outdated = new Map<string, bigint>();
  const store: RelayStore = {
    writing: new Map(),
    outdated,
    put(name, payload, ifMatch) {
      const key = keyOf(name);
      if (key === undefined) return 404;
      if (payload.length > MAX_PAYLOAD) return 413;
      const packet = unlessRejected(() => openPacket(key, payload));
      if (packet === undefined) return 400;
      const { seq } = packet;
      const current = packets.get(name);
      if (current !== undefined) {
        if (ifMatch !== undefined && ifMatch !== String(current.seq)) return 412;
        const same = Buffer.compare(payload, current.payload) === 0;
        if (ifMatch === undefined && !same && (store.writing.get(name) ?? 0) > 0) return 428;
        if (!same && !isNewer({ seq, payload }, current)) {
          outdated.set(name, seq);
          return 409;
        }
      }
      const stored = { payload: payload.slice(), seq, at: now() };
      packets.delete(name);
      packets.set(name, stored);
      const [oldest] = packets.keys();
      if (packets.size > most && oldest !== undefined) {
        packets.delete(oldest);
        outdated.delete(oldest);
      }
      store.onPut?.(name, stored);
      return 204;
    },
    get: (name) => packets.get(name),
    clear() {
      packets.clear();
      outdated.clear();
    },
  };
  return store;
}

/** A larger sequence number wins; of equal ones the larger packet, byte by byte. */
function isNewer(next: Pick<Stored, 'seq' | 'payload'>, current: Stored): boolean {
  if (next.seq !== current.seq) return next.seq > current.seq;
  return Buffer.compare(next.payload.subarray(72), current.payload.subarray(72)) > 0;
}

export function keyOf(name: string): Uint8Array | undefined {
  const key = name.length === 52 ? unlessRejected(() => zbase32.decode(name)) : undefined;
  return key?.length === 32 ? key : undefined;
}
