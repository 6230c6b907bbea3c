/** Plays relay, daemon and service to a client under test. */

import { setTimeout as delay } from 'node:timers/promises';
import { zbase32 } from '../../reference/bytes/zbase32.js';
import { FRAME_TYPES } from '../../reference/openhost/frame.js';
import { decodeDns } from '../../reference/openhost/packet.js';
import { startDaemon } from '../../reference/openhost/peers/daemon/daemon.js';
import { createIdentity } from '../../reference/openhost/peers/identity.js';
import { type Relay, startRelay } from '../../reference/openhost/peers/relay/server.js';
import type { RelayStore, Stored } from '../../reference/openhost/peers/relay/store.js';
import { createDtlsCertificate } from '../../reference/openhost/peers/rtc/certificate.js';
import { relaySubstrate } from '../../reference/openhost/peers/substrate.js';
import type { HeardFrame, Lie, Meeting, MetOffer, OpenhostClientPort } from '../../suites/openhost/port.js';
import { type Lying, lying, relayLies } from './lies.js';
import { startService } from './service.js';

/** Has the client fetch a URL. */
export type Fetch = (
  url: string,
  relays: readonly string[],
  how?: {
    /** PEM of the authorities of the relays, where they speak TLS. */ readonly ca?: string | undefined;
    readonly signal?: AbortSignal;
  },
) => Promise<{ readonly status?: number; readonly shown: string; readonly refused: boolean }>;

export const hello = 'hello from the service: /hello';

/** No client has as much to say to our daemon; what comes after is not looked at. */
const MOST_FRAMES = 4_000;

const faultsOfTls = { putDelay: 400 };

export interface ClientTraits {
  readonly dialect: 'spec' | 'deployed';
  readonly browser?: boolean;
  readonly tls?: boolean;
}

/** Deployed clients want relays that speak TLS and are slower than the DHT that they cannot reach. */
export function clientPort(
  { dialect, browser = false, tls = false }: ClientTraits,
  fetch: Fetch,
): OpenhostClientPort {
  const open = () => startRelay(tls ? { tls, faults: faultsOfTls } : {});
  return {
    dialect,
    browser,
    meet: (lie) => meet(dialect, fetch, open, lie),
    async open(url) {
      const relay = await open();
      try {
        const { refused } = await fetch(url, [relay.url], { ca: relay.ca });
        return { refused };
      } finally {
        await relay.close();
      }
    },
  };
}

