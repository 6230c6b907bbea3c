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
import { failAt } from './dial_failed.js';
import type { Dialling } from './dial_options.js';
import { findPacket, recordOf, secondsOf } from './lookup.js';

export async function publishOffer(blob: OfferBlob, dialling: Dialling): Promise<void> {
  const { host, identity, substrates, dialect, now, rules, signal } = dialling;
  const body = rules.encodeOffer(identity.publicKey, blob);
  const value = base64url.encode(seal(host.key, rules.compressOffer(body), randomBytes(32)));
  const seq = sequenceOf(secondsOf(now), dialect);
  const packet = signPacket(identity, seq, rules.offerRecords(host.key, value));
  await publish(substrates, identity.name, packet, signal).catch(failAt('answer'));
}

export interface FoundAnswer {
  readonly sdp: string;
  readonly record: HostRecord;
}

export async function awaitAnswer(blob: OfferBlob, dialling: Dialling): Promise<FoundAnswer> {
  const { identity, pollMs, signal } = dialling;
  const { bindingMode } = blob;
  const hash = offerSdpHash({ version: 3, clientPk: identity.publicKey, bindingMode, blob });
  for (;;) {
    const found = await findPacket(dialling).catch(nothingYet);
    const record = found && recordOf(found.packet, dialling);
    const answer = record && readAnswer(found.packet, record, hash, dialling);
    if (answer) return answer;
    await delay(pollMs, undefined, { signal }).catch(() =>
      failAt('answer')(`none came in time: is the key of this client allowed there? It is ${identity.name}`),
    );
  }
}

/** A relay that does not answer now may answer the next poll. */
function nothingYet(error: unknown): undefined {
  if (!(error instanceof SubstrateError)) throw error;
}

/** Undefined when the packet has no answer to this client, or only an answer to another offer than that of the hash. */
function readAnswer(
  packet: Packet,
  record: HostRecord,
  hash: Uint8Array,
  { host, identity, dialect, rules }: Dialling,
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
    return failAt('answer')(error);
  }
}

const fragmentsIn = ({ records }: Packet, prefix: string): LabelledFragment[] =>
  records
    .filter(({ label }) => label.startsWith(prefix))
    .map(({ label, value }) => ({ suffix: label.slice(prefix.length), envelope: base64url.decode(value) }));
