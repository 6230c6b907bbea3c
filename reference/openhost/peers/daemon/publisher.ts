/** Sections 2 and 3.3: publishes the packet of a host, which has its record and the answers that fit beside it. */
import { setTimeout as delay } from 'node:timers/promises';
import { evict } from '../../eviction.js';
import { encodeDns, HOST_LABEL, HOST_TTL, signDns, type TextRecord } from '../../packet.js';
import { signCanonical } from '../../record.js';
import { reasonOf } from '../reason.js';
import { publish } from '../substrate.js';
import type { DaemonSettings } from './options.js';

/** Milliseconds before each attempt: a relay that was busy gets another chance. */
const PAUSES_MS = [0, 500, 1000];

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
  settings: DaemonSettings,
  signal: AbortSignal,
  pauses: readonly number[] = PAUSES_MS,
): Promise<Publisher> {
  const { identity, substrates, dialect, rules, now, log } = settings;
  let answers: readonly QueuedAnswer[] = [];
  let last = await rules.publishedTs(identity, substrates, signal);
  let turn = Promise.resolve();

  function compose(): Uint8Array {
    const seconds = BigInt(Math.floor(now() / 1000));
    const ts = seconds > last ? seconds : last + 1n;
    last = ts;
    const record = rules.canonicalRecord(rules.hostRecord(settings, ts));
    const host = { label: HOST_LABEL, ttl: HOST_TTL, value: signCanonical(identity.seed, record) };
    const dnsOf = (kept: readonly QueuedAnswer[]) => {
      const beside = kept.flatMap(({ records }) => records);
      return encodeDns(identity.publicKey, rules.packetRecords(host, beside));
    };
    const { kept, evicted } = evict(answers, (some) => dnsOf(some).length);
    for (const { client } of evicted) log(`warn: answer to ${client} evicted, the packet would be too long`);
    answers = kept;
    return signDns(identity, rules.sequence(ts, dialect), dnsOf(answers));
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
  const timer = setInterval(publishNow, settings.republishMs);
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
