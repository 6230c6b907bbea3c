/** Sections 2 and 3.3: the one packet of a host, with its record and the answers that fit beside it. */
import { setTimeout as delay } from 'node:timers/promises';
import { evict } from '../../eviction.js';
import { allowSalt } from '../../labels.js';
import { encodeDns, HOST_LABEL, HOST_TTL, hostRecord, signDns, type TextRecord } from '../../packet.js';
import { canonical, type HostRecord, readRecord, signCanonical } from '../../record.js';
import { reasonOf } from '../reason.js';
import { publish, resolve } from '../substrate.js';
import type { DaemonOptions } from './options.js';
import type { DaemonSeams } from './seams.js';

/** Before each attempt, in milliseconds: a relay that was busy gets another chance. */
const pauses = [0, 500, 1000];

export interface QueuedAnswer {
  readonly client: string;
  readonly createdAt: number;
  readonly records: readonly TextRecord[];
}

export interface Publisher {
  /** Replaces the answer to this client and publishes. */
  answer(queued: QueuedAnswer): Promise<void>;
  publish(): Promise<void>;
  stop(): Promise<void>;
}

export async function createPublisher(
  options: DaemonOptions,
  seams: DaemonSeams,
  signal: AbortSignal,
): Promise<Publisher> {
  const { identity, substrates, dialect = 'spec', now = Date.now, log = () => {} } = options;
  let answers: readonly QueuedAnswer[] = [];
  // What was published before a restart is not to be fallen behind.
  let last = await published(options, signal);
  let turn = Promise.resolve();

  function compose(): Uint8Array {
    const seconds = BigInt(Math.floor(now() / 1000));
    const ts = seconds > last ? seconds : last + 1n;
    last = ts;
    const record = seams.canonical(canonical.encode(seams.record(recordOf(options, ts))));
    const host = { label: HOST_LABEL, ttl: HOST_TTL, value: signCanonical(identity.seed, record) };
    const dnsOf = (kept: readonly QueuedAnswer[]) =>
      encodeDns(identity.publicKey, seams.records([host, ...kept.flatMap(({ records }) => records)]));
    const { kept, evicted } = evict(answers, (some) => dnsOf(some).length);
    for (const { client } of evicted) log(`warn: answer to ${client} evicted, the packet would be too long`);
    answers = seams.evict(kept, answers);
    // OPENHOST-G01: the text counts seconds, deployed peers microseconds.
    const seq = dialect === 'deployed' ? ts * 1_000_000n : ts;
    return seams.payload(signDns(identity, seams.seq(seq), dnsOf(answers)));
  }

  const publishNow = () => {
    turn = turn.then(async () => {
      for (const pause of pauses) {
        await delay(pause, undefined, { signal }).catch(() => {});
        if (signal.aborted) return;
        try {
          return await publish(substrates, identity.name, compose(), signal);
        } catch (error) {
          if (!signal.aborted) log(`warn: not published: ${reasonOf(error)}`);
        }
      }
    });
    return turn;
  };
  const timer = setInterval(publishNow, options.republishMs ?? 1_800_000);
  return {
    answer(queued) {
      answers = [...answers.filter(({ client }) => client !== queued.client), queued];
      return publishNow();
    },
    publish: publishNow,
    async stop() {
      clearInterval(timer);
      await turn;
    },
  };
}

const recordOf = (
  { turn, certificate, roles = 'server', identity, disc = '' }: DaemonOptions,
  ts: bigint,
): HostRecord => ({
  version: turn ? 3 : 2,
  ts,
  dtlsFp: certificate.fingerprint,
  roles,
  salt: allowSalt(identity.seed),
  disc,
  ...(turn ? { turn } : {}),
});

/** The `ts` of the record that is out there. */
async function published({ substrates, identity }: DaemonOptions, signal: AbortSignal): Promise<bigint> {
  try {
    const found = await resolve(substrates, identity.name, signal);
    return found ? readRecord(hostRecord(found.packet.records).value, identity.publicKey).ts : 0n;
  } catch {
    return 0n;
  }
}
