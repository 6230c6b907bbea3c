/** Section 3.3: publishes the offer of a client, and waits for the answer to it. */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { base64url } from '../../../bytes/base64url.js';
import { DecodeError } from '../../../bytes/error.js';
import { answerPrefix } from '../../labels.js';
import type { OfferBlob } from '../../offer_blob.js';
import { offerSdpHash } from '../../offer_hash.js';
import { type Packet, signPacket } from '../../packet.js';
import type { LabelledFragment } from '../../reassembly.js';
import type { HostRecord } from '../../record.js';
import { answerSdp } from '../../sdp.js';
import { open, seal } from '../../sealed_box.js';
import { sequenceOf } from '../../sequence.js';
import { publish, SubstrateError } from '../substrate.js';
import { fail } from './dial_failed.js';
import type { DialOptions } from './dial_options.js';
import { findPacket, type Host, recordOf, secondsOf } from './lookup.js';
import { CLIENT_RULES } from './rules.js';

const POLL_MS = 500;

export async function publishOffer(
  host: Host,
  blob: OfferBlob,
  options: DialOptions,
  signal: AbortSignal,
): Promise<void> {
  const { identity, substrates, dialect = 'spec', now = Date.now, rules = CLIENT_RULES } = options;
  const body = rules.encodeOffer(identity.publicKey, blob);
  const value = base64url.encode(seal(host.key, rules.compressOffer(body), randomBytes(32)));
  const packet = signPacket(
    identity,
    sequenceOf(secondsOf(now), dialect),
    rules.offerRecords(host.key, value),
  );
  await publish(substrates, identity.name, packet, signal).catch((error: unknown) => fail('answer', error));
}

export interface FoundAnswer {
  readonly sdp: string;
  readonly record: HostRecord;
}

export async function awaitAnswer(
  host: Host,
  blob: OfferBlob,
  options: DialOptions,
  signal: AbortSignal,
): Promise<FoundAnswer> {
  const { identity, pollMs = POLL_MS } = options;
  const { bindingMode } = blob;
  const hash = offerSdpHash({ version: 3, clientPk: identity.publicKey, bindingMode, blob });
  for (;;) {
    const found = await findPacket(host, options, signal).catch(nothingYet);
    const record = found && recordOf(host, found.packet, options);
    const answer = record && readAnswer(found.packet, record, { host, hash }, options);
    if (answer) return answer;
    await delay(pollMs, undefined, { signal }).catch(() =>
      fail('answer', `none came in time: is the key of this client allowed there? It is ${identity.name}`),
    );
  }
}

/** A relay that does not answer now may answer the next poll. */
function nothingYet(error: unknown): undefined {
  if (!(error instanceof SubstrateError)) throw error;
}

interface Expected {
  readonly host: Host;
  /** The hash of the offer that was published. */
  readonly hash: Uint8Array;
}

/** Undefined when the packet has no answer to this client, or only an answer to an earlier offer. */
function readAnswer(
  packet: Packet,
  record: HostRecord,
  { host, hash }: Expected,
  { identity, dialect = 'spec', rules = CLIENT_RULES }: DialOptions,
): FoundAnswer | undefined {
  try {
    const fragments = fragmentsIn(packet, answerPrefix(record.salt, identity.publicKey));
    const sealed = rules.reassemble(fragments, dialect);
    if (sealed === undefined) return undefined;
    const read = rules.decodeAnswer(rules.uncompress(open(identity.seed, sealed), dialect));
    if (!rules.isHost(read.daemonPk, host.key)) throw new DecodeError('answer/daemon-key');
    if (!rules.answersOffer(read.offerSdpHash, hash)) return undefined;
    const sdp = read.version === 1 ? read.sdp : answerSdp(read.blob, record.dtlsFp);
    rules.checkSetup(sdp, dialect);
    return { sdp, record };
  } catch (error) {
    return fail('answer', error);
  }
}

const fragmentsIn = ({ records }: Packet, prefix: string): LabelledFragment[] =>
  records
    .filter(({ label }) => label.startsWith(prefix))
    .map(({ label, value }) => ({ suffix: label.slice(prefix.length), envelope: base64url.decode(value) }));
