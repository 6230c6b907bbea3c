/** Sections 2 and 3.3: the one packet of a host, with its record and the answers that fit beside it. */
import { evict } from '../../eviction.js';
import { encodeDns, signDns, type TextRecord } from '../../packet.js';
import { publish, resolve } from '../substrate.js';
import { openRecord, recordText } from '../wire/record.js';
import { allowSalt } from '../wire/seal.js';
import type { DaemonOptions } from './options.js';
import type { DaemonSeams } from './seams.js';

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
    const ts = Math.max(Math.floor(now() / 1000), last + 1);
    last = ts;
    const host = recordText(
      identity,
      seams.record({
        version: options.turn ? 3 : 2,
        ts,
        dtlsFp: options.certificate.fingerprint,
        roles: options.roles ?? 'server',
        salt: allowSalt(identity.seed),
        disc: options.disc ?? '',
        ...(options.turn ? { turn: options.turn } : {}),
      }),
    );
    const dnsOf = (kept: readonly QueuedAnswer[]) =>
      encodeDns(identity.publicKey, seams.records([host, ...kept.flatMap(({ records }) => records)]));
    const { kept, evicted } = evict(answers, (some) => dnsOf(some).length);
    for (const { client } of evicted) log(`warn: answer to ${client} evicted, the packet would be too long`);
    answers = seams.evict(kept, answers);
    // OPENHOST-G01: the text counts seconds, deployed peers microseconds.
    const seq = dialect === 'deployed' ? BigInt(ts) * 1_000_000n : BigInt(ts);
    return seams.payload(signDns(identity, seams.seq(seq), dnsOf(answers)));
  }

  const publishNow = () => {
    turn = turn.then(async () => {
      if (signal.aborted) return;
      try {
        await publish(substrates, identity.name, compose(), signal);
      } catch (error) {
        if (!signal.aborted) log(`warn: not published: ${error}`);
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

async function published({ substrates, identity }: DaemonOptions, signal: AbortSignal): Promise<number> {
  try {
    const found = await resolve(substrates, identity.name, signal);
    return found ? openRecord(identity.publicKey, found.packet.records).ts : 0;
  } catch {
    return 0;
  }
}
