/** Section 3: from an oh:// URL to a channel on which both sides have proven who they are. */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { base64url } from '../../../bytes/base64url.js';
import { equalBytes } from '../../../bytes/equal.js';
import { DecodeError } from '../../../bytes/error.js';
import { parseAddress } from '../../address.js';
import { answer } from '../../answer.js';
import { EXPORTER_LABEL } from '../../binding.js';
import { unwrap, wrap } from '../../compression.js';
import type { Dialect } from '../../dialect.js';
import { address, keyText } from '../../identity.js';
import { answerPrefix, offerName } from '../../labels.js';
import { offer } from '../../offer.js';
import type { BindingMode, OfferBlob } from '../../offer_blob.js';
import { offerSdpHash } from '../../offer_hash.js';
import { hostRecord, type Packet, signPacket } from '../../packet.js';
import { type LabelledFragment, reassemble } from '../../reassembly.js';
import { type HostRecord, isFresh, readRecord } from '../../record.js';
import { answerSdp, checkSetup } from '../../sdp.js';
import { open, seal } from '../../sealed_box.js';
import { within } from '../deadline.js';
import type { Identity } from '../identity.js';
import { reasonOf } from '../reason.js';
import type { DtlsCertificate } from '../rtc/certificate.js';
import type { Channel } from '../rtc/channel.js';
import { type Offering, type OfferSession, offerSession } from '../rtc/session.js';
import { publish, resolve, type Substrate, SubstrateError } from '../substrate.js';
import { bind } from './binding.js';
import { type ClientSeams, rightClient } from './seams.js';

export interface DialOptions {
  readonly identity: Identity;
  readonly certificate: DtlsCertificate;
  readonly substrates: readonly Substrate[];
  readonly dialect?: Dialect;
  readonly bindingMode?: BindingMode;
  readonly addresses?: readonly string[];
  readonly pollMs?: number;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly now?: () => number;
  /** Werift's when absent. */
  readonly offerSession?: OfferSession;
  readonly seams?: Partial<ClientSeams>;
}

export class DialFailed extends Error {
  override readonly name = 'DialFailed';
  constructor(
    readonly step: 'url' | 'resolve' | 'answer' | 'connect' | 'binding',
    detail: string,
  ) {
    super(`${step}: ${detail}`);
  }
}

export interface Dialled {
  readonly channel: Channel;
  readonly session: Offering;
  readonly record: HostRecord;
  close(): Promise<void>;
}

/** Section 1: the host of an oh:// URL, and the path behind it. */
export function parseUrl(url: string): { name: string; key: Uint8Array; path: string } {
  try {
    const { publicKey, path } = address.decode(url);
    return { name: keyText.encode(publicKey), key: publicKey, path };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new DialFailed('url', `wants oh:// and the 52 characters of a key (${error.code})`);
  }
}

export async function dial(url: string, options: DialOptions): Promise<Dialled> {
  const host = parseUrl(url);
  return within(options.timeoutMs ?? 30_000, options.signal, (signal) => dialHost(host, options, signal));
}

async function dialHost(host: Host, options: DialOptions, signal: AbortSignal): Promise<Dialled> {
  const seams = { ...rightClient, ...options.seams };
  const { dialect = 'spec', bindingMode = 'exporter', identity, certificate } = options;
  await lookUp(host, options, seams, signal);
  const session = await (options.offerSession ?? offerSession)({
    certificate,
    ...(options.addresses ? { addresses: options.addresses } : {}),
    ...(seams.takenSuite ? { suites: { received: seams.takenSuite } } : {}),
    ...(seams.possession(true) ? {} : { credulous: true }),
    ...(options.signal ? { signal: options.signal } : {}),
  });
  signal.addEventListener('abort', () => void session.close(), { once: true });
  try {
    const { ufrag, pwd, candidates } = session.reach;
    const blob = seams.offerBlob({
      setup: dialect === 'deployed' ? 'actpass' : 'active',
      bindingMode,
      ufrag,
      pwd,
      clientDtlsFp: certificate.fingerprint,
      candidates: candidates
        .slice(0, 8)
        .map(({ address, port }) => ({ typ: 'host', addr: parseAddress(address), port })),
    });
    await publishOffer(host.key, blob, options, seams, signal);
    const found = await awaitAnswer(host, blob, options, seams, signal);
    const channel = await session
      .connect(found.sdp, seams.pinned(found.record.dtlsFp))
      .catch((error: unknown) => fail('connect', error));
    const secret =
      bindingMode === 'exporter' ? session.exportSecret(EXPORTER_LABEL, 32) : found.record.dtlsFp;
    await bind(channel, { identity, host: host.key, secret, seams }, signal).catch((error: unknown) =>
      fail('binding', error),
    );
    return { channel, session, record: found.record, close: session.close };
  } catch (error) {
    await session.close();
    throw error;
  }
}