async function meet(
  dialect: 'spec' | 'deployed',
  fetch: Fetch,
  open: () => Promise<Relay>,
  lie: Lie | undefined,
): Promise<Meeting> {
  const [first, second] = [await open(), await open()];
  const enough = new AbortController();
  const service = await startService();
  const frames: HeardFrame[] = [];
  let legacy = 0;
  const met: {
    compression?: number;
    body?: Uint8Array;
    client?: string;
    records?: MetOffer['labels'];
    ttls?: number[];
  } = {};
  const { seams: lies, relent, ...options }: Lying = lie === undefined ? {} : lying(lie);
  const identity = createIdentity();
  const home = lie === 'only-second-relay' || lie === 'one-lying-relay' ? second : first;
  const twist = lie === undefined ? undefined : relayLies[lie];
  if (twist) {
    const twisted = new WeakMap<Stored, Uint8Array>();
    first.faults.lie = (name) => {
      const right = name === identity.name ? home.store.get(name) : undefined;
      if (right === undefined) return undefined;
      const lie = twisted.get(right) ?? twist(right.payload, identity);
      twisted.set(right, lie);
      return lie;
    };
  }
  const daemon = await startDaemon({
    identity,
    certificate: createDtlsCertificate(),
    substrates: [relaySubstrate(home.url, home.ca)],
    dialect,
    pollMs: 30,
    throttleMs: 0,
    burst: 1000,
    bindingTimeoutMs: 10_000,
    addresses: ['127.0.0.1'],
    forward: { target: service.target },
    ...options,
    seams: {
      ...lies,
      offerPlaintext(plaintext) {
        met.compression = plaintext[0] ?? 0;
        return plaintext;
      },
      offerBody(body) {
        met.body = body;
        return body;
      },
      message(bytes) {
        if (bytes.length > 4 && bytes[0] !== 0) legacy += 1;
        return bytes;
      },
      incoming(frame) {
        if (frames.length < MOST_FRAMES) frames.push({ ...frame, payload: frame.payload.slice(0, 4096) });
        return frame;
      },
    },
  });
  for (const { store } of [first, second]) {
    if (lie === 'answer-to-another-offer') onLooks(store, identity.name, () => enough.abort());
    if (relent) {
      onLooks(store, identity.name, () => {
        relent();
        void daemon.publish();
      });
    }
    store.onPut = (name, { payload }) => {
      if (name === identity.name) return;
      const records = decodeDns(zbase32.decode(name), payload.subarray(72));
      met.client = name;
      met.records = records.map(({ label }) => label);
      met.ttls = records.map(({ ttl }) => ttl);
      daemon.watch(name);
      void daemon.poll();
    };
  }
  try {
    const got = await fetch(`${daemon.url}hello`, [first.url, second.url], {
      ca: first.ca === undefined ? undefined : `${first.ca}\n${second.ca}`,
      signal: enough.signal,
    });
    // What the client said last may be on its way still.
    const last = lie === undefined ? undefined : lastWord[lie];
    if (last !== undefined) await heard(frames, last);
    return {
      served: got.shown.includes(hello),
      status: got.status,
      shown: got.shown,
      frames,
      legacy,
      ...(met.body === undefined ? {} : { offer: readOffer(met, met.body) }),
    };
  } finally {
    await daemon.close();
    await service.close();
    await Promise.all([first.close(), second.close()]);
  }
}

const LOOKS = 10;

/** A client waits on for an answer that it can use: by then it has seen so many times the one that it cannot. */
function onLooks(store: RelayStore, host: string, done: () => void): void {
  const get = store.get;
  let looks = 0;
  store.get = (name) => {
    const stored = get(name);
    if (name !== host || stored === undefined) return stored;
    const records = decodeDns(zbase32.decode(host), stored.payload.subarray(72));
    if (records.some(({ label }) => label.startsWith('_answer-')) && ++looks === LOOKS) done();
    return stored;
  };
}

const lastWord: Partial<Record<Lie, number>> = {
  'ping-first': FRAME_TYPES.PONG,
  'reserved-type': FRAME_TYPES.ERROR,
  'oversize-frame': FRAME_TYPES.ERROR,
};

async function heard(frames: readonly HeardFrame[], wanted: number): Promise<void> {
  const until = performance.now() + 2000;
  while (!frames.some(({ type }) => type === wanted) && performance.now() < until) await delay(10);
}

function readOffer(
  {
    compression = 0,
    client = '',
    records = [],
    ttls = [],
  }: { compression?: number; client?: string; records?: readonly string[]; ttls?: number[] },
  body: Uint8Array,
): MetOffer {
  const version = (body[20] ?? 0) - 0x30;
  const blob = body.subarray(55);
  const families: number[] = [];
  if (version === 3) {
    const pwd = 3 + (blob[2] ?? 0);
    let at = pwd + 1 + (blob[pwd] ?? 0) + 32;
    const count = blob[at++] ?? 0;
    for (let i = 0; i < count; i++) {
      const family = blob[at + 1] ?? 0;
      families.push(family);
      at += 4 + (family === 4 ? 4 : 16);
    }
  }
  return {
    labels: records,
    ttls,
    compression,
    version,
    flags: blob[1] ?? 0,
    families,
    signerMatches: client === zbase32.encode(body.subarray(21, 53)),
  };
}
