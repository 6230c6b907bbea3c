import { DecodeError } from '../../reference/bytes/error.js';
import { zbase32 } from '../../reference/bytes/zbase32.js';
import { verifyPlain } from '../../reference/crypto/ed25519.js';
import { decodeDns, hostRecord, signable } from '../../reference/openhost/packet.js';
import { SubstrateError } from '../../reference/openhost/peers/substrate.js';
import { readRecord } from '../../reference/openhost/record.js';
import { Lost, Unreachable } from '../../suites/case.js';
import type { HostFields, Published } from '../../suites/openhost/port.js';
import type { Deployment } from './deployment.js';

/** The relays answer, but have no packet of this key. */
export class NotPublished extends Lost {}

/** The packet of this key at a relay is not a DNS message. */
export class NotReadable extends Lost {}

/** Decodes the packet without judging it. The cases judge its faults. */
export async function readPublished(
  { substrates, key }: Pick<Deployment, 'substrates' | 'key'>,
  signal: AbortSignal,
): Promise<Published> {
  const answers = await Promise.allSettled(substrates.map((one) => one.get(zbase32.encode(key), signal)));
  const payloads = answers.flatMap((one) => (one.status === 'fulfilled' && one.value ? [one.value] : []));
  const refusals: unknown[] = answers.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  const ours = refusals.find((reason) => !(reason instanceof SubstrateError));
  if (ours !== undefined) throw ours;
  if (refusals.length === answers.length) throw new Unreachable(`no relay answers: ${refusals.join('; ')}`);
  const packets = payloads.filter(({ length }) => length > 84).sort((a, b) => (seqOf(a) < seqOf(b) ? 1 : -1));
  // A faulty relay must not hide the packet of another one. If it is the only relay, its packet counts.
  const signed = packets.length > 1 ? packets.find((payload) => isSigned(key, payload)) : undefined;
  const payload = signed ?? packets[0];
  if (payload === undefined) throw new NotPublished('no relay has a packet of the daemon');
  const seq = seqOf(payload);
  const dns = payload.subarray(72);
  const records = readable(
    () => decodeDns(key, dns),
    (code) => {
      throw new NotReadable(`the packet is not a DNS message: ${code}`);
    },
  );
  return {
    seq,
    seenAt: Math.floor(Date.now() / 1000),
    dnsLength: dns.length,
    outerSignature: isSigned(key, payload),
    records,
    host: readable<HostFields | { refused: string }>(
      () => {
        const { turn, ts, ...fields } = readRecord(hostRecord(records).value, key);
        return { ...fields, ts: Number(ts), ...(turn ? { turnPort: turn.port } : {}) };
      },
      (refused) => ({ refused }),
    ),
  };
}

/** The same, but reads again when no relay answers: it may be busy, or its proxy may lose one request. */
export async function readPublishedAgain(
  deployment: Pick<Deployment, 'substrates' | 'key'>,
  signal: AbortSignal,
): Promise<Published> {
  try {
    return await readPublished(deployment, signal);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    return readPublished(deployment, signal);
  }
}

const seqOf = (payload: Uint8Array): bigint =>
  new DataView(payload.buffer, payload.byteOffset).getBigUint64(64);

const isSigned = (key: Uint8Array, payload: Uint8Array): boolean =>
  verifyPlain(key, signable(seqOf(payload), payload.subarray(72)), payload.subarray(0, 64));

function readable<T>(read: () => T, refused: (code: string) => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof DecodeError) return refused(error.code);
    throw error;
  }
}