function fail(step: DialFailed['step'], error: unknown): never {
  // A bug of ours is no failure of the host.
  if (error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError)
    throw error;
  throw new DialFailed(step, reasonOf(error));
}

function nothingYet(error: unknown): undefined {
  if (!(error instanceof SubstrateError)) throw error;
}

interface Host {
  readonly name: string;
  readonly key: Uint8Array;
}

const find = (host: Host, { substrates }: DialOptions, seams: ClientSeams, signal: AbortSignal) =>
  seams.packet(() => resolve(substrates, host.name, signal), substrates, host.name);

async function lookUp(
  host: Host,
  options: DialOptions,
  seams: ClientSeams,
  signal: AbortSignal,
): Promise<HostRecord> {
  const found = await find(host, options, seams, signal).catch((error: unknown) => fail('resolve', error));
  if (found === undefined) throw new DialFailed('resolve', 'no relay has a packet of this host');
  return recordOf(host, found.packet, options, seams);
}

function recordOf(host: Host, packet: Packet, options: DialOptions, seams: ClientSeams): HostRecord {
  try {
    const { records } = packet;
    const record = seams.record(() => readRecord(hostRecord(records).value, host.key), records);
    checkTime(record, packet, options, seams);
    return record;
  } catch (error) {
    return fail('resolve', error);
  }
}

/** Section 2: freshness, and that the sequence number says the same (OPENHOST-G01, OPENHOST-G42). */
function checkTime(
  record: HostRecord,
  { seq }: Packet,
  { dialect = 'spec', now = Date.now }: DialOptions,
  seams: ClientSeams,
): void {
  if (!seams.fresh(isFresh(record, secondsOf(now)))) throw new DecodeError('record/stale');
  const drift = (dialect === 'deployed' ? seq / 1_000_000n : seq) - record.ts;
  if (drift > 1n || drift < -1n) throw new DecodeError('record/drift');
}

const secondsOf = (now: () => number): bigint => BigInt(Math.floor(now() / 1000));

async function publishOffer(
  daemon: Uint8Array,
  blob: OfferBlob,
  { identity, substrates, dialect = 'spec', now = Date.now }: DialOptions,
  seams: ClientSeams,
  signal: AbortSignal,
): Promise<void> {
  const body = seams.offerBody(offer.encode({ clientPk: identity.publicKey, blob }));
  const value = base64url.encode(seal(daemon, seams.plaintext(wrap(body)), randomBytes(32)));
  const seconds = secondsOf(now);
  const seq = dialect === 'deployed' ? seconds * 1_000_000n : seconds;
  const records = seams.offerRecords([{ label: offerName(daemon), ttl: 30, value }]);
  await publish(substrates, identity.name, signPacket(identity, seq, records), signal).catch(
    (error: unknown) => fail('answer', error),
  );
}

async function awaitAnswer(
  host: Host,
  blob: OfferBlob,
  options: DialOptions,
  seams: ClientSeams,
  signal: AbortSignal,
): Promise<{ sdp: string; record: HostRecord }> {
  const { identity, dialect = 'spec', pollMs = 500 } = options;
  const hash = offerSdpHash({
    version: 3,
    clientPk: identity.publicKey,
    bindingMode: blob.bindingMode,
    blob,
  });
  for (;;) {
    // A relay that does not answer now may do so at the next look.
    const found = await find(host, options, seams, signal).catch(nothingYet);
    const record = found && recordOf(host, found.packet, options, seams);
    try {
      const fragments = record
        ? fragmentsIn(found.packet, answerPrefix(record.salt, identity.publicKey))
        : [];
      const sealed = seams.reassemble(() => reassemble(fragments, dialect), fragments);
      if (record && sealed) {
        const plaintext = open(identity.seed, sealed);
        const body = seams.unwrap(() => unwrap(plaintext, dialect), plaintext);
        const read = answer.decode(seams.answerBody(body));
        if (!seams.daemonKey(equalBytes(read.daemonPk, host.key))) throw new DecodeError('answer/daemon-key');
        // An answer to an offer of before: the one to ours may still come.
        if (seams.offerHash(equalBytes(read.offerSdpHash, hash))) {
          const sdp = read.version === 1 ? read.sdp : answerSdp(read.blob, record.dtlsFp);
          seams.setup(() => checkSetup(sdp, 'answer', dialect));
          return { sdp, record };
        }
      }
    } catch (error) {
      return fail('answer', error);
    }
    await delay(pollMs, undefined, { signal }).catch(() =>
      fail('answer', `none came in time: is the key of this client allowed there? It is ${identity.name}`),
    );
  }
}

const fragmentsIn = ({ records }: Packet, prefix: string): LabelledFragment[] =>
  records
    .filter(({ label }) => label.startsWith(prefix))
    .map(({ label, value }) => ({ suffix: label.slice(prefix.length), envelope: base64url.decode(value) }));
